/**
 * A regular expression that needs no automaton: one of some values, or any text without a line break
 * that has a certain text at a certain place.
 */
export type SimpleRegexp =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | {
      readonly kind: "text";
      readonly text: string;
      /** What may stand before and after it. */
      readonly before: Surrounding;
      readonly after: Surrounding;
    };

type Surrounding = "nothing" | "anything" | "something";

const ESCAPABLE = /[!-/:-@[-`{-~]/;
const OPERATORS = ".+*?()|[]{}^$";

const surroundingOf = (wildcard: string): Surrounding => {
  if (wildcard === "") return "nothing";
  return wildcard === ".*" ? "anything" : "something";
};

const wildcardAtEnd = (expression: string): string => {
  const last = expression.slice(-2);
  if (last !== ".*" && last !== ".+") return "";
  return expression.at(-3) === "\\" ? "" : last;
};

/** The texts between the bars of an expression that has no other operator. */
const readLiterals = (expression: string): string[] | undefined => {
  const literals: string[] = [];
  let literal = "";
  for (let index = 0; index < expression.length; index++) {
    const character = expression.charAt(index);
    if (character === "\\") {
      index++;
      if (!ESCAPABLE.test(expression.charAt(index))) return undefined;
      literal += expression.charAt(index);
    } else if (character === "|") {
      literals.push(literal);
      literal = "";
    } else if (OPERATORS.includes(character)) return undefined;
    else literal += character;
  }
  return [...literals, literal];
};

/** Without anchors, which the expression has anyway, and one pair of parentheses around it all. */
const bare = (expression: string): string => {
  const from = expression.startsWith("^") ? 1 : 0;
  const anchored = expression.endsWith("$") && !expression.endsWith("\\$");
  const inner = expression.slice(from, anchored ? -1 : undefined);
  const group = /^\((?:\?:)?([^()]*)\)$/.exec(inner)?.[1];
  return group === undefined || group.endsWith("\\") ? inner : group;
};

/** The simple form of an expression such as `a|b|c`, `(a|b)`, `10\.0\..*` or `.*redis.*`, if it has one. */
export const readSimpleRegexp = (expression: string): SimpleRegexp | undefined => {
  const inner = bare(expression);
  const values = readLiterals(inner);
  if (values !== undefined) return { kind: "values", values: [...new Set(values)] };
  const start = inner.slice(0, 2);
  const before = start === ".*" || start === ".+" ? start : "";
  const rest = inner.slice(before.length);
  const after = wildcardAtEnd(rest);
  const [text, ...others] = readLiterals(rest.slice(0, rest.length - after.length)) ?? [];
  if (text === undefined || others.length > 0 || text.includes("\n")) return undefined;
  return { kind: "text", text, before: surroundingOf(before), after: surroundingOf(after) };
};

const least = (surrounding: Surrounding): number => (surrounding === "something" ? 1 : 0);

const textTest = (simple: SimpleRegexp & { kind: "text" }): ((value: string) => boolean) => {
  const { text, before, after } = simple;
  const atLeast = text.length + least(before) + least(after);
  const fits = (value: string): boolean => {
    if (before === "nothing") return value.startsWith(text);
    if (after === "nothing") return value.endsWith(text);
    const found = value.indexOf(text, least(before));
    return found >= 0 && value.length - found - text.length >= least(after);
  };
  return (value) => value.length >= atLeast && fits(value) && !value.includes("\n");
};

/** The test that the expression is of a whole value. */
export const simpleTest = (simple: SimpleRegexp): ((value: string) => boolean) => {
  if (simple.kind === "text") return textTest(simple);
  const [only, ...others] = simple.values;
  if (others.length === 0) return (value) => value === only;
  const values = new Set(simple.values);
  return (value) => values.has(value);
};
