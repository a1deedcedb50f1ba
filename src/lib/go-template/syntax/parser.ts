import { lexTemplate } from "./lexer.ts";
import {
  type BranchNode,
  isEmptyList,
  type ListNode,
  type Node,
  type TemplateNode,
  type TemplateTree,
} from "./node.ts";
import {
  fail,
  failAt,
  type GoVersion,
  lastEnd,
  nested,
  next,
  nextNonSpace,
  ParseError,
  type ParseState,
  peek,
  peekNonSpace,
  unexpected,
} from "./parse-state.ts";
import { parsePipeline } from "./pipeline-parser.ts";
import { quoteText, unquote } from "./quoted-text.ts";
import type { Token } from "./token.ts";

/** The longest text that is read as a template; the longest known ones have 60,000 characters. */
const LONGEST = 250_000;

/** What ends a list of nodes. */
type Closing = { readonly type: "end" | "else"; readonly token: Token };
type Item = Node | Closing;

type Parsing = { readonly state: ParseState; readonly trees: Map<string, TemplateTree> };

const isClosing = (item: Item): item is Closing => item.type === "end" || item.type === "else";

const closingText = (closing: Closing): string => `{{${closing.type}}}`;

const expectRightDelimiter = (state: ParseState, context: string): void => {
  const token = nextNonSpace(state);
  if (token.type !== "rightDelimiter") unexpected(state, token, context);
};

const addTree = ({ state, trees }: Parsing, name: string, root: ListNode): void => {
  const known = trees.get(name);
  if (known === undefined || isEmptyList(known.root)) {
    trees.set(name, { name, source: state.source, text: state.text, root });
  } else if (!isEmptyList(root)) {
    fail(state, `template: multiple definition of template ${quoteText(name)}`);
  }
};

const listOf = (from: number, nodes: readonly Node[], to: number): ListNode => ({
  type: "list",
  at: from,
  span: { from, to },
  nodes,
});

/** Reads nodes until `{{end}}` or `{{else}}`. */
const parseList = (parsing: Parsing): { list: ListNode; closing: Closing } => {
  const { state } = parsing;
  const from = peekNonSpace(state).at;
  const nodes: Node[] = [];
  while (peekNonSpace(state).type !== "end-of-text") {
    const to = peek(state).at;
    const item = parseItem(parsing);
    if (isClosing(item)) return { list: listOf(from, nodes, to), closing: item };
    nodes.push(item);
  }
  return failAt(state, peek(state).at, "unexpected EOF");
};

const parseTemplateName = (state: ParseState, context: string): { name: string; token: Token } => {
  const token = nextNonSpace(state);
  if (token.type !== "string" && token.type !== "rawString") unexpected(state, token, context);
  const name = unquote(token.text)?.text;
  return name === undefined ? failAt(state, token.at, "invalid syntax") : { name, token };
};

/** Reads a definition's nodes with variables of its own. */
const parseBody = (parsing: Parsing, context: string): ListNode => {
  const { state } = parsing;
  const { variables, rangeDepth } = state;
  state.variables = ["$"];
  state.rangeDepth = 0;
  const { list, closing } = nested(state, () => parseList(parsing));
  if (closing.type !== "end") fail(state, `unexpected ${closingText(closing)} in ${context}`);
  state.variables = variables;
  state.rangeDepth = rangeDepth;
  return list;
};

const parseDefinition = (parsing: Parsing): void => {
  const context = "define clause";
  const { name } = parseTemplateName(parsing.state, context);
  expectRightDelimiter(parsing.state, context);
  addTree(parsing, name, parseBody(parsing, context));
};

const parseBlock = (parsing: Parsing): TemplateNode => {
  const context = "block clause";
  const { name, token } = parseTemplateName(parsing.state, context);
  const pipe = parsePipeline(parsing.state, context);
  addTree(parsing, name, parseBody(parsing, context));
  const span = { from: token.at, to: lastEnd(parsing.state) };
  return { type: "template", at: token.at, span, name, pipe };
};

const parseTemplateCall = ({ state }: Parsing): TemplateNode => {
  const context = "template clause";
  const { name, token } = parseTemplateName(state, context);
  let pipe: TemplateNode["pipe"];
  if (nextNonSpace(state).type !== "rightDelimiter") {
    state.at--;
    pipe = parsePipeline(state, context);
  }
  return {
    type: "template",
    at: token.at,
    span: { from: token.at, to: lastEnd(state) },
    name,
    pipe,
  };
};

const continuesWith = (state: ParseState, type: BranchNode["type"]): boolean => {
  if (peek(state).type !== type) return false;
  return type === "if" || (type === "with" && state.version === "current");
};

const parseElse = (parsing: Parsing, type: BranchNode["type"], at: number): ListNode => {
  const { state } = parsing;
  if (continuesWith(state, type)) {
    next(state);
    const branch = nested(state, () => parseBranch(parsing, type));
    return listOf(at, [branch], branch.span.to);
  }
  const { list, closing } = parseList(parsing);
  if (closing.type !== "end") fail(state, `expected end; found ${closingText(closing)}`);
  return list;
};

