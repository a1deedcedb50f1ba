import { formatMatcher } from "../../../labels/format-matcher.ts";
import { matchesValue } from "../../../labels/match.ts";
import { didYouMean } from "../../../lib/suggestion.ts";
import { factsOf } from "../../../promql/metrics/metrics.ts";
import { replaceNode, selectorsOf } from "../../../promql/syntax/walk.ts";
import { partsInOrder } from "../../../promql/values/parts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { type Examined, type ExaminedRule, isAlert, type Query } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import { settingOf } from "./firing-case.ts";
import { type DeadSelector, deadSelectorOf } from "./impossible-selector.ts";
import { isNeeded, silentWith } from "./silence.ts";

type Found = { readonly rule: ExaminedRule; readonly query: Query; readonly examined: Examined };

/** Series that all other matchers take: none of them passes this one. */
const exampleOf = ({ selector, matcher, rest }: DeadSelector, { rule, query }: Found) => {
  if (!isAlert(rule) || !isNeeded(query, selector)) return undefined;
  const expr = replaceNode(query.expr, selector, rest);
  const setting = settingOf(rule, query, partsInOrder(expr));
  const value = setting?.labels.get(rest)?.get(matcher.name) ?? "";
  return setting && !matchesValue(matcher, value) ? silentWith(rule, setting) : undefined;
};

const effectOf = ({ selector }: DeadSelector, { rule, query }: Found): string => {
  if (!isNeeded(query, selector)) return "this part of the query is always empty";
  return isAlert(rule) ? "the alert never fires" : "the rule records nothing";
};

/** Other Prometheis may have series of the same name as a rule of this set records. */
const severityOf = ({ reason }: DeadSelector): FindingSeverity =>
  reason?.recordedBy === undefined ? "error" : "warning";

const helpFor = ({ selector, matcher }: DeadSelector, { metrics }: Examined): string => {
  const values = factsOf(metrics, selector.metric)?.facts.labelValues ?? {};
  const known = Object.hasOwn(values, matcher.name) ? (values[matcher.name] ?? []) : [];
  if (known.length === 0) return `take out ${formatMatcher(matcher)}, or correct it`;
  const guess = didYouMean(matcher.value, known);
  const all = `${matcher.name} is one of ${known.join(", ")}`;
  return guess === undefined ? all : `${guess} ${all}`;
};

const discovery = (dead: DeadSelector, because: string, found: Found): Discovery => {
  const { rule, examined } = found;
  const { matcher, selector, reason } = dead;
  const counterexample: Counterexample | undefined = exampleOf(dead, found);
  const where =
    reason?.recordedBy === undefined ? "" : `, in the rule ${reason.recordedBy.rule.name}`;
  const what = selector.metric === "" ? "series" : `series of ${selector.metric}`;
  return {
    place: rule.placeOf(matcher.span),
    subject: rule.rule.name.text,
    severity: severityOf(dead),
    message: `no ${what} has ${formatMatcher(matcher)}: ${effectOf(dead, found)}\nof ${matcher.name} is known: ${because}${where}`,
    help: helpFor(dead, examined),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const rule of examined.rules) {
    const { query } = rule;
    const impossible = query?.labels().impossibleSelectors ?? [];
    if (query === undefined || impossible.length === 0) continue;
    const selectors = selectorsOf(query.expr);
    for (const one of impossible) {
      const dead = deadSelectorOf(one, selectors, query);
      if (dead !== undefined) yield discovery(dead, one.because, { rule, query, examined });
    }
  }
};

export const selectorMatchesNothing: Check = {
  name: "selector-matches-nothing",
  severity: "error",
  title: "A selector with a matcher that no series can pass",
  find,
};
