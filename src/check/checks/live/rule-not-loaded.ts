import type { RuleDocument } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import type { LiveFacts } from "../../live/live-facts.ts";
import { type LoadedForm, loadedForm } from "../../live/loaded-rule.ts";

type Compared = { readonly rule: ExaminedRule; readonly form: LoadedForm };

const ofRule = ({ rule, form }: Compared, { url }: LiveFacts): Discovery | undefined => {
  const at = { place: rule.rule.name.placeAt(0), subject: rule.rule.name.text };
  if (form.kind === "none") {
    const message = `${url} has no such rule loaded`;
    return { ...at, message, help: "load it, or check it against the Prometheus that has it" };
  }
  if (form.kind === "same") return undefined;
  return {
    ...at,
    message: `${url} has loaded another rule of this name, with ${form.differences.join(", ")}`,
    help: "load what is here, or take over what is loaded",
  };
};

/** A file of which nothing is loaded is told once. */
const ofDocument = function* (
  document: RuleDocument,
  compared: readonly Compared[],
  live: LiveFacts,
): Iterable<Discovery> {
  const [first] = compared;
  if (first === undefined) return;
  if (compared.length > 1 && compared.every(({ form }) => form.kind === "none")) {
    yield {
      place: first.rule.group.name.placeAt(0),
      subject: document.file,
      message: `${live.url} has none of the ${compared.length} rules of this file loaded`,
      help: "load the file, or check it against the Prometheus that has it",
    };
    return;
  }
  for (const one of compared) {
    const found = ofRule(one, live);
    if (found !== undefined) yield found;
  }
};

const find = function* ({ rules, evidence: { live } }: Examined): Iterable<Discovery> {
  const groups = live?.groups;
  if (live === undefined || groups === undefined) return;
  const compared = rules.map((rule) => ({ rule, form: loadedForm(rule, groups) }));
  for (const [document, ofOne] of Map.groupBy(compared, ({ rule }) => rule.document)) {
    yield* ofDocument(document, ofOne, live);
  }
};

export const ruleNotLoaded: Check = {
  name: "rule-not-loaded",
  severity: "info",
  title: "A rule that the running Prometheus has not loaded, or has in another form",
  find,
};
