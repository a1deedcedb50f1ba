import type { CommandNode, ListNode, Node, Operand, TemplateTree } from "../syntax/node.ts";
import { nodeText } from "../syntax/node-text.ts";
import type { GoVersion } from "../syntax/parse-state.ts";
import { quoteText } from "../syntax/quoted-text.ts";
import { ExecutionError } from "../template-error.ts";
import { byteLength } from "../value/byte-text.ts";
import type { GoFunction } from "../value/go-type.ts";
import type { GoValue } from "../value/go-value.ts";

/** The functions that a template may call, by name. */
export type Functions = Pick<ReadonlyMap<string, GoFunction>, "get" | "has">;

/** The functions of both; the first ones win. */
export const layeredFunctions = (first: Functions, others: Functions): Functions => ({
  get: (name) => first.get(name) ?? others.get(name),
  has: (name) => first.has(name) || others.has(name),
});

/** What one execution may use before it is ended. */
export type Limits = {
  /** Nodes and commands worked through. */
  readonly steps: number;
  /** Characters written. */
  readonly output: number;
  /** Lists, pipelines and templates inside one another. */
  readonly depth: number;
};

export const DEFAULT_LIMITS: Limits = { steps: 1_000_000, output: 4_000_000, depth: 600 };

export type Variable = { readonly name: string; value: GoValue };

/** What all templates of an execution share. */
export type Run = {
  readonly trees: ReadonlyMap<string, TemplateTree>;
  readonly functions: Functions;
  readonly version: GoVersion;
  readonly limits: Limits;
  output: string;
  steps: number;
  depth: number;
};

export type AnyNode = Node | ListNode | CommandNode | Operand;

/** One template at work. */
export type State = {
  readonly run: Run;
  readonly tree: TemplateTree;
  variables: Variable[];
  /** The node that errors name. */
  node: AnyNode | undefined;
};

/** Go's place of a node: the line, and the bytes before it on the line. */
export const placeOf = (tree: TemplateTree, offset: number): string => {
  const before = tree.text.slice(0, offset);
  const line = before.split("\n").length;
  return `${tree.source}:${line}:${byteLength(before.slice(before.lastIndexOf("\n") + 1))}`;
};

/** The longest text of a node that an error repeats; Go repeats any. */
const LONGEST_CONTEXT = 2_000;

/** Ends the execution with Go's error at the node at work. */
export const fail = ({ tree, node }: State, message: string): never => {
  const { name: template, source } = tree;
  if (node === undefined) {
    const problem = { message: `template: ${template}: ${message}`, template, source, offset: 0 };
    throw new ExecutionError(problem);
  }
  const written = nodeText(node);
  const context =
    written.length > LONGEST_CONTEXT ? `${written.slice(0, LONGEST_CONTEXT)}…` : written;
  const where = `${placeOf(tree, node.at)}: executing ${quoteText(template)} at <${context}>`;
  throw new ExecutionError({
    message: `template: ${where}: ${message}`,
    template,
    source,
    offset: node.at,
  });
};

/** Counts a piece of work against the limit. */
export const step = (state: State): void => {
  const { run } = state;
  run.steps++;
  if (run.steps > run.limits.steps) {
    fail(state, `unsupported: a template that takes more than ${run.limits.steps} steps`);
  }
};

/** Enters one more level; the caller leaves it by `run.depth--`. */
export const enter = (state: State): void => {
  const { run } = state;
  if (run.depth >= run.limits.depth) {
    fail(
      state,
      "exceeded maximum template depth, as a template that calls itself without end does",
    );
  }
  run.depth++;
};

export const variableOf = (state: State, name: string): Variable => {
  const found = state.variables.findLast((variable) => variable.name === name);
  return found ?? fail(state, `undefined variable: ${name}`);
};
