import { quoteText } from "./quoted-text.ts";
import { isKeyword, type Token } from "./token.ts";

/** Why a text is no template, in Go's words. */
export class ParseError extends Error {
  override name = "ParseError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The versions of Go whose template languages differ: that of Debian 12's programs, and that of current ones. */
export type GoVersion = "1.19" | "current";

/** How deep actions and parentheses may nest; Go has no limit, people have no need. */
const DEEPEST = 200;

export type ParseState = {
  /** The name of the text in errors. */
  readonly source: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly version: GoVersion;
  readonly hasFunction: (name: string) => boolean;
  at: number;
  /** Where the action begins that is being read. */
  actionAt: number | undefined;
  variables: string[];
  rangeDepth: number;
  depth: number;
};

const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
};

export const failAt = (state: ParseState, offset: number, message: string): never => {
  const place = `${state.source}:${lineAt(state.text, offset)}`;
  throw new ParseError(`template: ${place}: ${message}`, offset);
};

const END_OF_TEXT: Token = { type: "end-of-text", at: 0, text: "" };

export const peek = (state: ParseState): Token =>
  state.tokens[Math.min(state.at, state.tokens.length - 1)] ?? END_OF_TEXT;

export const next = (state: ParseState): Token => {
  const token = peek(state);
  state.at++;
  return token;
};

export const peekNonSpace = (state: ParseState): Token => {
  while (peek(state).type === "space") state.at++;
  return peek(state);
};

export const nextNonSpace = (state: ParseState): Token => {
  peekNonSpace(state);
  return next(state);
};

/** The end of what was read last. */
export const lastEnd = (state: ParseState): number => {
  const last = state.tokens[state.at - 1];
  return last === undefined ? 0 : last.at + last.text.length;
};

export const fail = (state: ParseState, message: string): never => {
  const last = state.tokens[Math.min(Math.max(state.at - 1, 0), state.tokens.length - 1)];
  return failAt(state, last?.at ?? 0, message);
};

const tokenText = (token: Token): string => {
  if (token.type === "end-of-text") return "EOF";
  if (isKeyword(token.type) || token.type === "dot" || token.type === "nil") {
    return `<${token.text}>`;
  }
  const characters = [...token.text];
  return characters.length > 10
    ? `${quoteText(characters.slice(0, 10).join(""))}...`
    : quoteText(token.text);
};

const actionStart = (state: ParseState, token: Token): string => {
  if (state.actionAt === undefined) return "";
  const line = lineAt(state.text, state.actionAt);
  if (line === lineAt(state.text, token.at)) return "";
  const said = token.text.endsWith(" action") ? "" : " in action";
  return `${said} started at ${state.source}:${line}`;
};

export const unexpected = (state: ParseState, token: Token, context: string): never => {
  if (token.type === "error") {
    return failAt(state, token.at, token.text + actionStart(state, token));
  }
  return failAt(state, token.at, `unexpected ${tokenText(token)} in ${context}`);
};

/** Runs `parse` one level deeper. */
export const nested = <Parsed>(state: ParseState, parse: () => Parsed): Parsed => {
  if (state.depth >= DEEPEST) {
    return failAt(
      state,
      peek(state).at,
      `unsupported: actions and parentheses nested more than ${DEEPEST} deep`,
    );
  }
  state.depth++;
  const parsed = parse();
  state.depth--;
  return parsed;
};
