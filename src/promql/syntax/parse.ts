import type { Tree } from "@lezer/common";
import * as grammar from "@prometheus-io/lezer-promql";
import type { Span } from "../../lib/source.ts";
import { balanceForGrammar } from "./balance.ts";
import { deeperThan, MAX_DEPTH, refuseDepth } from "./depth.ts";
import type { Expr } from "./expr.ts";
import { findFault } from "./find-fault.ts";
import { grammarTree } from "./grammar-tree.ts";
import { mendForGrammar } from "./mend.ts";
import { readExpr } from "./read-tree.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import type { NewerSyntax } from "./tree-reader.ts";

/** Characters of the longest expression that is read. */
export const MAX_LENGTH = 100_000;

export type SyntaxMistake = { readonly message: string; readonly span: Span };

/**
 * An expression as it was written, or why it is none. `newer` lists what Prometheus 2.42 cannot read.
 * Of the tree, only `left` of binary operators can be nested more than 500 deep.
 */
export type Parsed =
  | { readonly expr: Expr; readonly newer: readonly NewerSyntax[] }
  | { readonly error: SyntaxMistake };

/**
 * The grammar takes all that stands left of a range, `offset` or `@` for its operand, and its parser gives
 * up on a long text in which that happens some 200 times. That is no mistake in the text.
 */
const MANY_MODIFIERS = 100;

const refuseManyModifiers = (text: string): void => {
  const modifiers = text.match(/\[|@|\boffset\b/gi)?.length ?? 0;
  if (modifiers < MANY_MODIFIERS) return;
  throw new SyntaxFault(
    `the expression cannot be read: it may be broken, or its ${modifiers} ranges and offsets are too many: split it into recording rules`,
    { from: 0, to: text.length },
  );
};

/** Shorter texts have too few operators to trouble the grammar. */
const LONG = 200;

const treeOf = (text: string): Tree => {
  const shown = text.length < LONG ? text : balanceForGrammar(text);
  const tree = grammarTree(shown);
  if (typeof tree !== "number") return tree;
  const mended = mendForGrammar(shown);
  const second = mended === shown ? tree : grammarTree(mended);
  if (typeof second !== "number") return second;
  refuseManyModifiers(text);
  throw findFault(text, second);
};

const refuseHuge = (text: string): void => {
  if (text.length > MAX_LENGTH) {
    throw new SyntaxFault(
      `the expression has ${text.length} characters, and more than ${MAX_LENGTH} are not read: split it into recording rules`,
      { from: 0, to: text.length },
    );
  }
  if (text.length <= MAX_DEPTH) return;
  const deepAt = deeperThan(text, MAX_DEPTH);
  if (deepAt !== undefined) refuseDepth(deepAt);
};

/** Blanks in the eyes of the grammar, and no blanks in those of Prometheus. */
const FOREIGN_BLANK = /[^\S \t\r\n]|\u0085/;

const refuseForeignBlanks = (text: string): void => {
  if (!FOREIGN_BLANK.test(text)) return;
  const fault = findFault(text, text.length);
  if (fault.message.startsWith("PromQL has no character")) throw fault;
};

/** Reads a query as Prometheus does. Types are not checked: see `checkTypes`. */
export const parseExpr = (text: string): Parsed => {
  try {
    refuseHuge(text);
    refuseForeignBlanks(text);
    const cursor = treeOf(text).cursor();
    cursor.firstChild();
    while (cursor.type.id === grammar.LineComment) cursor.nextSibling();
    const newer: NewerSyntax[] = [];
    return { expr: readExpr({ text, cursor, newer, depth: 0, treeDepth: 0 }), newer };
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    return { error: { message: error.message, span: error.span } };
  }
};
