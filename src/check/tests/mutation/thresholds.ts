import { canFail, canHold, narrowed } from "../../../promql/values/comparison.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { exactly } from "../../../promql/values/value-facts.ts";
import type { Compared } from "./compared.ts";
import { mayCount } from "./measured.ts";
import { type Mutation, shown } from "./mutant.ts";
import { edited, textOf } from "./query.ts";

/** How far a threshold is moved: examples on both sides that are nearer than this show where it is. */
const SHARE = 0.1;

/** Without the dust of binary fractions: 0.055 rather than 0.05500000000000001. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/** Whether whole numbers are compared, as far as can be seen. */
const counts = ({ query, value }: Compared, constant: number): boolean =>
  factsIn(query.analysis, value).integer || (Number.isInteger(constant) && mayCount(value));

/** How far the threshold moves, or undefined when nothing tells how far would be a little. */
const stepOf = (one: Compared, constant: number): number | undefined => {
  const share = Math.abs(constant) * SHARE;
  if (counts(one, constant)) return Math.max(1, Math.round(share));
  return share === 0 ? undefined : share;
};

/** Whether the next whole number is as near as the threshold itself, so that taking it in or out says the same. */
export const movesByOne = (one: Compared): boolean =>
  one.constant !== undefined &&
  counts(one, one.constant) &&
  stepOf(one, one.constant) === 1 &&
  one.operator !== "==" &&
  one.operator !== "!=";

/** Whether the value can lie between the two, by what is known of it. */
const mayLieBetween = ({ query, value }: Compared, a: number, b: number): boolean => {
  const low = exactly(Math.min(a, b));
  const high = exactly(Math.max(a, b));
  const above = narrowed(">=", factsIn(query.analysis, value), low);
  return canHold("<=", above, high);
};

/** With this threshold the comparison always holds, which says the same as without it, or never. */
const isSettled = ({ query, value, operator }: Compared, threshold: number): boolean => {
  const facts = factsIn(query.analysis, value);
  const other = exactly(threshold);
  return !canFail(operator, facts, other) || !canHold(operator, facts, other);
};

const number = (value: number): string => (value < 0 ? `(${value})` : String(value));

const movedConstant = (one: Compared, constant: number, direction: 1 | -1): Mutation[] => {
  const step = stepOf(one, constant);
  if (step === undefined) return [];
  const moved = rounded(constant + direction * step);
  if (!mayLieBetween(one, constant, moved) || isSettled(one, moved)) return [];
  const { query, threshold, value } = one;
  const [low, high] = direction > 0 ? [constant, moved] : [moved, constant];
  return [
    {
      operator: direction > 0 ? "threshold-raised" : "threshold-lowered",
      change: edited(query, threshold.span, number(moved)),
      before: shown(textOf(query, threshold.span)),
      after: String(moved),
      missing: `no example in which ${shown(textOf(query, value.span))} is between ${low} and ${high}`,
      offset: threshold.span.from,
    },
  ];
};

const scaled = ({ query, threshold, value }: Compared, direction: 1 | -1): Mutation[] => {
  const text = textOf(query, threshold.span);
  const factor = 1 + direction * SHARE;
  return [
    {
      operator: direction > 0 ? "threshold-raised" : "threshold-lowered",
      change: edited(query, threshold.span, `(${factor} * (${text}))`),
      before: shown(text),
      after: `${factor} * (${shown(text)})`,
      missing: `no example in which ${shown(textOf(query, value.span))} is within a tenth of ${shown(text)}`,
      offset: threshold.span.from,
    },
  ];
};

const DIRECTIONS = [1, -1] as const;

/** The threshold a little higher and a little lower. Equality has no threshold. */
export const movedThresholds = (one: Compared): Mutation[] => {
  if (one.operator === "==" || one.operator === "!=") return [];
  const { constant } = one;
  if (constant === undefined) return DIRECTIONS.flatMap((direction) => scaled(one, direction));
  if (!Number.isFinite(constant)) return [];
  return DIRECTIONS.flatMap((direction) => movedConstant(one, constant, direction));
};