const parseBranch = (parsing: Parsing, type: BranchNode["type"]): BranchNode => {
  const { state } = parsing;
  const known = state.variables.length;
  const pipe = parsePipeline(state, type);
  if (type === "range") state.rangeDepth++;
  const { list, closing } = parseList(parsing);
  if (type === "range") state.rangeDepth--;
  const elseList = closing.type === "else" ? parseElse(parsing, type, closing.token.at) : undefined;
  state.variables.length = known;
  const span = { from: pipe.span.from, to: lastEnd(state) };
  return { type, at: pipe.at, span, pipe, list, elseList };
};

const parseClosing = (state: ParseState, token: Token): Closing => {
  if (token.type === "else") {
    const following = peekNonSpace(state).type;
    if (following === "if" || (following === "with" && state.version === "current")) {
      return { type: "else", token: peek(state) };
    }
    expectRightDelimiter(state, "else");
    return { type: "else", token };
  }
  expectRightDelimiter(state, "end");
  return { type: "end", token };
};

const parseJump = (state: ParseState, token: Token, type: "break" | "continue"): Node => {
  expectRightDelimiter(state, `{{${type}}}`);
  if (state.rangeDepth === 0) fail(state, `{{${type}}} outside {{range}}`);
  return { type, at: token.at, span: { from: token.at, to: lastEnd(state) } };
};

const parseAction = (parsing: Parsing): Item => {
  const { state } = parsing;
  const token = nextNonSpace(state);
  switch (token.type) {
    case "block":
      return parseBlock(parsing);
    case "break":
    case "continue":
      return parseJump(state, token, token.type);
    case "else":
    case "end":
      return parseClosing(state, token);
    case "if":
    case "range":
    case "with": {
      const { type } = token;
      return nested(state, () => parseBranch(parsing, type));
    }
    case "template":
      return parseTemplateCall(parsing);
    default: {
      state.at--;
      const pipe = parsePipeline(state, "command");
      return { type: "action", at: token.at, span: { from: token.at, to: pipe.span.to }, pipe };
    }
  }
};

const parseItem = (parsing: Parsing): Item => {
  const { state } = parsing;
  const token = nextNonSpace(state);
  if (token.type === "text") {
    const span = { from: token.at, to: token.at + token.text.length };
    return { type: "text", at: token.at, span, text: token.text };
  }
  if (token.type !== "leftDelimiter") return unexpected(state, token, "input");
  state.actionAt = token.at;
  const item = parseAction(parsing);
  state.actionAt = undefined;
  return item;
};

const startsDefinition = (state: ParseState): boolean => {
  if (peek(state).type !== "leftDelimiter") return false;
  const before = state.at;
  next(state);
  if (nextNonSpace(state).type === "define") return true;
  state.at = before;
  return false;
};

const parseAll = (parsing: Parsing, name: string, before: readonly Node[]): void => {
  const { state } = parsing;
  const nodes = [...before];
  while (peek(state).type !== "end-of-text") {
    if (startsDefinition(state)) {
      parseDefinition(parsing);
      continue;
    }
    const item = parseItem(parsing);
    if (isClosing(item)) fail(state, `unexpected ${closingText(item)}`);
    else nodes.push(item);
  }
  addTree(parsing, name, listOf(0, nodes, state.text.length));
};

/** What a text begins with, read once: actions that declare variables, with nothing after them. */
export type Preamble = { readonly text: string; readonly nodes: readonly Node[] };

const declaredIn = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap((node) =>
    node.type === "action" ? node.pipe.variables.map(({ names }) => names[0] ?? "") : [],
  );

export type ParseOptions = {
  /** The text's name in errors and as a template. Alertmanager's texts have an empty one. */
  readonly name: string;
  readonly version: GoVersion;
  readonly hasFunction: (name: string) => boolean;
  /** What the text is known to begin with. */
  readonly preamble?: Preamble;
};

/** The definitions of a text under their names; the text itself has the name given. */
export type ParsedTemplate = {
  readonly name: string;
  readonly trees: ReadonlyMap<string, TemplateTree>;
};

export type ParseProblem = {
  /** Go's error. */
  readonly message: string;
  /** Where in the text it became clear. */
  readonly offset: number;
};

/** Reads a template as Go's text/template does. Takes time in proportion to the text, and never throws. */
export const parseTemplate = (
  text: string,
  options: ParseOptions,
): { readonly template: ParsedTemplate } | { readonly error: ParseProblem } => {
  const { name, version, hasFunction, preamble } = options;
  const before = preamble?.nodes ?? [];
  const state: ParseState = {
    source: name,
    text,
    tokens: text.length > LONGEST ? [] : lexTemplate(text, preamble?.text.length),
    version,
    hasFunction,
    at: 0,
    actionAt: undefined,
    variables: ["$", ...declaredIn(before)],
    rangeDepth: 0,
    depth: 0,
  };
  const trees = new Map<string, TemplateTree>();
  try {
    if (text.length > LONGEST) {
      fail(state, `unsupported: a template of more than ${LONGEST} characters`);
    }
    parseAll({ state, trees }, name, before);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { error: { message: error.message, offset: error.offset } };
  }
  return { template: { name, trees } };
};
