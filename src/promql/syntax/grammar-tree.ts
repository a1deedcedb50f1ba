import type { Tree } from "@lezer/common";
import * as grammar from "@prometheus-io/lezer-promql";

const parser = grammar.parser.configure({ strict: true });

/** The grammar's tree, or the offset at which it found no way on. */
export const grammarTree = (text: string): Tree | number => {
  try {
    return parser.parse(text);
  } catch (error) {
    const stuckAt = error instanceof SyntaxError ? /^No parse at (\d+)$/.exec(error.message) : null;
    if (stuckAt === null) throw error;
    return Number(stuckAt[1]);
  }
};
