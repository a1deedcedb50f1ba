import { actionText } from "../format/print.ts";
import type { BranchNode, ListNode, Node, TemplateNode, TemplateTree } from "../syntax/node.ts";
import type { GoVersion } from "../syntax/parse-state.ts";
import { quoteText } from "../syntax/quoted-text.ts";
import { ExecutionError, type ExecutionProblem, UnsupportedError } from "../template-error.ts";
import { compareTexts } from "../value/byte-text.ts";
import { type GoValue, goInt, goString, INVALID, indirect, isTrue } from "../value/go-value.ts";
import { evalPipeline } from "./evaluate.ts";
import {
  DEFAULT_LIMITS,
  enter,
  type Functions,
  fail,
  type Limits,
  type Run,
  type State,
  step,
} from "./state.ts";

/** How a list of nodes ended. */
type Ending = "end" | "break" | "continue";

const write = (state: State, text: string): void => {
  const { run } = state;
  if (run.output.length + text.length > run.limits.output) {
    fail(state, `unsupported: a text of more than ${run.limits.output} characters`);
  }
  run.output += text;
};

const walkList = (state: State, dot: GoValue, list: ListNode): Ending => {
  enter(state);
  let ending: Ending = "end";
  for (const node of list.nodes) {
    ending = walk(state, dot, node);
    if (ending !== "end") break;
  }
  state.run.depth--;
  return ending;
};

const walk = (state: State, dot: GoValue, node: Node): Ending => {
  step(state);
  state.node = node;
  switch (node.type) {
    case "text":
      write(state, node.text);
      return "end";
    case "action":
      walkAction(state, dot, node);
      return "end";
    case "if":
    case "with":
      return walkCondition(state, dot, node);
    case "range":
      return walkRange(state, dot, node);
    case "template":
      walkTemplate(state, dot, node);
      return "end";
    case "break":
    case "continue":
      return node.type;
  }
};

const walkAction = (state: State, dot: GoValue, node: Node & { type: "action" }): void => {
  const value = evalPipeline(state, dot, node.pipe);
  if (node.pipe.variables.length > 0) return;
  state.node = node;
  try {
    write(state, actionText(value));
  } catch (error) {
    if (error instanceof UnsupportedError) fail(state, error.message);
    throw error;
  }
};

const walkCondition = (state: State, dot: GoValue, node: BranchNode): Ending => {
  const known = state.variables.length;
  const value = evalPipeline(state, dot, node.pipe);
  let ending: Ending = "end";
  if (isTrue(value)) ending = walkList(state, node.type === "with" ? value : dot, node.list);
  else if (node.elseList !== undefined) ending = walkList(state, dot, node.elseList);
  state.variables.length = known;
  return ending;
};

type Entry = readonly [index: GoValue, element: GoValue];

/** What a range goes through; undefined where Go cannot. */
const entriesOf = (value: GoValue, version: GoVersion): Iterable<Entry> | undefined => {
  switch (value.kind) {
    case "invalid":
      return [];
    case "slice":
      return value.items.entries().map(([index, item]): Entry => [goInt(index), item]);
    case "map":
      return [...value.entries]
        .sort(([a], [b]) => compareTexts(a, b))
        .map(([key, item]): Entry => [goString(key), item]);
    case "int":
      return version === "current" ? countTo(value.int, value) : undefined;
    default:
      return undefined;
  }
};

function* countTo(end: bigint, { type }: GoValue & { kind: "int" }): Iterable<Entry> {
  for (let index = 0n; index < end; index++) {
    const value = goInt(index, type);
    yield [value, value];
  }
}

const setRangeVariables = (state: State, node: BranchNode, [index, element]: Entry): void => {
  const count = node.pipe.variables.length;
  const last = state.variables.at(-1);
  if (count > 0 && last !== undefined) last.value = element;
  const first = count > 1 ? state.variables.at(-2) : undefined;
  if (first !== undefined) first.value = index;
};

const walkRange = (state: State, dot: GoValue, node: BranchNode): Ending => {
  const before = state.variables.length;
  const value = indirect(evalPipeline(state, dot, node.pipe));
  const known = state.variables.length;
  const entries =
    entriesOf(value, state.run.version) ??
    fail(state, `range can't iterate over ${actionText(value)}`);
  let isEmpty = true;
  for (const entry of entries) {
    isEmpty = false;
    step(state);
    setRangeVariables(state, node, entry);
    const ending = walkList(state, entry[1], node.list);
    state.variables.length = known;
    if (ending === "break") break;
  }
  let ending: Ending = "end";
  if (isEmpty && node.elseList !== undefined) ending = walkList(state, dot, node.elseList);
  state.variables.length = before;
  return ending;
};

const walkTemplate = (state: State, dot: GoValue, node: TemplateNode): void => {
  const { run } = state;
  const tree =
    run.trees.get(node.name) ?? fail(state, `template ${quoteText(node.name)} not defined`);
  const argument = node.pipe === undefined ? INVALID : evalPipeline(state, dot, node.pipe);
  state.node = node;
  walkTree(run, tree, argument);
};

const walkTree = (run: Run, tree: TemplateTree, dot: GoValue): void => {
  const state: State = { run, tree, variables: [{ name: "$", value: dot }], node: tree.root };
  walkList(state, dot, tree.root);
};

export type Execution = {
  readonly trees: ReadonlyMap<string, TemplateTree>;
  /** The definition to begin with. */
  readonly name: string;
  readonly data: GoValue;
  readonly functions: Functions;
  readonly version: GoVersion;
  readonly limits?: Limits;
};

/** Executes a template as Go does with missingkey=zero. Bounded by the limits, and never throws. */
export const executeTemplate = (
  execution: Execution,
): { readonly output: string } | { readonly error: ExecutionProblem } => {
  const { trees, name, data, functions, version, limits = DEFAULT_LIMITS } = execution;
  const tree = trees.get(name);
  if (tree === undefined) {
    const message = `template: no template ${quoteText(name)} associated with template ${quoteText(name)}`;
    return { error: { message, template: name, source: name, offset: 0 } };
  }
  const run: Run = { trees, functions, version, limits, output: "", steps: 0, depth: 0 };
  try {
    walkTree(run, tree, data);
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return { error: error.problem };
  }
  return { output: run.output };
};
