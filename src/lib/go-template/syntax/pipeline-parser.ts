import type { CommandNode, Operand, PipeNode, VariableNode } from "./node.ts";
import { nodeText } from "./node-text.ts";
import { readNumber } from "./number-literal.ts";
import {
  fail,
  failAt,
  lastEnd,
  nested,
  next,
  nextNonSpace,
  type ParseState,
  peek,
  peekNonSpace,
  unexpected,
} from "./parse-state.ts";
import { quoteText, unquote } from "./quoted-text.ts";
import type { Token, TokenType } from "./token.ts";

const spanOf = (token: Token) => ({ from: token.at, to: token.at + token.text.length });

const parseNumber = (state: ParseState, token: Token): Operand => {
  const number = readNumber(token.text);
  if ("problem" in number) return failAt(state, token.at, number.problem);
  return { type: "number", at: token.at, span: spanOf(token), written: token.text, number };
};

const parseString = (state: ParseState, token: Token): Operand => {
  const unquoted = unquote(token.text);
  if (unquoted === undefined) return failAt(state, token.at, "invalid syntax");
  return { type: "string", at: token.at, span: spanOf(token), quoted: token.text, unquoted };
};

const parseIdentifier = (state: ParseState, token: Token): Operand => {
  if (!state.hasFunction(token.text)) {
    return failAt(state, token.at, `function ${quoteText(token.text)} not defined`);
  }
  return { type: "identifier", at: token.at, span: spanOf(token), name: token.text };
};

const parseVariable = (state: ParseState, token: Token): VariableNode => {
  if (!state.variables.includes(token.text)) {
    return failAt(state, token.at, `undefined variable ${quoteText(token.text)}`);
  }
  return { type: "variable", at: token.at, span: spanOf(token), names: [token.text] };
};

const parseParentheses = (state: ParseState): Operand =>
  nested(state, () => parsePipeline(state, "parenthesized pipeline", "rightParenthesis"));

const TERMS: Partial<Record<TokenType, (state: ParseState, token: Token) => Operand>> = {
  identifier: parseIdentifier,
  dot: (_, token) => ({ type: "dot", at: token.at, span: spanOf(token) }),
  nil: (_, token) => ({ type: "nil", at: token.at, span: spanOf(token) }),
  variable: parseVariable,
  field: (_, token) => ({
    type: "field",
    at: token.at,
    span: spanOf(token),
    names: [token.text.slice(1)],
  }),
  bool: (_, token) => ({
    type: "bool",
    at: token.at,
    span: spanOf(token),
    bool: token.text === "true",
  }),
  characterConstant: parseNumber,
  complex: parseNumber,
  number: parseNumber,
  leftParenthesis: parseParentheses,
  string: parseString,
  rawString: parseString,
};

const parseTerm = (state: ParseState): Operand | undefined => {
  const parse = TERMS[peekNonSpace(state).type];
  if (parse === undefined) return undefined;
  return parse(state, next(state));
};

const LITERALS: ReadonlySet<Operand["type"]> = new Set(["bool", "string", "number", "nil", "dot"]);

const parseOperand = (state: ParseState): Operand | undefined => {
  const from = peekNonSpace(state).at;
  const node = parseTerm(state);
  if (node === undefined || peek(state).type !== "field") return node;
  const { at } = peek(state);
  const names: string[] = [];
  while (peek(state).type === "field") names.push(next(state).text.slice(1));
  if (LITERALS.has(node.type)) {
    return fail(state, `unexpected . after term ${quoteText(nodeText(node))}`);
  }
  const span = { from, to: lastEnd(state) };
  if (node.type === "field" || node.type === "variable") {
    return { ...node, at, span, names: [...node.names, ...names] };
  }
  return { type: "chain", at, span, node, names };
};

const parseCommand = (state: ParseState): CommandNode => {
  const from = peekNonSpace(state).at;
  const args: Operand[] = [];
  let to = from;
  for (;;) {
    const operand = parseOperand(state);
    if (operand !== undefined) {
      args.push(operand);
      to = lastEnd(state);
    }
    const token = next(state);
    if (token.type === "space") continue;
    if (token.type === "rightDelimiter" || token.type === "rightParenthesis") state.at--;
    else if (token.type !== "pipe") unexpected(state, token, "operand");
    break;
  }
  const [first, ...others] = args;
  if (first === undefined) return fail(state, "empty command");
  return { type: "command", at: from, span: { from, to }, args: [first, ...others] };
};

const declare = (state: ParseState, token: Token, into: VariableNode[]): void => {
  into.push({ type: "variable", at: token.at, span: spanOf(token), names: [token.text] });
  state.variables.push(token.text);
};

type Declarations = { readonly variables: VariableNode[]; readonly isAssign: boolean };

const afterComma = (state: ParseState, context: string, count: number): void => {
  if (context !== "range" || count > 1) fail(state, `too many declarations in ${context}`);
  const type = peekNonSpace(state).type;
  if (type !== "variable" && type !== "rightDelimiter" && type !== "rightParenthesis") {
    fail(state, "range can only initialize variables");
  }
};

/** Reads `$x :=`, `$x =` or a range's `$i, $x :=`; anything else is left unread. */
const parseDeclarations = (state: ParseState, context: string): Declarations => {
  const variables: VariableNode[] = [];
  for (;;) {
    const token = peekNonSpace(state);
    if (token.type !== "variable") return { variables, isAssign: false };
    const before = state.at;
    next(state);
    const following = peekNonSpace(state);
    if (following.type === "assign" || following.type === "declare") {
      next(state);
      declare(state, token, variables);
      return { variables, isAssign: following.type === "assign" };
    }
    if (following.type !== "char" || following.text !== ",") {
      state.at = before;
      return { variables, isAssign: false };
    }
    next(state);
    declare(state, token, variables);
    afterComma(state, context, variables.length);
  }
};

const NOT_EXECUTABLE: ReadonlySet<Operand["type"]> = new Set([
  "bool",
  "dot",
  "nil",
  "number",
  "string",
]);

const checkCommands = (
  state: ParseState,
  commands: readonly CommandNode[],
  context: string,
): void => {
  if (commands.length === 0) fail(state, `missing value for ${context}`);
  for (const [stage, command] of commands.entries()) {
    if (stage > 0 && NOT_EXECUTABLE.has(command.args[0].type)) {
      fail(state, `non executable command in pipeline stage ${stage + 1}`);
    }
  }
};

/** Reads a pipeline with the token that ends it. `context` names it in errors. */
export const parsePipeline = (
  state: ParseState,
  context: string,
  end: "rightDelimiter" | "rightParenthesis" = "rightDelimiter",
): PipeNode => {
  const from = peekNonSpace(state).at;
  const { variables, isAssign } = parseDeclarations(state, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = nextNonSpace(state);
    if (token.type === end) {
      checkCommands(state, commands, context);
      const to = commands.at(-1)?.span.to ?? token.at;
      return { type: "pipe", at: from, span: { from, to }, isAssign, variables, commands };
    }
    if (TERMS[token.type] === undefined) unexpected(state, token, context);
    state.at--;
    commands.push(parseCommand(state));
  }
};
