import type { TreeCursor } from "@lezer/common";
import * as grammar from "@prometheus-io/lezer-promql";
import type { Span } from "../../lib/source.ts";

/** Something in an expression that versions of Prometheus disagree about. */
export type NewerSyntax = {
  readonly what: string;
  /** The feature flag that it needs, or undefined when Prometheus 3 reads it as it is. */
  readonly flag: string | undefined;
  readonly span: Span;
};

/** A grammar's tree and the text that it was made of. */
export type TreeReader = {
  readonly text: string;
  readonly cursor: TreeCursor;
  readonly newer: NewerSyntax[];
  /** How many brackets are open around the cursor. */
  depth: number;
  /** How many nodes of the tree are around the outermost node of this level of brackets. */
  treeDepth: number;
};

export const spanAt = ({ cursor }: TreeReader): Span => ({ from: cursor.from, to: cursor.to });

export const textAt = ({ text, cursor }: TreeReader): string => text.slice(cursor.from, cursor.to);

/** Calls `visit` with the cursor on each child but comments, and brings the cursor back. */
export const eachChild = (reader: TreeReader, visit: (id: number) => void): void => {
  const { cursor } = reader;
  if (!cursor.firstChild()) return;
  do {
    if (cursor.type.id !== grammar.LineComment) visit(cursor.type.id);
  } while (cursor.nextSibling());
  cursor.parent();
};
