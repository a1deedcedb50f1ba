import { type Token, tokensOf } from "./tokens.ts";

/** With fewer operators no tree of the grammar is deep. */
const MANY = 100;

/** Stand-ins of rising strength: of each but the first, as many in a row as this. */
const RUN = 40;

/** By the number of operators before this one at its level, an operator that makes the tree shallow. */
const standIn = (index: number): string => {
  if (index % RUN !== 0) return "*";
  return index % (RUN * RUN) === 0 ? "<" : "+";
};

const INFIX_WORD = /^(?:and|or|unless|atan2)$/i;
const INFIX_MARK = /^(?:==|!=|<=|>=|[-+*/%^<>])$/;
const MATCHING_WORD = /^(?:on|ignoring|group_left|group_right)$/i;

type Level = {
  readonly bracket: string;
  /** Whether the bracket belongs to `on (…)` and the like, after which an operand is still to come. */
  readonly matching: boolean;
  infix: number;
};

type Scan = {
  readonly levels: Level[];
  /** Whether an operand has just ended, so that what comes next is no sign. */
  operand: boolean;
  /** Binary operators of all levels. */
  operators: number;
  before: Token | undefined;
};

const closeLevel = (scan: Scan): void => {
  const closed = scan.levels.length > 1 ? scan.levels.pop() : undefined;
  scan.operand = closed?.matching !== true;
};

const openLevel = (scan: Scan, bracket: string): void => {
  const matching = scan.before?.kind === "word" && MATCHING_WORD.test(scan.before.text);
  scan.levels.push({ bracket, matching: bracket === "(" && matching, infix: 0 });
  scan.operand = false;
};

/** Whether a sign may follow the word: `offset` is a modifier after an operand, else a metric. */
const expectsMore = (word: string, afterOperand: boolean): boolean =>
  MATCHING_WORD.test(word) || /^bool$/i.test(word) || (afterOperand && /^offset$/i.test(word));

/** What to write instead of the token. */
const balanced = (scan: Scan, token: Token): string => {
  const level = scan.levels.at(-1);
  if (token.kind === "bracket") {
    if (/[([{]/.test(token.text)) openLevel(scan, token.text);
    else closeLevel(scan);
    return token.text;
  }
  const isOperand = token.kind === "word" || token.kind === "number" || token.kind === "string";
  const infix = token.kind === "mark" ? INFIX_MARK : INFIX_WORD;
  if (level?.bracket === "(" && scan.operand && infix.test(token.text)) {
    scan.operand = false;
    level.infix++;
    scan.operators++;
    return standIn(level.infix).padEnd(token.text.length);
  }
  scan.operand = isOperand && !expectsMore(token.text, scan.operand);
  return token.text;
};

/**
 * The text with other operators, each of the same length. The grammar's parser gives up on chains such as
 * `a + a + …` of some 600 terms, and loses what stands 2,500 levels deep in its tree. Its tree is not asked
 * for what binds tighter, so any operators will do as long as they make it shallow.
 */
export const balanceForGrammar = (text: string): string => {
  const scan: Scan = {
    levels: [{ bracket: "(", matching: false, infix: 0 }],
    operand: false,
    operators: 0,
    before: undefined,
  };
  let result = "";
  let at = 0;
  for (const token of tokensOf(text)) {
    result += text.slice(at, token.from) + balanced(scan, token);
    at = token.to;
    scan.before = token;
  }
  return scan.operators < MANY ? text : result + text.slice(at);
};
