import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import { witnessOf } from "../../../labels/symbolic-labels.ts";
import type { LocatedPair } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { type Examined, type ExaminedAlert, type ExaminedRule, isAlert } from "../../examined.ts";
import { isTemplate, ownLabels } from "./own-labels.ts";

/** Where the alert goes with the rule's own value. */
const exampleOf = (alert: ExaminedAlert, { routings }: Examined): Counterexample | undefined => {
  const [routing, ...others] = routings;
  const [arriving] = alert.arriving();
  const labels = arriving && witnessOf(arriving);
  if (routing === undefined || others.length > 0 || labels === undefined) return undefined;
  const receivers = matchRoutes(routing.root, labels).map(({ receiver }) => receiver);
  return { kind: "labels", labels, receivers };
};

type External = { readonly value: string; readonly file: string };

const externalLabelsOf = ({ evidence }: Examined): ReadonlyMap<string, External> =>
  new Map(
    evidence.prometheus.flatMap(({ externalLabels, file }) =>
      externalLabels.map(({ name, value }) => [name.text, { value: value.text, file }] as const),
    ),
  );

type Shadow = { readonly pair: LocatedPair; readonly external: External };

const discovery = (
  rule: ExaminedRule,
  { pair, external }: Shadow,
  examined: Examined,
): Discovery => {
  const name = pair.name.text;
  const counterexample = isAlert(rule) ? exampleOf(rule, examined) : undefined;
  const what = isAlert(rule) ? "the alert arrives" : "the series leaves this Prometheus";
  return {
    place: pair.name.placeAt(0),
    subject: rule.rule.name.text,
    message: `the rule sets ${name}, which is an external label (${external.value} in ${external.file}): ${what} with ${name}=${JSON.stringify(pair.value.text)}, and nobody sees where it came from`,
    help: "give the label of the rule another name",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** An empty label is no label, and the external one takes its place. */
const isOther = (text: string, { value }: External): boolean =>
  text !== value && text !== "" && !isTemplate(text);

const find = function* (examined: Examined): Iterable<Discovery> {
  const externals = externalLabelsOf(examined);
  if (externals.size === 0) return;
  for (const rule of examined.rules) {
    for (const pair of ownLabels(rule)) {
      const external = externals.get(pair.name.text);
      if (external !== undefined && isOther(pair.value.text, external)) {
        yield discovery(rule, { pair, external }, examined);
      }
    }
  }
};

export const externalLabelShadowed: Check = {
  name: "external-label-shadowed",
  severity: "warning",
  title: "A rule that sets a label which is an external label of its Prometheus",
  find,
};
