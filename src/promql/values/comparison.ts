import type { ComparisonOperator } from "../syntax/expr.ts";
import {
  constantOf,
  hasFinite,
  isNothing,
  mayBe,
  NOTHING,
  tidy,
  type ValueFacts,
  weakest,
} from "./value-facts.ts";

/** The comparison that holds with the sides exchanged. */
export const MIRRORED: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "==",
  "!=": "!=",
  ">": "<",
  "<": ">",
  ">=": "<=",
  "<=": ">=",
};

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "==": "!=",
  "!=": "==",
  ">": "<=",
  "<": ">=",
  ">=": "<",
  "<=": ">",
};

type Narrowed = Pick<
  ValueFacts,
  "min" | "max" | "minOpen" | "maxOpen" | "mayBePlusInf" | "mayBeMinusInf" | "mayBeNaN"
>;

/** The values of `a` that are above (or equal to, unless strict) some value of `b`. */
const above = (a: ValueFacts, b: ValueFacts, strict: boolean): Narrowed => {
  const someNumber = hasFinite(b) || b.mayBeMinusInf;
  const limit = b.mayBeMinusInf ? Number.NEGATIVE_INFINITY : b.min;
  const open = strict || b.minOpen;
  const raised = limit > a.min || (limit === a.min && open);
  return {
    min: raised ? limit : a.min,
    minOpen: raised ? open : a.minOpen,
    max: a.max,
    maxOpen: a.maxOpen,
    mayBePlusInf: a.mayBePlusInf && (someNumber || (!strict && b.mayBePlusInf)),
    mayBeMinusInf: a.mayBeMinusInf && !strict && b.mayBeMinusInf,
    mayBeNaN: false,
  };
};

const below = (a: ValueFacts, b: ValueFacts, strict: boolean): Narrowed => {
  const someNumber = hasFinite(b) || b.mayBePlusInf;
  const limit = b.mayBePlusInf ? Number.POSITIVE_INFINITY : b.max;
  const open = strict || b.maxOpen;
  const lowered = limit < a.max || (limit === a.max && open);
  return {
    min: a.min,
    minOpen: a.minOpen,
    max: lowered ? limit : a.max,
    maxOpen: lowered ? open : a.maxOpen,
    mayBeMinusInf: a.mayBeMinusInf && (someNumber || (!strict && b.mayBeMinusInf)),
    mayBePlusInf: a.mayBePlusInf && !strict && b.mayBePlusInf,
    mayBeNaN: false,
  };
};

const equal = (a: ValueFacts, b: ValueFacts): Narrowed => {
  const low = above(a, { ...b, mayBeMinusInf: false }, false);
  const high = below({ ...a, ...low }, { ...b, mayBePlusInf: false }, false);
  return {
    ...high,
    mayBePlusInf: a.mayBePlusInf && b.mayBePlusInf,
    mayBeMinusInf: a.mayBeMinusInf && b.mayBeMinusInf,
  };
};

const unequal = (a: ValueFacts, b: ValueFacts): Narrowed => {
  const other = constantOf(b);
  if (other === undefined || Number.isNaN(other)) return a;
  return {
    min: a.min,
    max: a.max,
    minOpen: a.minOpen || a.min === other,
    maxOpen: a.maxOpen || a.max === other,
    mayBePlusInf: a.mayBePlusInf && other !== Number.POSITIVE_INFINITY,
    mayBeMinusInf: a.mayBeMinusInf && other !== Number.NEGATIVE_INFINITY,
    mayBeNaN: a.mayBeNaN,
  };
};

const narrowedBy = (operator: ComparisonOperator, a: ValueFacts, b: ValueFacts): Narrowed => {
  switch (operator) {
    case ">":
      return above(a, b, true);
    case ">=":
      return above(a, b, false);
    case "<":
      return below(a, b, true);
    case "<=":
      return below(a, b, false);
    case "==":
      return equal(a, b);
    case "!=":
      return unequal(a, b);
  }
};

/** What `a op b` leaves of `a`: the values for which the comparison holds with some value of `b`. */
export const narrowed = (
  operator: ComparisonOperator,
  a: ValueFacts,
  b: ValueFacts,
): ValueFacts => {
  if (isNothing(a) || isNothing(b)) return NOTHING;
  const left = tidy({ ...a, ...narrowedBy(operator, a, b), basis: weakest(a.basis, b.basis) });
  if (isNothing(left)) return { ...NOTHING, basis: left.basis };
  const zero = operator === "!=" && constantOf(b) === 0 ? undefined : left.zero;
  return { ...left, zero, ...foreignWhole(left, operator, b) };
};

/** Of whole numbers, equality with something that is none leaves nothing. */
const foreignWhole = (left: ValueFacts, operator: ComparisonOperator, b: ValueFacts) => {
  const other = constantOf(b);
  const excluded = operator === "==" && other !== undefined && !mayBe(left, other);
  return excluded && Number.isFinite(other) ? { min: 1, max: 0 } : {};
};

/** Whether the comparison can hold for some values of the two sides. */
export const canHold = (operator: ComparisonOperator, a: ValueFacts, b: ValueFacts): boolean =>
  !isNothing(narrowed(operator, a, b));

/** Whether the comparison can be false, for values that the sides do have. */
export const canFail = (operator: ComparisonOperator, a: ValueFacts, b: ValueFacts): boolean => {
  if (isNothing(a) || isNothing(b)) return false;
  if (operator !== "!=" && (a.mayBeNaN || b.mayBeNaN)) return true;
  return canHold(OPPOSITE[operator], a, b);
};
