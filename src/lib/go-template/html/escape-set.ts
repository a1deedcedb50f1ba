import { placeOf } from "../execution/state.ts";
import type { BranchNode, ListNode, Node, TemplateNode, TemplateTree } from "../syntax/node.ts";
import { quoteText } from "../syntax/quoted-text.ts";
import { type ExecutionProblem, UnsupportedError } from "../template-error.ts";
import type { TemplateSet } from "../template-set.ts";
import { escapeAction } from "./escape-action.ts";
import { escapeText } from "./escape-text.ts";
import {
  contextText,
  type HtmlContext,
  HtmlError,
  isSameContext,
  joinContexts,
  nameInContext,
  TEXT_CONTEXT,
} from "./html-context.ts";

/** How deep templates may call one another, and how many may come of them in all contexts. */
const DEEPEST = 50;
const MOST = 2_000;

type Jump = { readonly context: HtmlContext; readonly node: Node };

type Escaping = {
  readonly set: TemplateSet;
  /** Definitions by their names in context. */
  readonly escaped: Map<string, TemplateTree>;
  /** The contexts in which they end, or are taken to end while at work. */
  readonly ends: Map<string, HtmlContext>;
  readonly called: Set<string>;
  depth: number;
};

type Place = { readonly escaping: Escaping; readonly tree: TemplateTree; readonly jumps: Jump[] };

type Escaped<Kind> = { readonly node: Kind; readonly context: HtmlContext };

type Failure = {
  /** Undefined where Go does not say. */
  readonly where: string | undefined;
  readonly what: string;
  readonly tree: TemplateTree;
  readonly offset: number;
};

/** An error that knows where it is. */
class PlacedError extends Error {
  override name = "PlacedError";
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.what, options);
    this.failure = failure;
  }
}

const problemOf = ({ where, what, tree, offset }: Failure): ExecutionProblem => ({
  message: `html/template${where === undefined ? "" : `:${where}`}: ${what}`,
  template: tree.name,
  source: tree.source,
  offset,
});

type At = { readonly at: number };

const failAt = ({ tree }: Pick<Place, "tree">, { at }: At, what: string): never => {
  throw new PlacedError({ where: placeOf(tree, at), what, tree, offset: at });
};

const failIn = ({ tree }: Pick<Place, "tree">, { at }: At, what: string): never => {
  throw new PlacedError({ where: undefined, what, tree, offset: at });
};

const joined = (
  place: Place,
  node: BranchNode,
  [a, b]: readonly [HtmlContext, HtmlContext],
): HtmlContext =>
  joinContexts(a, b) ??
  failAt(
    place,
    node,
    `{{${node.type}}} branches end in different contexts: ${contextText(a)}, ${contextText(b)}`,
  );

const withJumps = (place: Place, node: BranchNode, context: HtmlContext): HtmlContext =>
  place.jumps.reduce(
    (before, { context: at, node: jump }) =>
      joinContexts(before, at) ??
      failAt(
        place,
        jump,
        `at range loop ${jump.type}: {{range}} branches end in different contexts: ${contextText(before)}, ${contextText(at)}`,
      ),
    joined(place, node, [context, context]),
  );

/** Runs what a loop does when it comes round again; errors say so. */
const onReentry = <Answer>({ tree }: Place, node: BranchNode, work: () => Answer): Answer => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlacedError)) throw error;
    const { failure } = error;
    const line = placeOf(tree, node.at).replace(/:\d+$/, "");
    const what = `on range loop re-entry: ${failure.what}`;
    throw new PlacedError({ ...failure, where: failure.where ?? line, what }, { cause: error });
  }
};

/** A loop's body has to end where it began, as it may run again. */
const escapeRangeBody = (place: Place, node: BranchNode, start: HtmlContext): Escaped<ListNode> => {
  const inner: Place = { ...place, jumps: [] };
  const once = escapeList(inner, start, node.list);
  const after = withJumps(inner, node, once.context);
  const again: Place = { ...place, jumps: [] };
  const context = onReentry(place, node, () =>
    joined(place, node, [after, escapeList(again, after, node.list).context]),
  );
  return { node: once.node, context: withJumps(again, node, context) };
};

const escapeBranch = (place: Place, start: HtmlContext, node: BranchNode): Escaped<BranchNode> => {
  const list =
    node.type === "range"
      ? escapeRangeBody(place, node, start)
      : escapeList(place, start, node.list);
  const otherwise = node.elseList && escapeList(place, start, node.elseList);
  const context = joined(place, node, [list.context, otherwise?.context ?? start]);
  return { node: { ...node, list: list.node, elseList: otherwise?.node }, context };
};

const escapeCall = (
  place: Place,
  start: HtmlContext,
  node: TemplateNode,
): Escaped<TemplateNode> => {
  if (!place.escaping.set.has(node.name)) {
    failAt(place, node, `no such template ${quoteText(node.name)}`);
  }
  const { name, context } = escapeTree(place.escaping, node.name, start);
  return { node: { ...node, name }, context };
};

