import { quoteText } from "../syntax/quoted-text.ts";
import { type HtmlContext, HtmlError, type HtmlState } from "./html-context.ts";

/** The context after some of a text, and how much of it that was. */
export type Transition = { readonly context: HtmlContext; readonly length: number };

/** A `?` or `#` begins the query or the fragment; anything but space begins the URL. */
export const afterUrl = (context: HtmlContext, text: string): HtmlContext => {
  if (/[#?]/.test(text)) return { ...context, urlPart: "QueryOrFrag" };
  const begins = /[^ \t\n\f\r]/.test(text) && context.urlPart === "None";
  return begins ? { ...context, urlPart: "PreQuery" } : context;
};

const URL_START = /(?:^|[^a-zA-Z0-9_\u{80}-\u{10ffff}-])url[\t\n\f\r ]*$/iu;

const OPENINGS: Readonly<Record<string, HtmlState>> = { '"': "CSSDqStr", "'": "CSSSqStr" };

/** What a parenthesis after `url` begins. */
const urlOpening = (text: string, at: number): { state: HtmlState; end: number } => {
  let end = at + 1;
  while (/[\t\n\f\r ]/.test(text[end] ?? "")) end++;
  if (text[end] === '"') return { state: "CSSDqURL", end: end + 1 };
  if (text[end] === "'") return { state: "CSSSqURL", end: end + 1 };
  return { state: "CSSURL", end };
};

const COMMENTS: Readonly<Record<string, HtmlState>> = {
  "//": "CSSLineCmt",
  "/*": "CSSBlockCmt",
};

const opening = (text: string, at: number): { state: HtmlState; end: number } | undefined => {
  const character = text[at] ?? "";
  if (character === "(") {
    return URL_START.test(text.slice(Math.max(at - 200, 0), at)) ? urlOpening(text, at) : undefined;
  }
  const comment = COMMENTS[text.slice(at, at + 2)];
  if (comment !== undefined) return { state: comment, end: at + 2 };
  const state = OPENINGS[character];
  return state === undefined ? undefined : { state, end: at + 1 };
};

/** Through declarations, up to a string, a URL or a comment. */
export const throughCss = (context: HtmlContext, text: string): Transition => {
  for (const { index } of text.matchAll(/[("'/]/g)) {
    const found = opening(text, index);
    if (found !== undefined) {
      return { context: { ...context, state: found.state }, length: found.end };
    }
  }
  return { context, length: text.length };
};

const ENDS: Partial<Record<HtmlState, RegExp>> = {
  CSSDqStr: /[\\"]/g,
  CSSDqURL: /[\\"]/g,
  CSSSqStr: /[\\']/g,
  CSSSqURL: /[\\']/g,
  CSSURL: /[\\\t\n\f\r )]/g,
};

/** Through a string or a URL of CSS, which html/template takes both for URLs. */
export const throughCssString = (context: HtmlContext, text: string): Transition => {
  const ends = ENDS[context.state] ?? /$/g;
  for (let from = 0; from < text.length; ) {
    ends.lastIndex = from;
    const end = ends.exec(text);
    if (end === null) break;
    if (end[0] !== "\\") {
      return { context: { ...context, state: "CSS" }, length: end.index + 1 };
    }
    if (end.index + 1 === text.length) {
      throw new HtmlError(`unfinished escape sequence in CSS string: ${quoteText(text)}`);
    }
    from = end.index + 2;
  }
  return { context: afterUrl(context, text), length: text.length };
};

export const throughCssComment = (context: HtmlContext, text: string): Transition => {
  const isBlock = context.state === "CSSBlockCmt";
  const end = isBlock ? text.indexOf("*/") : text.search(/[\n\f\r]/);
  if (end < 0) return { context, length: text.length };
  return { context: { ...context, state: "CSS" }, length: end + (isBlock ? 2 : 0) };
};
