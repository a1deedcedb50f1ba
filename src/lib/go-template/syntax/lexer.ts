import { quoteText } from "./quoted-text.ts";
import { isKeyword, type Token, type TokenType } from "./token.ts";

const LEFT = "{{";
const RIGHT = "}}";
/** The length of a `-` with its space. */
const TRIM_MARKER = 2;
const SPACES = new Set([" ", "\t", "\r", "\n"]);
const ALPHANUMERIC = /[_\p{L}\p{Nd}]/u;
const WORD = /[_\p{L}\p{Nd}]*/uy;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[bB][01_]*|0[oO][0-7_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
const SINGLE: Readonly<Record<string, TokenType>> = {
  "|": "pipe",
  "=": "assign",
};
const TERMINATORS = new Set([" ", "\t", "\r", "\n", ".", ",", "|", ":", ")", "(", "}", ""]);

type Lexer = {
  readonly text: string;
  readonly tokens: Token[];
  at: number;
  depth: number;
};

const emit = (lexer: Lexer, type: TokenType, end: number): void => {
  lexer.tokens.push({ type, at: lexer.at, text: lexer.text.slice(lexer.at, end) });
  lexer.at = end;
};

/** Ends the reading: nothing follows an error. */
const fail = (lexer: Lexer, message: string): false => {
  lexer.tokens.push({ type: "error", at: lexer.at, text: message });
  return false;
};

const characterAt = (text: string, at: number): string =>
  at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : "";

const named = (character: string): string => {
  const code = character === "" ? 0 : (character.codePointAt(0) ?? 0);
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex} '${character}'`;
};

const isSpace = (text: string, at: number): boolean => SPACES.has(text[at] ?? "");

const spaceEnd = (text: string, from: number): number => {
  let at = from;
  while (isSpace(text, at)) at++;
  return at;
};

const hasLeftTrim = (text: string, at: number): boolean =>
  text[at] === "-" && isSpace(text, at + 1);

const hasRightTrim = (text: string, at: number): boolean =>
  isSpace(text, at) && text.startsWith(`-${RIGHT}`, at + 1);

const afterRightDelimiter = (lexer: Lexer, trims: boolean): void => {
  if (trims) lexer.at = spaceEnd(lexer.text, lexer.at);
};

const lexComment = (lexer: Lexer, open: number): boolean => {
  const close = lexer.text.indexOf("*/", open + 2);
  if (close < 0) return fail(lexer, "unclosed comment");
  const after = close + 2;
  const trims = hasRightTrim(lexer.text, after);
  if (!trims && !lexer.text.startsWith(RIGHT, after)) {
    return fail(lexer, "comment ends before closing delimiter");
  }
  lexer.at = after + (trims ? TRIM_MARKER : 0) + RIGHT.length;
  afterRightDelimiter(lexer, trims);
  return true;
};

const lexString = (lexer: Lexer, quote: '"' | "'"): boolean => {
  const what = quote === '"' ? "quoted string" : "character constant";
  let at = lexer.at + 1;
  while (lexer.text[at] !== quote) {
    if (lexer.text[at] === "\\") at++;
    if (at >= lexer.text.length || lexer.text[at] === "\n") {
      return fail(lexer, `unterminated ${what}`);
    }
    at++;
  }
  emit(lexer, quote === '"' ? "string" : "characterConstant", at + 1);
  return true;
};

const lexRawString = (lexer: Lexer): boolean => {
  const close = lexer.text.indexOf("`", lexer.at + 1);
  if (close < 0) return fail(lexer, "unterminated raw quoted string");
  emit(lexer, "rawString", close + 1);
  return true;
};

const numberEnd = (text: string, from: number): number => {
  NUMBER.lastIndex = from;
  NUMBER.test(text);
  return NUMBER.lastIndex;
};

const lexNumber = (lexer: Lexer): boolean => {
  const { text, at } = lexer;
  let end = numberEnd(text, at);
  const isComplex = text[end] === "+" || text[end] === "-";
  if (isComplex) end = numberEnd(text, end);
  const next = characterAt(text, end);
  const isBad = ALPHANUMERIC.test(next) || (isComplex && text[end - 1] !== "i");
  if (isBad) {
    const shown = text.slice(at, ALPHANUMERIC.test(next) ? end + next.length : end);
    return fail(lexer, `bad number syntax: ${quoteText(shown)}`);
  }
  emit(lexer, isComplex ? "complex" : "number", end);
  return true;
};

const isAsciiWord = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95;

const wordEnd = (text: string, from: number): number => {
  let at = from;
  while (isAsciiWord(text.charCodeAt(at))) at++;
  if (!(text.charCodeAt(at) > 0x7f)) return at;
  WORD.lastIndex = at;
  WORD.test(text);
  return WORD.lastIndex;
};

const wordType = (word: string): TokenType => {
  if (word === "true" || word === "false") return "bool";
  if (word === "nil") return "nil";
  return isKeyword(word) ? word : "identifier";
};

