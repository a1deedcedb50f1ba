import { nextRole, type OperandScan, startOperandScan } from "./operand-scan.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { isReserved, type Token, tokensOf } from "./tokens.ts";

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

const fault = (message: string, { from, to }: { from: number; to: number }): SyntaxFault =>
  new SyntaxFault(message, { from, to });

const brokenToken = (token: Token): SyntaxFault => {
  if (/["'`]/.test(token.text)) return fault(`a ${token.text} is not closed`, token);
  const hints: Readonly<Record<string, string>> = {
    "&": ": write and",
    "|": ": write or",
    "!": ": write != for unequal, unless for without",
    "“": ': write "',
    "”": ': write "',
    "‘": ": write '",
    "’": ": write '",
    $: ": variables must be replaced before",
  };
  const character = JSON.stringify(token.text);
  return fault(`PromQL has no character ${character}${hints[token.text] ?? ""}`, token);
};

const closingFault = (token: Token, open: Token | undefined): SyntaxFault | undefined => {
  if (open === undefined) return fault(`nothing opened this ${token.text}`, token);
  const closing = CLOSING[open.text] ?? "";
  if (closing === token.text) return undefined;
  return fault(`a ${open.text} is not closed: ${token.text} comes before its ${closing}`, open);
};

/** A bracket or character that is wrong wherever it stands. */
const lexicalFault = (scan: OperandScan, token: Token): SyntaxFault | undefined => {
  if (token.kind === "broken") return brokenToken(token);
  if (token.kind !== "bracket" || token.text in CLOSING) return undefined;
  return closingFault(token, scan.levels.at(-1)?.bracket);
};

const quoted = (token: Token): string =>
  token.kind === "string"
    ? `the string ${token.text.slice(0, 40)}`
    : `"${token.text.slice(0, 40)}"`;

const after = (before: Token | undefined): string =>
  before === undefined ? "at the beginning" : `after ${quoted(before)}`;

const GROUPING = /^(?:by|without|on|ignoring|group_left|group_right)$/i;

/** A word, number or string where an operand has just ended. */
const juxtaposedFault = (token: Token, before: Token): string => {
  if (/^(?:by|without)$/i.test(token.text)) {
    return `"${token.text}" ${after(before)} groups nothing: put it next to an aggregation such as sum`;
  }
  if (GROUPING.test(token.text)) {
    return `"${token.text}" ${after(before)} matches nothing: put it right after a binary operator`;
  }
  if (/^bool$/i.test(token.text)) return '"bool" must come right after a comparison operator';
  if (before.kind === "word" && GROUPING.test(before.text)) {
    return `the labels of "${before.text}" must stand in parentheses`;
  }
  if (before.kind === "number" && /^(?:ms|[smhdwy])$/.test(token.text)) {
    return `a duration has no blanks: write ${before.text}${token.text}`;
  }
  return `an operator or comma is missing between ${quoted(before)} and ${quoted(token)}`;
};

const NUMBER =
  /^(?:0[xX][\da-fA-F_]+|(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?|(?:\d+(?:ms|[smhdwy]))+)$/;

/** A token that may not stand anywhere, or not where an operand begins. */
const wrongOperand = ({ kind, text }: Token): string | undefined => {
  if (kind === "number" && !NUMBER.test(text))
    return `"${text}" is neither a number nor a duration`;
  if (kind === "number" && /[smhdwy]\d/.test(text)) {
    return `the units of "${text}" must come once each and from large to small, as in 1h30m`;
  }
  if (kind === "word" && isReserved(text)) {
    return `"${text}" is a keyword: for a metric of that name write {__name__="${text}"}`;
  }
  return undefined;
};

const afterOperand = (token: Token, before: Token): SyntaxFault => {
  if (token.text === "(" && before.kind === "word") {
    return fault(`${quoted(before)} is no function of PromQL`, before);
  }
  const juxtaposed = token.kind !== "mark" && token.kind !== "bracket" && !(before.text in CLOSING);
  if (juxtaposed) return fault(juxtaposedFault(token, before), token);
  return fault(`unexpected ${quoted(token)} ${after(before)}`, token);
};

const strayFault = (scan: OperandScan, token: Token): SyntaxFault => {
  const { before, levels, operand } = scan;
  const bracket = levels.at(-1)?.bracket.text ?? "(";
  if (token.text === "=" && bracket !== "{") {
    return fault('"=" compares nothing here: write == for equal', token);
  }
  const wrong = wrongOperand(token);
  if (wrong !== undefined && (token.kind === "number" || (!operand && bracket === "("))) {
    return fault(wrong, token);
  }
  const isInner = bracket !== "(" && before !== undefined && before.kind !== "mark";
  if (before !== undefined && (operand || isInner)) return afterOperand(token, before);
  if (token.text === "," || token.text === ")" || token.kind === "mark") {
    return fault(`an operand is missing ${after(before)}, before ${quoted(token)}`, token);
  }
  return fault(`unexpected ${quoted(token)} ${after(before)}`, token);
};

const endFault = ({ before, levels }: OperandScan, length: number): SyntaxFault => {
  const unclosed = levels.at(-1)?.bracket;
  if (unclosed !== undefined) return fault(`a ${unclosed.text} is not closed`, unclosed);
  if (before === undefined) return fault("there is no expression", { from: 0, to: length });
  return fault(`the expression ends unexpectedly ${after(before)}`, before);
};

/** Why the grammar found no way on at offset `stuckAt` of the text. */
export const findFault = (text: string, stuckAt: number): SyntaxFault => {
  const scan = startOperandScan();
  let stray: SyntaxFault | undefined;
  for (const token of tokensOf(text)) {
    const lexical = lexicalFault(scan, token);
    if (lexical !== undefined) return lexical;
    if (stray === undefined && token.to > stuckAt) stray = strayFault(scan, token);
    nextRole(scan, token);
  }
  return stray ?? endFault(scan, text.length);
};
