import type { Span } from "../../source.ts";
import type { NumberLiteral } from "./number-literal.ts";
import type { Unquoted } from "./quoted-text.ts";

/**
 * `at` is where Go says that the node is, which for `.A.B` is at `.B`; `span` is the whole of it.
 * Both count in the text of the template.
 */
type Placed = { readonly at: number; readonly span: Span };

export type FieldNode = Placed & { readonly type: "field"; readonly names: readonly string[] };
/** The first name is the variable's, with its `$`. */
export type VariableNode = Placed & {
  readonly type: "variable";
  readonly names: readonly string[];
};
export type ChainNode = Placed & {
  readonly type: "chain";
  readonly node: Operand;
  readonly names: readonly string[];
};
export type IdentifierNode = Placed & { readonly type: "identifier"; readonly name: string };
export type NumberNode = Placed & {
  readonly type: "number";
  readonly written: string;
  readonly number: NumberLiteral;
};
export type StringNode = Placed & {
  readonly type: "string";
  readonly quoted: string;
  readonly unquoted: Unquoted;
};
export type BoolNode = Placed & { readonly type: "bool"; readonly bool: boolean };

export type Operand =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | NumberNode
  | StringNode
  | BoolNode
  | (Placed & { readonly type: "dot" })
  | (Placed & { readonly type: "nil" })
  | PipeNode;

export type CommandNode = Placed & {
  readonly type: "command";
  readonly args: readonly [Operand, ...Operand[]];
};

export type PipeNode = Placed & {
  readonly type: "pipe";
  readonly isAssign: boolean;
  readonly variables: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
};

export type ListNode = Placed & { readonly type: "list"; readonly nodes: readonly Node[] };
export type TextNode = Placed & { readonly type: "text"; readonly text: string };
export type ActionNode = Placed & { readonly type: "action"; readonly pipe: PipeNode };
export type BranchNode = Placed & {
  readonly type: "if" | "range" | "with";
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
};
export type TemplateNode = Placed & {
  readonly type: "template";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
};

export type Node =
  | TextNode
  | ActionNode
  | BranchNode
  | TemplateNode
  | (Placed & { readonly type: "break" })
  | (Placed & { readonly type: "continue" });

/** One definition: what `define` gives a name, or a whole text. */
export type TemplateTree = {
  readonly name: string;
  /** The name of the text it stands in, as errors give it. */
  readonly source: string;
  /** The whole text it stands in. */
  readonly text: string;
  readonly root: ListNode;
};

/** Whether there is nothing but space in it; such a definition replaces no other one. */
export const isEmptyList = (list: ListNode): boolean =>
  list.nodes.every((node) => node.type === "text" && node.text.trim() === "");