/** A field, a variable or a word, which must end at something that can follow it. */
const lexWord = (lexer: Lexer, type: "field" | "variable" | "word"): boolean => {
  const from = type === "word" ? lexer.at : lexer.at + 1;
  const end = wordEnd(lexer.text, from);
  if (!TERMINATORS.has(lexer.text[end] ?? "")) {
    return fail(lexer, `bad character ${named(characterAt(lexer.text, end))}`);
  }
  if (type === "field" && end === from) emit(lexer, "dot", end);
  else emit(lexer, type === "word" ? wordType(lexer.text.slice(from, end)) : type, end);
  return true;
};

const lexParenthesis = (lexer: Lexer, character: "(" | ")"): boolean => {
  lexer.depth += character === "(" ? 1 : -1;
  emit(lexer, character === "(" ? "leftParenthesis" : "rightParenthesis", lexer.at + 1);
  if (lexer.depth < 0) return fail(lexer, `unexpected right paren ${named(")")}`);
  return true;
};

const lexSymbol = (lexer: Lexer, character: string): boolean => {
  const single = SINGLE[character];
  if (single !== undefined) {
    emit(lexer, single, lexer.at + 1);
    return true;
  }
  if (character === ":") {
    if (lexer.text[lexer.at + 1] !== "=") return fail(lexer, "expected :=");
    emit(lexer, "declare", lexer.at + 2);
    return true;
  }
  if (character === "(" || character === ")") return lexParenthesis(lexer, character);
  if (character >= " " && character <= "~") {
    emit(lexer, "char", lexer.at + 1);
    return true;
  }
  return fail(lexer, `unrecognized character in action: ${named(character)}`);
};

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};

const startsNumber = (text: string, at: number): boolean => {
  const character = text[at];
  if (character === ".") return isDigit(text, at + 1);
  return character === "+" || character === "-" || isDigit(text, at);
};

const startsWord = (text: string, at: number): boolean =>
  isAsciiWord(text.charCodeAt(at)) ||
  (text.charCodeAt(at) > 0x7f && ALPHANUMERIC.test(characterAt(text, at)));

const lexOperand = (lexer: Lexer): boolean => {
  const { text, at } = lexer;
  switch (text[at]) {
    case '"':
      return lexString(lexer, '"');
    case "'":
      return lexString(lexer, "'");
    case "`":
      return lexRawString(lexer);
    case "$":
      return lexWord(lexer, "variable");
    default:
  }
  if (startsNumber(text, at)) return lexNumber(lexer);
  if (text[at] === ".") return lexWord(lexer, "field");
  if (startsWord(text, at)) return lexWord(lexer, "word");
  return lexSymbol(lexer, characterAt(text, at));
};

/** Reads the right delimiter; undefined when it is not there. */
const lexRightDelimiter = (lexer: Lexer): boolean | undefined => {
  const { text, at } = lexer;
  const trims = hasRightTrim(text, at);
  if (!trims && !text.startsWith(RIGHT, at)) return undefined;
  if (lexer.depth > 0) return fail(lexer, "unclosed left paren");
  if (trims) lexer.at += TRIM_MARKER;
  emit(lexer, "rightDelimiter", lexer.at + RIGHT.length);
  afterRightDelimiter(lexer, trims);
  return true;
};

/** The last space before a `-}}` belongs to the delimiter. */
const lexSpace = (lexer: Lexer): void => {
  const { text, at } = lexer;
  const end = spaceEnd(text, at);
  emit(lexer, "space", text.startsWith(`-${RIGHT}`, end) ? end - 1 : end);
};

/** Reads tokens up to and with the right delimiter. */
const lexAction = (lexer: Lexer): boolean => {
  lexer.depth = 0;
  for (;;) {
    const isDone = lexRightDelimiter(lexer);
    if (isDone !== undefined) return isDone;
    if (lexer.at >= lexer.text.length) return fail(lexer, "unclosed action");
    if (isSpace(lexer.text, lexer.at)) lexSpace(lexer);
    else if (!lexOperand(lexer)) return false;
  }
};

const lexDelimiter = (lexer: Lexer): boolean => {
  const { text, at } = lexer;
  const trims = hasLeftTrim(text, at + LEFT.length);
  const after = at + LEFT.length + (trims ? TRIM_MARKER : 0);
  if (text.startsWith("/*", after)) return lexComment(lexer, after);
  emit(lexer, "leftDelimiter", at + LEFT.length);
  lexer.at = after;
  return lexAction(lexer);
};

const lexText = (lexer: Lexer, delimiter: number): void => {
  let end = delimiter;
  if (hasLeftTrim(lexer.text, delimiter + LEFT.length)) {
    while (end > lexer.at && isSpace(lexer.text, end - 1)) end--;
  }
  if (end > lexer.at) emit(lexer, "text", end);
  lexer.at = delimiter;
};

/** The tokens of a template from an offset on; the last one is the end of the text or an error. */
export const lexTemplate = (text: string, from = 0): readonly Token[] => {
  const lexer: Lexer = { text, tokens: [], at: from, depth: 0 };
  for (;;) {
    const delimiter = text.indexOf(LEFT, lexer.at);
    if (delimiter < 0) break;
    lexText(lexer, delimiter);
    if (!lexDelimiter(lexer)) return lexer.tokens;
  }
  if (lexer.at < text.length) emit(lexer, "text", text.length);
  lexer.tokens.push({ type: "end-of-text", at: text.length, text: "" });
  return lexer.tokens;
};
