import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectsRule, type TestedGroup, type TestedRule } from "./tested-rule.ts";

/** Which rules of a set read what others make. */
export type RuleGraph = {
  readonly rules: readonly TestedRule[];
  /** The rules whose series the selectors can select. */
  readonly readBy: (selectors: readonly VectorSelector[]) => readonly TestedRule[];
  /** The rules themselves and all that they read, directly or through others. */
  readonly closureOf: (rules: readonly TestedRule[]) => ReadonlySet<TestedRule>;
};

/** The graph of the rules of these groups. */
export const ruleGraph = (groups: readonly TestedGroup[]): RuleGraph => {
  const rules = groups.flatMap((group) => group.rules);
  const recordings = rules.filter(({ rule }) => rule.kind === "recording");
  const byName = Map.groupBy(recordings, ({ rule }) => rule.name.text);
  const known = new Map<TestedRule, readonly TestedRule[]>();

  const selectedBy = (selector: VectorSelector): readonly TestedRule[] => {
    const named = byName.get(selector.metric);
    if (named !== undefined) return named;
    const isPlain = selector.metric !== "" && !selector.metric.startsWith("ALERTS");
    return isPlain ? [] : rules.filter((rule) => selectsRule(selector, rule));
  };
  const readBy = (selectors: readonly VectorSelector[]) => [
    ...new Set(selectors.flatMap(selectedBy)),
  ];
  const reads = (rule: TestedRule): readonly TestedRule[] => {
    const found = known.get(rule) ?? readBy(rule.selectors);
    known.set(rule, found);
    return found;
  };
  const closureOf = (from: readonly TestedRule[]): ReadonlySet<TestedRule> => {
    const closure = new Set(from);
    for (const rule of closure) for (const read of reads(rule)) closure.add(read);
    return closure;
  };
  return { rules, readBy, closureOf };
};

type Waiting = { readonly group: TestedGroup; readonly before: Set<TestedGroup> };

const precedingGroups = (groups: readonly TestedGroup[], graph: RuleGraph): Waiting[] => {
  const groupOf = new Map(groups.flatMap((group) => group.rules.map((rule) => [rule, group])));
  return groups.map((group) => {
    const read = graph.readBy(group.rules.flatMap(({ selectors }) => selectors));
    const before = new Set(read.flatMap((rule) => groupOf.get(rule) ?? []));
    before.delete(group);
    return { group, before };
  });
};

/**
 * The groups in the order in which they are to be evaluated: those that record before those that read.
 * Where groups read one another in a circle the order of the files stands.
 */
export const inEvaluationOrder = (
  groups: readonly TestedGroup[],
  graph: RuleGraph,
): readonly TestedGroup[] => {
  let waiting = precedingGroups(groups, graph);
  const ordered = new Set<TestedGroup>();
  while (waiting.length > 0) {
    const isReady = ({ before }: Waiting) => [...before].every((group) => ordered.has(group));
    const ready = waiting.filter(isReady);
    const next = ready.length > 0 ? ready : waiting.slice(0, 1);
    for (const { group } of next) ordered.add(group);
    waiting = waiting.filter(({ group }) => !ordered.has(group));
  }
  return [...ordered];
};
