import type { LocatedText, Span } from "../../../lib/source.ts";
import type { PrometheusVersion } from "../../../prometheus/template/alert-functions.ts";
import {
  type AlertTemplateUses,
  alertTemplateUses,
} from "../../../prometheus/template/alert-template-uses.ts";
import type { AlertTemplateProblem } from "../../../prometheus/template/expand-alert-template.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { isTemplate, ownLabels } from "./own-labels.ts";

/** A template of an alert's rule. */
export type AlertText = {
  readonly kind: "label" | "annotation";
  readonly name: string;
  readonly value: LocatedText;
};

/** The labels and annotations of an alert that are templates. */
export const alertTexts = (alert: ExaminedAlert): readonly AlertText[] => {
  const texts: AlertText[] = [];
  for (const { name, value } of ownLabels(alert)) {
    if (isTemplate(value.text)) texts.push({ kind: "label", name: name.text, value });
  }
  for (const { name, value } of alert.rule.annotations) {
    if (isTemplate(value.text)) texts.push({ kind: "annotation", name: name.text, value });
  }
  return texts;
};

export const templateVersion = ({ prometheusVersion }: Settings): PrometheusVersion =>
  prometheusVersion === "2.42" ? "2.42" : "current";

export type Uses = AlertTemplateUses | { readonly error: AlertTemplateProblem };

/** Several checks ask for the uses of one text. */
const remembered = new WeakMap<LocatedText, Uses>();

/** What the template reads, or why Prometheus refuses it. */
export const usesOf = (text: AlertText, alert: ExaminedAlert, settings: Settings): Uses => {
  const known = remembered.get(text.value);
  if (known !== undefined) return known;
  const uses = alertTemplateUses(text.value.text, alert.rule.name.text, templateVersion(settings));
  remembered.set(text.value, uses);
  return uses;
};

export type ReadText = {
  readonly alert: ExaminedAlert;
  readonly text: AlertText;
  readonly uses: Uses;
};

/** All templates of all alerts. */
export const readTexts = function* ({ alerts, settings }: Examined): Generator<ReadText> {
  for (const alert of alerts) {
    for (const text of alertTexts(alert))
      yield { alert, text, uses: usesOf(text, alert, settings) };
  }
};

/** The whole action `{{ … }}` around a part of a template, where the part is all that it prints. */
export const actionAround = (text: string, { from, to }: Span): Span | undefined => {
  const before = /\{\{\s*$/.exec(text.slice(0, from));
  const after = /^\s*\}\}/.exec(text.slice(to));
  if (before === null || after === null) return undefined;
  return { from: before.index, to: to + after[0].length };
};
