import { factsOf, type Metrics } from "../metrics/metrics.ts";
import type { Expr } from "../syntax/expr.ts";
import { valuesOf } from "./evaluate.ts";
import type { RecordedFacts } from "./selector-facts.ts";
import { ANYTHING, either, type ValueFacts } from "./value-facts.ts";

/** A recording rule; without an expression when that is broken. */
export type Recorder = { readonly name: string; readonly expr: Expr | undefined };

/** Rules that read rules that read rules: what is deeper can be anything. */
const DEEPEST = 50;

const retold = <Told extends { readonly text: string }>(
  name: string,
  told: Told | undefined,
): Told | undefined => told && { ...told, text: `${name} is recorded, and ${told.text}` };

const retoldFacts = (name: string, facts: ValueFacts): ValueFacts => ({
  ...facts,
  low: retold(name, facts.low),
  high: retold(name, facts.high),
  zero: retold(name, facts.zero),
});

/**
 * What is known of the series that recording rules write, worked out for each name when it is first asked for. Where
 * several rules record one name, it is what holds for all of them. Of a name that is declared the declaration
 * counts, and of one that a broken rule records nothing is known.
 */
export const recordedFactsOf = (
  recorders: readonly Recorder[],
  metrics: Metrics,
): RecordedFacts => {
  const byName = Map.groupBy(recorders, ({ name }) => name);
  const known = new Map<string, ValueFacts | undefined>();
  let depth = 0;

  const compute = (name: string): ValueFacts | undefined => {
    const rules = byName.get(name);
    if (rules === undefined || factsOf(metrics, name) !== undefined) return undefined;
    if (depth >= DEEPEST) return ANYTHING;
    depth++;
    const facts = rules.map(({ expr }) =>
      expr === undefined ? ANYTHING : valuesOf(expr, { metrics, recorded }),
    );
    depth--;
    return retoldFacts(name, facts.reduce(either));
  };

  const recorded: RecordedFacts = (name) => {
    if (known.has(name)) return known.get(name);
    // A rule that comes to read itself can record anything.
    known.set(name, byName.has(name) ? ANYTHING : undefined);
    const facts = compute(name);
    known.set(name, facts);
    return facts;
  };
  return recorded;
};
