import type { Expr } from "../../syntax/expr.ts";
import { type Analysis, evaluate } from "../evaluate.ts";
import type { ValueContext } from "../selector-facts.ts";
import { type Threshold, thresholdsIn } from "../thresholds.ts";
import { divisionsByZero } from "./division.ts";
import { functionOfWrongType, quantileOutOfRange } from "./function-use.ts";
import { alwaysHolds, boolAtTheTop, neverHolds } from "./reachability.ts";
import { betweenBuckets, floatEquality, rawCounter, zeroAsFailure } from "./threshold-sense.ts";
import { differentUnits, thresholdInAnotherUnit } from "./units.ts";
import type { ValueVerdict } from "./verdict.ts";

const NONE: readonly (ValueVerdict | undefined)[] = [];

const ofPart = (part: Expr, analysis: Analysis): readonly (ValueVerdict | undefined)[] => {
  switch (part.kind) {
    case "binary":
      return [neverHolds(part, analysis), differentUnits(part, analysis)];
    case "call":
      return [functionOfWrongType(part, analysis), quantileOutOfRange(part, analysis)];
    case "aggregation":
      return [quantileOutOfRange(part, analysis)];
    default:
      return NONE;
  }
};

const ofThreshold = (threshold: Threshold, analysis: Analysis, unreachable: ReadonlySet<Expr>) =>
  unreachable.has(threshold.node)
    ? NONE
    : [
        alwaysHolds(threshold),
        rawCounter(threshold),
        zeroAsFailure(threshold),
        floatEquality(threshold),
        betweenBuckets(threshold),
        thresholdInAnotherUnit(threshold, analysis),
      ];

/** What is wrong with the values of an analysed query, in the order of the text. */
export const verdictsIn = (analysis: Analysis): readonly ValueVerdict[] => {
  const found: ValueVerdict[] = [];
  const keep = (verdicts: readonly (ValueVerdict | undefined)[]): void => {
    for (const verdict of verdicts) if (verdict !== undefined) found.push(verdict);
  };
  for (const part of analysis.order) keep(ofPart(part, analysis));
  const unreachable = new Set(
    found.filter(({ kind }) => kind === "never-holds" || kind === "nan-comparison").map(nodeOf),
  );
  for (const threshold of thresholdsIn(analysis)) {
    keep(ofThreshold(threshold, analysis, unreachable));
  }
  keep(divisionsByZero(analysis));
  keep([boolAtTheTop(analysis)]);
  return found.sort((a, b) => a.span.from - b.span.from);
};

const nodeOf = ({ node }: ValueVerdict): Expr => node;

/** What is wrong with the values of a query. */
export const verdicts = (expr: Expr, context: ValueContext): readonly ValueVerdict[] =>
  verdictsIn(evaluate(expr, context));
