import type { Token } from "./tokens.ts";

/**
 * What a token does: `infix` is a binary operator, `keyword` a word or `@` that modifies what stands around
 * it, `inner` a token in square brackets or braces.
 */
export type TokenRole =
  | "open"
  | "close"
  | "operand"
  | "infix"
  | "sign"
  | "keyword"
  | "inner"
  | "other";

type Level = {
  readonly bracket: Token;
  /** Whether it holds the labels of `on (…)` and the like, after which an operand is still to come. */
  readonly isMatching: boolean;
};

/** Where a scan from the beginning of a query has come to. */
export type OperandScan = {
  readonly levels: Level[];
  /** Whether an operand has just ended, so that no other may begin. */
  operand: boolean;
  before: Token | undefined;
};

export const startOperandScan = (): OperandScan => ({
  levels: [],
  operand: false,
  before: undefined,
});

const INFIX_WORD = /^(?:and|or|unless|atan2)$/i;
const INFIX_MARK = /^(?:==|!=|<=|>=|[-+*/%^<>])$/;
const SIGN = /^[-+]$/;
const MATCHING_WORD = /^(?:on|ignoring|group_left|group_right)$/i;
const BOOL = /^bool$/i;
const OFFSET = /^offset$/i;

const openLevel = (scan: OperandScan, token: Token): "open" => {
  const word = scan.before?.kind === "word" ? scan.before.text : "";
  scan.levels.push({ bracket: token, isMatching: token.text === "(" && MATCHING_WORD.test(word) });
  scan.operand = false;
  return "open";
};

const closeLevel = (scan: OperandScan): "close" => {
  scan.operand = scan.levels.pop()?.isMatching !== true;
  return "close";
};

const afterOperand = (scan: OperandScan, token: Token): TokenRole => {
  const infix = token.kind === "mark" ? INFIX_MARK : INFIX_WORD;
  if (infix.test(token.text)) {
    scan.operand = false;
    return "infix";
  }
  if (token.text === "@" || OFFSET.test(token.text) || MATCHING_WORD.test(token.text)) {
    scan.operand = false;
    return "keyword";
  }
  return token.kind === "word" ? "keyword" : "other";
};

const beforeOperand = (scan: OperandScan, token: Token): TokenRole => {
  if (token.kind === "mark") return SIGN.test(token.text) ? "sign" : "other";
  if (token.kind === "word" && (MATCHING_WORD.test(token.text) || BOOL.test(token.text))) {
    return "keyword";
  }
  scan.operand = true;
  return scan.before?.text === "@" ? "keyword" : "operand";
};

const roleWithin = (scan: OperandScan, token: Token): TokenRole => {
  if (token.kind === "bracket") {
    return /[([{]/.test(token.text) ? openLevel(scan, token) : closeLevel(scan);
  }
  const bracket = scan.levels.at(-1)?.bracket.text ?? "(";
  if (bracket !== "(") return "inner";
  if (token.text === ",") {
    scan.operand = false;
    return "other";
  }
  return scan.operand ? afterOperand(scan, token) : beforeOperand(scan, token);
};

/** What the token does; the scan moves on past it. */
export const nextRole = (scan: OperandScan, token: Token): TokenRole => {
  const role = roleWithin(scan, token);
  scan.before = token;
  return role;
};
