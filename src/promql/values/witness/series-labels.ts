import { satisfy } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import { remembered } from "../../../lib/remembered.ts";
import type { Expr, VectorSelector } from "../../syntax/expr.ts";
import { parentsOf } from "../parts.ts";

/** The labels of one series, sorted by name. */
export type SeriesLabels = ReadonlyMap<string, string>;

/** Labels that every scraped series has, and the values that they get here. */
const TARGET_LABELS: SeriesLabels = new Map([
  ["instance", "example:9100"],
  ["job", "example"],
]);
const OTHER_VALUE = "example";

/** Labels of the parts of histograms and summaries: a grouping does not say that a series has them. */
const OF_PARTS: ReadonlySet<string> = new Set(["le", "quantile"]);

const groupedBy = (part: Expr): readonly string[] => {
  const by = part.kind === "aggregation" && part.grouping === "by" ? part.labels : [];
  const on = part.kind === "binary" && part.matching.mode === "on" ? part.matching.labels : [];
  return [...by, ...on].filter((name) => !OF_PARTS.has(name));
};

const namesOf = (parts: readonly Expr[], selectors: readonly VectorSelector[]): Set<string> => {
  const names = new Set(TARGET_LABELS.keys());
  for (const part of parts) for (const name of groupedBy(part)) names.add(name);
  for (const { matchers } of selectors) for (const { name } of matchers) names.add(name);
  names.delete("__name__");
  return names;
};

const testsOf = (selector: VectorSelector, name: string): readonly Matcher[] =>
  selector.matchers.filter((matcher) => matcher.name === name);

/** A value that passes, or undefined when none is known to. */
const passing = (tests: readonly Matcher[], name: string): string | undefined => {
  const usual = TARGET_LABELS.get(name) ?? OTHER_VALUE;
  const wanted = tests.length === 0 ? [{ operator: "=", value: usual } as const] : tests;
  const found = satisfy(wanted);
  return found.kind === "satisfiable" ? found.witness : undefined;
};

/** Whether an aggregation takes the label away before series meet others. */
const isDropped = (
  selector: VectorSelector,
  name: string,
  parents: ReadonlyMap<Expr, Expr>,
): boolean => {
  for (let above = parents.get(selector); above !== undefined; above = parents.get(above)) {
    if (above.kind !== "aggregation") continue;
    if ((above.grouping === "by") !== above.labels.includes(name)) return true;
  }
  return false;
};

type Chosen = ReadonlyMap<VectorSelector, Map<string, string>>;

type Choice = {
  readonly name: string;
  readonly selectors: readonly VectorSelector[];
  readonly parents: ReadonlyMap<Expr, Expr>;
};

/** One value that all selectors take; failing that, one for each, if that does no harm. */
const choose = ({ name, selectors, parents }: Choice, chosen: Chosen): boolean => {
  const tests = selectors.flatMap((selector) => testsOf(selector, name));
  const shared = passing(tests, name);
  for (const selector of selectors) {
    const own = testsOf(selector, name);
    if (shared === undefined && !isDropped(selector, name, parents)) return false;
    const value = shared ?? passing(own, name);
    if (value === undefined) return false;
    if (value !== "") chosen.get(selector)?.set(name, value);
  }
  return true;
};

/**
 * Labels for one series of each selector, the same wherever they can be, so that the series match each other;
 * undefined when no such labels are found.
 */
export const labelsOfSeries = remembered(
  (parts: readonly Expr[]): ReadonlyMap<VectorSelector, SeriesLabels> | undefined => {
    const selectors = parts.filter((part) => part.kind === "selector");
    const chosen = new Map(
      selectors.map((selector): [VectorSelector, Map<string, string>] => [selector, new Map()]),
    );
    const parents = parentsOf(parts);
    const names = [...namesOf(parts, selectors)].sort();
    for (const name of names) {
      if (!choose({ name, selectors, parents }, chosen)) return undefined;
    }
    return chosen;
  },
);

/** `name{a="b"}`, as promtool's tests have it. */
export const writtenSeries = (name: string, labels: SeriesLabels): string => {
  const pairs = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${name}{${pairs.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(", ")}}`;
};
