import type { ArithmeticOperator, Binary, ComparisonOperator } from "../syntax/expr.ts";
import { arithmetic } from "./arithmetic.ts";
import { canFail, canHold, MIRRORED, narrowed } from "./comparison.ts";
import { added, type Dimension, divided, multiplied, RATIO, scaled } from "./dimension.ts";
import { partOfWhole } from "./part-of-whole.ts";
import type { ValueContext } from "./selector-facts.ts";
import {
  constantOf,
  either,
  FINITE,
  isNothing,
  NOTHING,
  type Origin,
  tidy,
  type ValueFacts,
  weakest,
  type Zero,
} from "./value-facts.ts";

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "%", "^", "atan2"]);
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", "<", ">=", "<="]);

export const isArithmetic = (operator: Binary["operator"]): operator is ArithmeticOperator =>
  ARITHMETIC.has(operator);
export const isComparison = (operator: Binary["operator"]): operator is ComparisonOperator =>
  COMPARISONS.has(operator);

type Sides = { readonly left: ValueFacts; readonly right: ValueFacts };

const dimensionOfResult = (
  operator: ArithmeticOperator,
  { left, right }: Sides,
): Dimension | undefined => {
  const [a, b] = [constantOf(left), constantOf(right)];
  if (a !== undefined && b !== undefined) return undefined;
  if (b !== undefined) return withConstant(operator, left.dimension, b);
  if (a !== undefined) return withConstantFirst(operator, a, right.dimension);
  switch (operator) {
    case "+":
      return added(left.dimension, right.dimension, 1);
    case "-":
      return added(left.dimension, right.dimension, -1);
    case "*":
      return multiplied(left.dimension, right.dimension);
    case "/":
      return divided(left.dimension, right.dimension);
    default:
      return undefined;
  }
};

const withConstant = (operator: ArithmeticOperator, from: Dimension | undefined, by: number) => {
  if (operator === "*") return scaled(from, by);
  if (operator === "/") return scaled(from, 1 / by);
  return operator === "+" || operator === "-" || operator === "%" ? from : undefined;
};

const withConstantFirst = (operator: ArithmeticOperator, by: number, of: Dimension | undefined) => {
  if (operator === "*") return scaled(of, by);
  return operator === "+" || operator === "-" ? of : undefined;
};

const zeroOfResult = (operator: ArithmeticOperator, { left, right }: Sides): Zero | undefined => {
  switch (operator) {
    case "+":
      return left.zero === undefined || right.zero === undefined ? undefined : left.zero;
    case "*":
      return left.zero ?? right.zero;
    case "/":
      return left.zero;
    default:
      return undefined;
  }
};

/** A metric that is only scaled or shifted is still that metric. */
const originOfResult = ({ left, right }: Sides): Origin | undefined => {
  if (constantOf(right) !== undefined) return left.origin;
  return constantOf(left) === undefined ? undefined : right.origin;
};

const positive = (value: ValueFacts): boolean => value.min >= 0 && !value.mayBeMinusInf;

/** A part divided by its whole lies in [0, 1], or is NaN where both are 0. */
const share = (facts: ValueFacts, { left, right }: Sides, exact: boolean): ValueFacts => {
  const named = { share: true, dimension: facts.dimension ?? RATIO };
  const finite = !left.mayBePlusInf && !right.mayBePlusInf;
  if (!exact || !finite) return { ...facts, ...named };
  const basis = weakest(left.basis, right.basis);
  const bounds = { min: 0, max: 1, minOpen: false, maxOpen: false, mayBePlusInf: false };
  return { ...facts, ...named, ...bounds, basis };
};

const ofArithmetic = (
  node: Binary,
  operator: ArithmeticOperator,
  surroundings: Surroundings,
): ValueFacts => {
  const { sides } = surroundings;
  const { left, right } = sides;
  const facts = arithmetic(operator, left, right);
  if (isNothing(facts)) return facts;
  const full: ValueFacts = {
    ...facts,
    dimension: dimensionOfResult(operator, sides),
    dimensionBasis: weakest(left.dimensionBasis, right.dimensionBasis),
    zero: zeroOfResult(operator, sides),
    origin: originOfResult(sides),
    share: operator === "-" && constantOf(left) === 1 && right.share,
  };
  return withShare(node, full, surroundings);
};

type Surroundings = { readonly sides: Sides; readonly context: ValueContext };

const withShare = (
  node: Binary,
  facts: ValueFacts,
  { sides, context }: Surroundings,
): ValueFacts => {
  const { left, right } = sides;
  if (!positive(left) || !positive(right) || constantOf(right) !== undefined) return facts;
  if (node.operator === "/") {
    const part = partOfWhole(node.left, node.right, { node, context });
    return part === undefined ? tidy(facts) : share(tidy(facts), sides, part === "exact");
  }
  if (node.operator !== "-") return facts;
  const part = partOfWhole(node.right, node.left, { node, context });
  return part === "exact" ? tidy({ ...facts, min: Math.max(0, facts.min) }) : facts;
};

const boolFacts = (operator: ComparisonOperator, { left, right }: Sides): ValueFacts => {
  if (isNothing(left) || isNothing(right)) return NOTHING;
  const min = canFail(operator, left, right) ? 0 : 1;
  const max = canHold(operator, left, right) ? 1 : 0;
  return {
    ...FINITE,
    min,
    max,
    mayBeMinusZero: false,
    integer: true,
    scalar: left.scalar && right.scalar,
    conditional: left.conditional || right.conditional,
    basis: weakest(left.basis, right.basis),
  };
};

const filtered = (operator: ComparisonOperator, { left, right }: Sides): ValueFacts => {
  const swapped = left.scalar && !right.scalar;
  const kept = swapped
    ? narrowed(MIRRORED[operator], right, left)
    : narrowed(operator, left, right);
  return { ...kept, conditional: true };
};

const setFacts = (operator: Binary["operator"], { left, right }: Sides): ValueFacts => {
  if (operator === "or") return either(left, right);
  if (operator === "and" && isNothing(right)) return NOTHING;
  return isNothing(left) ? NOTHING : { ...left, conditional: true };
};

/** All values that a binary operation can give, from those of its sides. */
export const binaryFacts = (node: Binary, sides: Sides, context: ValueContext): ValueFacts => {
  const { operator, bool } = node;
  if (isArithmetic(operator)) return ofArithmetic(node, operator, { sides, context });
  if (!isComparison(operator)) return setFacts(operator, sides);
  return bool ? boolFacts(operator, sides) : filtered(operator, sides);
};