const escapeNode = (place: Place, start: HtmlContext, node: Node): Escaped<Node> => {
  switch (node.type) {
    case "text": {
      const { text, context } = escapeText(start, node.text);
      return { node: { ...node, text }, context };
    }
    case "action":
      return escapeActionAt(place, start, node);
    case "if":
    case "with":
    case "range":
      return escapeBranch(place, start, node);
    case "template":
      return escapeCall(place, start, node);
    case "break":
    case "continue":
      place.jumps.push({ context: start, node });
      return { node, context: { ...TEXT_CONTEXT, state: "Dead" } };
  }
};

const escapeActionAt = (
  place: Place,
  start: HtmlContext,
  node: Node & { type: "action" },
): Escaped<Node> => {
  try {
    return escapeAction(start, node);
  } catch (error) {
    if (error instanceof HtmlError) failAt(place, node, error.message);
    throw error;
  }
};

const escapeList = (place: Place, start: HtmlContext, list: ListNode): Escaped<ListNode> => {
  const nodes: Node[] = [];
  let context = start;
  for (const node of list.nodes) {
    const escaped = placed(place, node, () => escapeNode(place, context, node));
    nodes.push(escaped.node);
    context = escaped.context;
    if (context.state === "Dead") break;
  }
  return { node: { ...list, nodes }, context };
};

/** Gives an error the place of the node in which it happened. */
const placed = <Answer>(place: Place, node: Node, work: () => Answer): Answer => {
  try {
    return work();
  } catch (error) {
    if (error instanceof HtmlError || error instanceof UnsupportedError) {
      failIn(place, node, error.message);
    }
    throw error;
  }
};

const tooMuch = (tree: TemplateTree): never =>
  failIn({ tree }, tree.root, "unsupported: templates that call one another in too many ways");

/** Escapes a definition with a guess at the context in which it ends, which calls of itself need. */
const escapeBody = (
  escaping: Escaping,
  tree: TemplateTree,
  { name, start, guess }: { name: string; start: HtmlContext; guess: HtmlContext },
): { readonly context: HtmlContext; readonly isRight: boolean } => {
  escaping.ends.set(name, guess);
  escaping.called.delete(name);
  const place: Place = { escaping, tree, jumps: [] };
  const { node, context } = escapeList(place, start, tree.root);
  escaping.escaped.set(name, { ...tree, name, root: node });
  const isRight = !escaping.called.has(name) || isSameContext(guess, context);
  return { context, isRight };
};

/** Escapes a definition; where its calls of itself need to know how it ends, that is guessed twice. */
const escapeGuessed = (
  escaping: Escaping,
  tree: TemplateTree,
  { name, start }: { name: string; start: HtmlContext },
): { readonly context: HtmlContext } => {
  const first = escapeBody(escaping, tree, { name, start, guess: start });
  if (first.isRight) return first;
  const impossible = `cannot compute output context for template ${name}`;
  try {
    const second = escapeBody(escaping, tree, { name, start, guess: first.context });
    return second.isRight ? second : failAt({ tree }, tree.root, impossible);
  } catch (error) {
    if (error instanceof PlacedError) failAt({ tree }, tree.root, impossible);
    throw error;
  }
};

const escapeTree = (
  escaping: Escaping,
  name: string,
  start: HtmlContext,
): { readonly name: string; readonly context: HtmlContext } => {
  const named = nameInContext(name, start);
  escaping.called.add(named);
  const known = escaping.ends.get(named);
  if (known !== undefined) return { name: named, context: known };
  const tree = escaping.set.get(name);
  if (tree === undefined) throw new Error(`a template ${name} that is not there`);
  if (escaping.depth >= DEEPEST || escaping.ends.size >= MOST) tooMuch(tree);
  escaping.depth++;
  const body = escapeGuessed(escaping, tree, { name: named, start });
  escaping.depth--;
  escaping.ends.set(named, body.context);
  escaping.called.add(named);
  return { name: named, context: body.context };
};

/**
 * The definitions as html/template rewrites them for a template that begins in HTML's text: each action with the
 * escapers that its place wants, comments gone. Not for scripts.
 */
export const escapeTemplateSet = (
  set: TemplateSet,
  name: string,
): { readonly set: TemplateSet } | { readonly error: ExecutionProblem } => {
  const escaping: Escaping = {
    set,
    escaped: new Map(),
    ends: new Map(),
    called: new Set(),
    depth: 0,
  };
  try {
    const { context } = escapeTree(escaping, name, TEXT_CONTEXT);
    if (context.state !== "Text") {
      const message = `html/template: ends in a non-text context: ${contextText(context)}`;
      return { error: { message, template: name, source: set.get(name)?.source ?? "", offset: 0 } };
    }
  } catch (error) {
    if (error instanceof PlacedError) return { error: problemOf(error.failure) };
    throw error;
  }
  return { set: new Map([...set, ...escaping.escaped]) };
};
