import { nextRole, startOperandScan } from "./operand-scan.ts";
import { tokensOf } from "./tokens.ts";

/** With fewer operators no tree of the grammar is deep. */
const MANY = 100;

/** Stand-ins of rising strength: of each but the first, as many in a row as this. */
const RUN = 40;

/** By the number of operators before this one at its level, an operator that makes the tree shallow. */
const standIn = (index: number): string => {
  if (index % RUN !== 0) return "*";
  return index % (RUN * RUN) === 0 ? "<" : "+";
};

/**
 * The text with other operators, each of the same length. The grammar's parser gives up on chains such as
 * `a + a + …` of some 600 terms, and loses what stands 2,500 levels deep in its tree. Its tree is not asked
 * for what binds tighter, so any operators will do as long as they make it shallow.
 */
export const balanceForGrammar = (text: string): string => {
  const scan = startOperandScan();
  /** The number of operators at each level of brackets. */
  const counts = [0];
  let operators = 0;
  let result = "";
  let at = 0;
  for (const token of tokensOf(text)) {
    const role = nextRole(scan, token);
    if (role === "open") counts.push(0);
    else if (role === "close" && counts.length > 1) counts.pop();
    if (role !== "infix") continue;
    const count = (counts.pop() ?? 0) + 1;
    counts.push(count);
    operators++;
    result += text.slice(at, token.from) + standIn(count).padEnd(token.text.length);
    at = token.to;
  }
  return operators < MANY ? text : result + text.slice(at);
};
