import { nextRole, startOperandScan, type TokenRole } from "./operand-scan.ts";
import { type Token, tokensOf } from "./tokens.ts";

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

const mendWord = (text: string, next: string | undefined): string => {
  if (/^offset$/i.test(text) && next !== "(") return "_".repeat(text.length);
  const isCall = next === "(" && !NO_FUNCTION.test(text);
  if (!isCall || text.length < STAND_IN.length || text.includes(":")) return text;
  return STAND_IN.padEnd(text.length);
};

type Pending = { readonly token: Token; readonly role: TokenRole };

const mended = ({ token, role }: Pending, next: string | undefined): string => {
  if (token.kind === "number") return mendNumber(token.text);
  const isOperand = token.kind === "word" && role === "operand";
  return isOperand ? mendWord(token.text, next) : token.text;
};

/**
 * The text with what the grammar does not know but Prometheus reads (`5.`, `0X1F`, a metric named
 * `offset`, functions of other versions, which the check of types judges) put into words that the
 * grammar knows, each of the same length, so that every place stays where it was.
 */
export const mendForGrammar = (text: string): string => {
  const scan = startOperandScan();
  let result = "";
  let at = 0;
  let pending: Pending | undefined;
  const put = (next: string | undefined) => {
    if (pending === undefined) return;
    result += text.slice(at, pending.token.from) + mended(pending, next);
    at = pending.token.to;
  };
  for (const token of tokensOf(text)) {
    put(token.text);
    pending = { token, role: nextRole(scan, token) };
  }
  put(undefined);
  return result + text.slice(at);
};
