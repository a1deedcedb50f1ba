export type TokenType =
  | "error"
  | "bool"
  | "char"
  | "characterConstant"
  | "assign"
  | "declare"
  | "end-of-text"
  | "field"
  | "identifier"
  | "leftDelimiter"
  | "leftParenthesis"
  | "number"
  | "complex"
  | "pipe"
  | "rawString"
  | "rightDelimiter"
  | "rightParenthesis"
  | "space"
  | "string"
  | "text"
  | "variable"
  | "dot"
  | "nil"
  | Keyword;

export type Keyword =
  | "block"
  | "break"
  | "continue"
  | "define"
  | "else"
  | "end"
  | "if"
  | "range"
  | "template"
  | "with";

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "range",
  "template",
  "with",
]);

export const isKeyword = (word: string): word is Keyword => KEYWORDS.has(word);

export type Token = {
  readonly type: TokenType;
  readonly at: number;
  /** What was read, or what is wrong with it. */
  readonly text: string;
};
