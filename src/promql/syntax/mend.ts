import { expectsOperand, type Token, tokensOf } from "./tokens.ts";

/**
 * Names before a parenthesis that the grammar takes for something else than a function. Aggregations
 * and keywords are compared without regard to case, as Prometheus does.
 */
const NO_FUNCTION =
  /^(?:and|or|unless|atan2|by|without|on|ignoring|group_left|group_right|bool|offset|fill|fill_left|fill_right|sum|avg|min|max|count|group|stddev|stdvar|topk|bottomk|limitk|limit_ratio|quantile|count_values|inf|nan|step|range|min_of|max_of)$/i;

/** Any function of the grammar: the shortest. */
const STAND_IN = "ln";

const mendNumber = (text: string): string => {
  if (/^0x/i.test(text)) return `0x${text.slice(2).replaceAll("_", "0")}`;
  return text.replace(/\.(?!\d)/, "0");
};

const mendWord = (token: Token, before: Token | undefined, after: Token | undefined): string => {
  const { text } = token;
  if (/^offset$/i.test(text) && expectsOperand(before)) return "_".repeat(text.length);
  const isCall = after?.text === "(" && expectsOperand(before) && !NO_FUNCTION.test(text);
  if (!isCall || text.length < STAND_IN.length || text.includes(":")) return text;
  return STAND_IN.padEnd(text.length);
};

const mended = (token: Token, before: Token | undefined, after: Token | undefined): string => {
  if (token.kind === "number") return mendNumber(token.text);
  return token.kind === "word" ? mendWord(token, before, after) : token.text;
};

/**
 * The text with what the grammar does not know but Prometheus reads (`5.`, `0X1F`, a metric named
 * `offset`, functions of other versions, which the check of types judges) put into words that the
 * grammar knows, each of the same length, so that every place stays where it was.
 */
export const mendForGrammar = (text: string): string => {
  let result = "";
  let at = 0;
  let before: Token | undefined;
  let current: Token | undefined;
  const put = (after: Token | undefined) => {
    if (current === undefined) return;
    result += text.slice(at, current.from) + mended(current, before, after);
    at = current.to;
  };
  for (const token of tokensOf(text)) {
    put(token);
    before = current;
    current = token;
  }
  put(undefined);
  return result + text.slice(at);
};
