import { didYouMean } from "../../../lib/suggestion.ts";
import type { LabelUse } from "../../../prometheus/template/alert-template-uses.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { type ReadText, readTexts } from "./alert-text.ts";
import { externalLabelsOf, renderExample, rendered } from "./rendering.ts";

const MARK = "77";

/** Whether the text would be another if the external label were there. */
const isMissed = (of: ReadText, name: string, examined: Examined): boolean => {
  const sample = { labels: {}, value: 1 };
  const without = rendered(of, sample, examined);
  const externalLabels = { ...externalLabelsOf(examined), [name]: MARK };
  const withIt = rendered(of, { ...sample, externalLabels }, examined);
  return "output" in without && "output" in withIt && without.output !== withIt.output;
};

type NamedUse = Pick<LabelUse, "span"> & { readonly name: string };

const discovery = (of: ReadText, { name, span }: NamedUse, examined: Examined): Discovery => {
  const sample = { labels: {}, value: 1 };
  const rendering = rendered(of, sample, examined);
  const known = Object.keys(externalLabelsOf(examined));
  const guess = didYouMean(name, known);
  return {
    place: of.text.value.placeAt(span.from),
    subject: of.alert.rule.name.text,
    message: `{{ $externalLabels.${name} }} shows nothing: ${examined.prometheus?.file} has no external label ${name}`,
    help:
      guess === undefined
        ? `set ${name} under global.external_labels, or take it out of the text`
        : `${guess} Otherwise set ${name} under global.external_labels`,
    counterexample: renderExample(of, sample, { rendering, examined }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { prometheus } = examined.evidence;
  if (prometheus.length === 0) return;
  const known = new Set(
    prometheus.flatMap(({ externalLabels }) => externalLabels.map(({ name }) => name.text)),
  );
  for (const of of readTexts(examined)) {
    if ("error" in of.uses) continue;
    for (const use of of.uses.externalLabels) {
      const { name, span, isGuarded, role } = use;
      if (name === undefined || known.has(name) || isGuarded || role !== "printed") continue;
      if (isMissed(of, name, examined)) yield discovery(of, { name, span }, examined);
    }
  }
};

export const templateExternalLabel: Check = {
  name: "template-external-label",
  severity: "error",
  title: "A text of an alert shows an external label that Prometheus does not have",
  find,
};
