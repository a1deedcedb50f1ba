import { formatDuration } from "../../../lib/duration.ts";
import type { AlertingRule } from "../../../prometheus/rule.ts";
import { checkExpr } from "../../../promql/syntax/check-expr.ts";
import { printExpr } from "../../../promql/syntax/print.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import { comparisonMutations } from "./comparisons.ts";
import type { Mutant, Mutation } from "./mutant.ts";
import { labelMutations, rangeMutations, sideMutations } from "./operators.ts";
import { mutatedQuery } from "./query.ts";

/** Longer queries are mutated in part: a hundred small mistakes tell how well a rule is tested. */
const MOST_MUTANTS = 100;
/** Each mutant is read once, and very long queries take long to read. */
const MOST_CHARACTERS = 1_000_000;

const durationMutations = ({ for: held, keepFiringFor }: AlertingRule): Mutation[] => {
  const found: Mutation[] = [];
  if (held !== undefined && held.ms > 0) {
    const doubled = formatDuration(held.ms * 2);
    const before = held.written.text;
    found.push(
      {
        operator: "for-zeroed",
        change: { for: "0s" },
        before: `for: ${before}`,
        after: "for: 0s",
        missing: `no silent example while the condition has held for less than ${before}`,
        offset: undefined,
      },
      {
        operator: "for-doubled",
        change: { for: doubled },
        before: `for: ${before}`,
        after: `for: ${doubled}`,
        missing: `no firing example between ${before} and ${doubled} after the condition began`,
        offset: undefined,
      },
    );
  }
  if (keepFiringFor !== undefined && keepFiringFor.ms > 0) {
    const before = keepFiringFor.written.text;
    found.push({
      operator: "keep-firing-zeroed",
      change: { keepFiringFor: "0s" },
      before: `keep_firing_for: ${before}`,
      after: "keep_firing_for: 0s",
      missing: `no firing example within ${before} after the condition ended`,
      offset: undefined,
    });
  }
  return found;
};

/** An even choice over the whole query. */
const thinned = (mutations: readonly Mutation[], most: number): readonly Mutation[] => {
  const limit = Math.min(most, MOST_MUTANTS);
  if (mutations.length <= limit) return mutations;
  const every = mutations.length / limit;
  const chosen = Array.from({ length: limit }, (_, index) => Math.floor(index * every));
  return chosen.flatMap((index) => mutations[index] ?? []);
};

const queryMutations = ({ rule, expr }: TestedRule): Mutation[] => {
  if (expr === undefined) return [];
  const query = mutatedQuery(rule.expr.text, expr);
  const parts = [...descendants(expr)];
  const found = [
    ...comparisonMutations(query),
    ...parts.flatMap((node) => labelMutations(query, node)),
    ...parts.flatMap((node) => sideMutations(query, node)),
    ...parts.flatMap((node) => rangeMutations(query, node)),
  ];
  const known = new Set([printExpr(expr)]);
  return thinned(found, Math.ceil(MOST_CHARACTERS / rule.expr.text.length)).filter(({ change }) => {
    const { expr: mutated, mistakes } = checkExpr(change.expr ?? "", "3");
    if (mutated === undefined || mistakes.some(({ flag }) => flag === undefined)) return false;
    const printed = printExpr(mutated);
    if (known.has(printed)) return false;
    known.add(printed);
    return true;
  });
};

/**
 * The rule with one small mistake at a time, as docs/testing.md lists them. Left out are those that are known
 * to give the same alerts as the rule itself or as another mutant.
 */
export const mutantsOf = (rule: TestedRule): readonly Mutant[] => {
  const durations = rule.rule.kind === "alerting" ? durationMutations(rule.rule) : [];
  return [...queryMutations(rule), ...durations].map((mutation) => ({ ...mutation, rule }));
};
