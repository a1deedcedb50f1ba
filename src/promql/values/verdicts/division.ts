import type { Binary, Expr } from "../../syntax/expr.ts";
import { descendants, withoutParens } from "../../syntax/walk.ts";
import { type Analysis, evaluate, factsIn } from "../evaluate.ts";
import { type Outcome, outcomeOf } from "../outcome.ts";
import { exactly, mayBeZero, type ValueFacts, type Zero } from "../value-facts.ts";
import { ancestors, isGuarded, type Surroundings, surroundingsOf } from "./guards.ts";
import type { ValueVerdict } from "./verdict.ts";

const GROWTH: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);

type Window = { readonly rangeMs: number; readonly offsetMs: number };

/** The windows in which an expression looks at how counters grow. */
const windowsIn = (expr: Expr): readonly Window[] => {
  const windows: Window[] = [];
  for (const part of descendants(expr)) {
    const range = part.kind === "call" && GROWTH.has(part.function) ? part.arguments[0] : undefined;
    if (range?.kind !== "range") continue;
    windows.push({ rangeMs: range.rangeMs, offsetMs: range.selector.offsetMs });
  }
  return windows;
};

/** While the divisor's counters stand still, so does what is divided, unless it looks further back or elsewhere. */
const standsStillToo = ({ left, right }: Binary): boolean => {
  const windows = windowsIn(left);
  const [other] = windowsIn(right);
  if (windows.length === 0 || other === undefined) return false;
  return windows.every(
    ({ rangeMs, offsetMs }) => offsetMs === other.offsetMs && rangeMs <= other.rangeMs,
  );
};

const POISONED: ReadonlySet<string> = new Set(["sum", "avg", "stddev", "stdvar"]);

const isAggregated = (node: Expr, surroundings: Surroundings): boolean => {
  for (const above of ancestors(node, surroundings)) {
    if (above.kind === "aggregation" && POISONED.has(above.operator)) return true;
  }
  return false;
};

/** With a divisor of 0: whether what is divided is 0 too, so that the quotient is NaN and not infinite. */
const bothZero = (node: Binary, zero: Zero, analysis: Analysis): boolean => {
  const [left, quotient] = [factsIn(analysis, node.left), factsIn(analysis, node)];
  if (quotient.share) return true;
  return zero.kind === "idle" ? standsStillToo(node) : left.zero?.text === zero.text;
};

/** Larger queries are not worked out again for each division, so that long chains stay linear. */
const MAX_PARTS = 2000;
const MAX_DIVISIONS = 20;

const outcomeWith = (node: Binary, value: number, analysis: Analysis): Outcome => {
  if (analysis.order.length > MAX_PARTS) return "unknown";
  const pin = (worked: ValueFacts): ValueFacts => ({
    ...exactly(value),
    scalar: worked.scalar,
    conditional: worked.conditional,
  });
  return outcomeOf(evaluate(analysis.root, analysis.context, new Map([[node, pin]])));
};

const EFFECTS = {
  fires: "and the alert fires",
  silent: "and the alert stays silent",
  unknown: "",
} as const;

const messageOf = (zero: Zero, quotient: string, effect: keyof typeof EFFECTS): string =>
  `${zero.text}; then the quotient is ${quotient} ${EFFECTS[effect]}`.trimEnd();

const nanKind = (aggregated: boolean): ValueVerdict["kind"] =>
  aggregated ? "nan-in-aggregation" : "nan-without-traffic";

type ZeroDivision = { readonly node: Binary; readonly zero: Zero };

const verdictOf = ({ node, zero }: ZeroDivision, surroundings: Surroundings): ValueVerdict => {
  const { analysis } = surroundings;
  const nan = bothZero(node, zero, analysis);
  const negative = factsIn(analysis, node.left).max <= 0;
  const infinity = negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const effect = outcomeWith(node, nan ? Number.NaN : infinity, analysis);
  const quotient = nan ? "0/0, which is NaN," : `${negative ? "-" : "+"}Inf`;
  return {
    kind: nan ? nanKind(isAggregated(node, surroundings)) : "division-by-zero",
    span: withoutParens(node.right).span,
    message: messageOf(zero, quotient, effect),
    because: [{ span: zero.span, text: zero.text }],
    basis: zero.basis,
    certainty: "proven",
    effect,
    node,
  };
};

const zeroDivision = (node: Expr, analysis: Analysis): ZeroDivision | undefined => {
  if (node.kind !== "binary" || node.operator !== "/") return undefined;
  const divisor = factsIn(analysis, node.right);
  const { zero } = divisor;
  return zero === undefined || !mayBeZero(divisor) ? undefined : { node, zero };
};

/** The first 20 divisions whose divisor is known to be 0 at times, without those that are guarded. */
export const divisionsByZero = (analysis: Analysis): readonly ValueVerdict[] => {
  const divisions: ZeroDivision[] = [];
  for (const part of analysis.order) {
    const division = zeroDivision(part, analysis);
    if (division !== undefined) divisions.push(division);
    if (divisions.length === MAX_DIVISIONS) break;
  }
  if (divisions.length === 0) return [];
  const surroundings = surroundingsOf(analysis);
  return divisions
    .filter(({ node }) => !isGuarded(node, surroundings))
    .map((division) => verdictOf(division, surroundings));
};
