import { type HtmlContext, isComment } from "./html-context.ts";
import { contentEnd, contextAfter } from "./html-transition.ts";

const DOCTYPE = /^<!doctype/i;

/** A `<` that begins no tag is text. */
const withEscapedBrackets = (text: string): string =>
  text.replace(/</g, (bracket, at: number) =>
    DOCTYPE.test(text.slice(at, at + 9)) ? bracket : "&lt;",
  );

const isContent = ({ state }: HtmlContext): boolean => state === "Text" || state === "RCDATA";

const isDropped = (context: HtmlContext): boolean =>
  isComment(context) && context.delimiter === "None";

/** What of a part is written that leads from one context to another. */
const writtenOf = (part: string, before: HtmlContext, after: HtmlContext): string => {
  if (isDropped(before)) return before.state === "CSSBlockCmt" && after !== before ? " " : "";
  const begins = after.state !== before.state && isDropped(after);
  const opening = after.state === "HTMLCmt" ? 4 : 2;
  const kept = begins ? part.slice(0, part.length - opening) : part;
  if (!isContent(before)) return kept;
  const tag = after.state === before.state || begins ? kept.length : kept.lastIndexOf("<");
  const end = tag < 0 ? kept.length : tag;
  return withEscapedBrackets(kept.slice(0, end)) + kept.slice(end);
};

/** The text without comments and with stray brackets escaped, and the context after it. */
export const escapeText = (
  start: HtmlContext,
  text: string,
): { readonly text: string; readonly context: HtmlContext } => {
  let context = start;
  let written = "";
  let at = 0;
  let end = contentEnd(start.element, text, 0);
  while (at < text.length) {
    const step = contextAfter(context, text.slice(at), end - at);
    written += writtenOf(text.slice(at, at + step.length), context, step.context);
    at += step.length;
    // Searched anew only where it may be another one, for texts can be long.
    const isPassed = end >= 0 && end < at;
    if (isPassed || step.context.element !== context.element) {
      end = contentEnd(step.context.element, text, at);
    }
    context = step.context;
  }
  return { text: written, context };
};
