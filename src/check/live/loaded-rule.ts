import type { Labels } from "../../labels/labels.ts";
import { formatDuration } from "../../lib/duration.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";
import { printExpr } from "../../promql/syntax/print.ts";
import { isSameExpr } from "../../promql/values/same-expr.ts";
import type { ExaminedRule } from "../examined.ts";
import type { LoadedGroup, LoadedRule } from "./live-facts.ts";

/** What a running Prometheus has of a rule: the same, another of its name, or nothing. */
export type LoadedForm =
  | { readonly kind: "same"; readonly loaded: LoadedRule }
  | {
      readonly kind: "other";
      readonly loaded: LoadedRule;
      /** In what it differs, in words. */
      readonly differences: readonly string[];
    }
  | { readonly kind: "none" };

const labelsOf = ({ group, rule }: ExaminedRule): Labels =>
  Object.fromEntries(
    [...group.labels, ...rule.labels].map(({ name, value }) => [name.text, value.text]),
  );

const isSameQuery = ({ query, rule }: ExaminedRule, loaded: LoadedRule): boolean => {
  const written = rule.expr.text.trim();
  if (query === undefined) return written === loaded.query;
  const parsed = parseExpr(loaded.query);
  if ("error" in parsed) return written === loaded.query;
  const { expr } = parsed;
  return printExpr(expr) === printExpr(query.expr) || isSameExpr(expr, query.expr);
};

const labelDifferences = (own: Labels, loaded: Labels): string[] =>
  [...new Set([...Object.keys(own), ...Object.keys(loaded)])]
    .filter((name) => (own[name] ?? "") !== (loaded[name] ?? ""))
    .sort()
    .map((name) => `the label ${name} ${JSON.stringify(loaded[name] ?? "")}`);

const differencesOf = (rule: ExaminedRule, loaded: LoadedRule): string[] => {
  const found = isSameQuery(rule, loaded) ? [] : [`the expression ${loaded.query}`];
  if (rule.rule.kind === "alerting") {
    const { for: wait, keepFiringFor } = rule.rule;
    if ((wait?.ms ?? 0) !== loaded.forMs) found.push(`for: ${formatDuration(loaded.forMs)}`);
    if ((keepFiringFor?.ms ?? 0) !== loaded.keepFiringForMs) {
      found.push(`keep_firing_for: ${formatDuration(loaded.keepFiringForMs)}`);
    }
  }
  return [...found, ...labelDifferences(labelsOf(rule), loaded.labels)];
};

/** The loaded rule that is this one; of several with its name, the one that differs least. */
export const loadedForm = (rule: ExaminedRule, groups: readonly LoadedGroup[]): LoadedForm => {
  let nearest: LoadedForm = { kind: "none" };
  for (const { rules } of groups) {
    for (const loaded of rules) {
      if (loaded.kind !== rule.rule.kind || loaded.name !== rule.rule.name.text) continue;
      const differences = differencesOf(rule, loaded);
      if (differences.length === 0) return { kind: "same", loaded };
      if (nearest.kind === "none" || differences.length < nearest.differences.length) {
        nearest = { kind: "other", loaded, differences };
      }
    }
  }
  return nearest;
};
