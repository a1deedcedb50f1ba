/** A token as an error message needs it; `broken` is a quote without end or a character that PromQL has not. */
export type Token = {
  readonly kind: "word" | "number" | "string" | "bracket" | "mark" | "broken";
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

const BLANKS = /(?:[ \t\r\n]+|#[^\n]*)+/y;
const TOKEN =
  /(?<string>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`)|(?<word>[A-Za-z_:][\w:]*)|(?<number>0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?(?:[a-z]+\d*)*)|(?<bracket>[()[\]{}])|(?<mark>==|!=|<=|>=|=~|!~|[-+*/%^<>=@,:])/y;

const KINDS = ["string", "word", "number", "bracket", "mark"] as const;

/** The tokens of a query, without blanks and comments. */
export function* tokensOf(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    BLANKS.lastIndex = at;
    if (BLANKS.test(text)) at = BLANKS.lastIndex;
    if (at >= text.length) return;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const written = match?.[0] ?? character;
    const kind = KINDS.find((name) => match?.groups?.[name] !== undefined) ?? "broken";
    yield { kind, text: written, from: at, to: at + written.length };
    at += written.length;
  }
}

/** Keywords of PromQL that are never the name of a metric. */
const RESERVED = /^(?:bool|on|ignoring|group_left|group_right|inf|nan)$/i;

export const isReserved = (word: string): boolean => RESERVED.test(word);
