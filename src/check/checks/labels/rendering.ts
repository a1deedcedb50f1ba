import type { Labels } from "../../../labels/labels.ts";
import {
  type AlertTemplateProblem,
  expandAlertTemplate,
} from "../../../prometheus/template/expand-alert-template.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { type AlertText, templateVersion } from "./alert-text.ts";

/** What a template of a rule is given. */
export type Sample = {
  readonly labels: Labels;
  readonly value: number;
  /** Those of the configuration where nothing else is said. */
  readonly externalLabels?: Labels;
};

export type Rendering = { readonly output: string } | { readonly error: AlertTemplateProblem };

/** A template of a rule with the alert that it is of. */
export type TextOfAlert = { readonly alert: ExaminedAlert; readonly text: AlertText };

/** The same external labels that Prometheus would have; none where no configuration was given. */
export const externalLabelsOf = ({ prometheus }: Examined): Labels =>
  Object.fromEntries(
    (prometheus?.externalLabels ?? []).map(({ name, value }) => [name.text, value.text]),
  );

/** The text that comes of a template; queries in it find nothing. */
export const rendered = (
  { alert, text }: TextOfAlert,
  { labels, value, externalLabels }: Sample,
  examined: Examined,
): Rendering =>
  expandAlertTemplate(text.value.text, {
    alert: alert.rule.name.text,
    version: templateVersion(examined.settings),
    labels,
    value,
    externalLabels: externalLabels ?? externalLabelsOf(examined),
    externalUrl: undefined,
    now: 0,
  });

/** The rendering as a counterexample that promtool can be asked to confirm. */
export const renderExample = (
  { text }: TextOfAlert,
  { labels, value }: Sample,
  { rendering, examined }: { readonly rendering: Rendering; readonly examined: Examined },
): Counterexample => ({
  kind: "render",
  program: "prometheus",
  template: text.value.text,
  data: { labels, value, externalLabels: externalLabelsOf(examined) },
  ...("error" in rendering ? { error: rendering.error.shown } : { output: rendering.output }),
});
