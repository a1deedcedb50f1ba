import { SyntaxFault } from "./syntax-fault.ts";
import { expectsOperand, type Token, tokensOf } from "./tokens.ts";

/** Deeper nesting of brackets, signs and powers is refused; chains such as `a + b + …` are no nesting. */
export const MAX_DEPTH = 500;

export const refuseDepth = (from: number): never => {
  throw new SyntaxFault(
    `the expression is nested more than ${MAX_DEPTH} deep: split it into recording rules`,
    { from, to: from + 1 },
  );
};

const isNesting = (token: Token, before: Token | undefined): boolean =>
  token.text === "^" || (/^[-+]$/.test(token.text) && expectsOperand(before));

/** Operators that end a run of signs and powers. */
const isBarrier = (token: Token): boolean =>
  token.kind === "mark" || /^(?:and|or|unless|atan2)$/i.test(token.text);

/** The offset at which brackets, signs and powers first stand deeper than `limit`. */
export const deeperThan = (text: string, limit: number): number | undefined => {
  const outer: number[] = [];
  let inner = 0;
  let depth = 0;
  let before: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.kind === "string") {
      before = token;
      continue;
    }
    if (/^[([{]$/.test(token.text)) {
      outer.push(inner);
      inner = 0;
      depth++;
    } else if (/^[)\]}]$/.test(token.text)) {
      depth -= inner + 1;
      inner = outer.pop() ?? 0;
    } else if (isNesting(token, before)) {
      inner++;
      depth++;
    } else if (isBarrier(token)) {
      depth -= inner;
      inner = 0;
    }
    if (depth > limit) return token.from;
    before = token;
  }
  return undefined;
};
