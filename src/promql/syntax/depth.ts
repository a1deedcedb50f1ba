import { nextRole, startOperandScan } from "./operand-scan.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { tokensOf } from "./tokens.ts";

/** Deeper nesting of brackets, signs and powers is refused; chains such as `a + b + …` are no nesting. */
export const MAX_DEPTH = 500;

export const refuseDepth = (from: number): never => {
  throw new SyntaxFault(
    `the expression is nested more than ${MAX_DEPTH} deep: split it into recording rules`,
    { from, to: from + 1 },
  );
};

/** The offset at which brackets, signs and powers first stand deeper than `limit`. */
export const deeperThan = (text: string, limit: number): number | undefined => {
  const scan = startOperandScan();
  const outer: number[] = [];
  /** Signs and powers since the last weaker operator of this level of brackets. */
  let inner = 0;
  let depth = 0;
  for (const token of tokensOf(text)) {
    const role = nextRole(scan, token);
    if (role === "open") {
      outer.push(inner);
      inner = 0;
      depth++;
    } else if (role === "close") {
      depth -= inner + 1;
      inner = outer.pop() ?? 0;
    } else if (role === "sign" || token.text === "^") {
      inner++;
      depth++;
    } else if (role === "infix" || token.text === ",") {
      depth -= inner;
      inner = 0;
    }
    if (depth > limit) return token.from;
  }
  return undefined;
};
