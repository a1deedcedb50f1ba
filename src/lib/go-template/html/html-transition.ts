import { quoteText } from "../syntax/quoted-text.ts";
import { UnsupportedError } from "../template-error.ts";
import { attributeKind } from "./attribute-kind.ts";
import {
  afterUrl,
  type Transition,
  throughCss,
  throughCssComment,
  throughCssString,
} from "./css-transition.ts";
import { type HtmlContext, HtmlError, TEXT_CONTEXT, VALUE_STATES } from "./html-context.ts";

const SPACE = /[ \t\n\f\r]/;
const TAG = /<(?:!--|(\/?)([a-zA-Z][a-zA-Z0-9]*(?:[:-][a-zA-Z0-9]+)*[a-zA-Z0-9]*))/g;

const ELEMENTS: Readonly<Record<string, HtmlContext["element"]>> = {
  style: "Style",
  textarea: "Textarea",
  title: "Title",
};

const whole = (context: HtmlContext, text: string): Transition => ({
  context,
  length: text.length,
});

const spaceEnd = (text: string): number => {
  let end = 0;
  while (SPACE.test(text[end] ?? "")) end++;
  return end;
};

const throughText = (context: HtmlContext, text: string): Transition => {
  TAG.lastIndex = 0;
  const tag = TAG.exec(text);
  if (tag === null) return whole(context, text);
  const length = tag.index + tag[0].length;
  const name = tag[2]?.toLowerCase();
  if (name === undefined) return { context: { ...TEXT_CONTEXT, state: "HTMLCmt" }, length };
  const isEnd = tag[1] === "/";
  if (name === "script" && !isEnd) throw new UnsupportedError("a script in HTML");
  const element = isEnd ? "None" : (ELEMENTS[name] ?? "None");
  return { context: { ...TEXT_CONTEXT, state: "Tag", element }, length };
};

const nameEnd = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? "";
    if (SPACE.test(character) || character === "=" || character === ">") return at;
    if (character === "'" || character === '"' || character === "<") {
      const shown = [...text].slice(0, 32).join("");
      throw new HtmlError(`${quoteText(character)} in attribute name: ${quoteText(shown)}`);
    }
  }
  return text.length;
};

const attributeOf = (name: string): HtmlContext["attribute"] => {
  switch (attributeKind(name)) {
    case "url":
      return "URL";
    case "style":
      return "Style";
    case "srcset":
      return "Srcset";
    case "script":
      throw new UnsupportedError("a script in an attribute of HTML");
    default:
      return "None";
  }
};

const contentState = (element: HtmlContext["element"]): HtmlContext["state"] => {
  if (element === "None") return "Text";
  return element === "Style" ? "CSS" : "RCDATA";
};

const throughTag = (context: HtmlContext, text: string): Transition => {
  const { element } = context;
  const from = spaceEnd(text);
  if (from === text.length) return whole(context, text);
  if (text[from] === ">") {
    const inside: HtmlContext = { ...TEXT_CONTEXT, state: contentState(element), element };
    return { context: inside, length: from + 1 };
  }
  const end = nameEnd(text, from);
  if (end === from) {
    const rest = quoteText(text.slice(from));
    throw new HtmlError(`expected space, attr name, or end of tag, but got ${rest}`);
  }
  const attribute = attributeOf(text.slice(from, end).toLowerCase());
  const state = end === text.length ? "AttrName" : "AfterName";
  return { context: { ...TEXT_CONTEXT, state, element, attribute }, length: end };
};

const throughName = (context: HtmlContext, text: string): Transition => {
  const length = nameEnd(text, 0);
  return {
    context: length === text.length ? context : { ...context, state: "AfterName" },
    length,
  };
};

const afterName = (context: HtmlContext, text: string): Transition => {
  const from = spaceEnd(text);
  if (from === text.length) return whole(context, text);
  return text[from] === "="
    ? { context: { ...context, state: "BeforeValue" }, length: from + 1 }
    : { context: { ...context, state: "Tag" }, length: from };
};

const beforeValue = (context: HtmlContext, text: string): Transition => {
  const from = spaceEnd(text);
  if (from === text.length) return whole(context, text);
  const quote = text[from];
  const state = VALUE_STATES[context.attribute];
  if (quote === '"') {
    return { context: { ...context, state, delimiter: "DoubleQuote" }, length: from + 1 };
  }
  if (quote === "'") {
    return { context: { ...context, state, delimiter: "SingleQuote" }, length: from + 1 };
  }
  return { context: { ...context, state, delimiter: "SpaceOrTagEnd" }, length: from };
};

const throughComment = (context: HtmlContext, text: string): Transition => {
  const end = text.indexOf("-->");
  return end < 0 ? whole(context, text) : { context: TEXT_CONTEXT, length: end + 3 };
};

const transition = (context: HtmlContext, text: string): Transition => {
  switch (context.state) {
    case "Text":
      return throughText(context, text);
    case "Tag":
      return throughTag(context, text);
    case "AttrName":
      return throughName(context, text);
    case "AfterName":
      return afterName(context, text);
    case "BeforeValue":
      return beforeValue(context, text);
    case "HTMLCmt":
      return throughComment(context, text);
    case "URL":
    case "Srcset":
      return whole(afterUrl(context, text), text);
    case "CSS":
      return throughCss(context, text);
    case "CSSDqStr":
    case "CSSSqStr":
    case "CSSDqURL":
    case "CSSSqURL":
    case "CSSURL":
      return throughCssString(context, text);
    case "CSSBlockCmt":
    case "CSSLineCmt":
      return throughCssComment(context, text);
    default:
      return whole(context, text);
  }
};

const ELEMENT_ENDS: Readonly<Record<HtmlContext["element"], RegExp | undefined>> = {
  None: undefined,
  Style: /<\/style[> \t\n\f/]/gi,
  Textarea: /<\/textarea[> \t\n\f/]/gi,
  Title: /<\/title[> \t\n\f/]/gi,
};

/** Where the content of an element ends that is no HTML, searched from an offset on; -1 where it does not. */
export const contentEnd = (element: HtmlContext["element"], text: string, from: number): number => {
  const pattern = ELEMENT_ENDS[element];
  if (pattern === undefined) return -1;
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
};

const outsideValue = (context: HtmlContext, text: string, end: number): Transition => {
  if (end === 0) return { context: TEXT_CONTEXT, length: 0 };
  return transition(context, end < 0 ? text : text.slice(0, end));
};

const VALUE_ENDS = {
  DoubleQuote: /"/,
  SingleQuote: /'/,
  SpaceOrTagEnd: /[ \t\n\f\r>]/,
} as const;

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (all, ...groups) => {
      const [decimal, hex, name] = groups;
      if (typeof name === "string") return NAMED[name] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  );

const insideValue = (
  context: HtmlContext,
  text: string,
  delimiter: keyof typeof VALUE_ENDS,
): Transition => {
  const found = text.search(VALUE_ENDS[delimiter]);
  const end = found < 0 ? text.length : found;
  const value = text.slice(0, end);
  const bad = delimiter === "SpaceOrTagEnd" ? /["'<=`]/.exec(value)?.[0] : undefined;
  if (bad !== undefined) {
    throw new HtmlError(`${quoteText(bad)} in unquoted attr: ${quoteText(value)}`);
  }
  if (found >= 0) {
    const tag: HtmlContext = { ...TEXT_CONTEXT, state: "Tag", element: context.element };
    return { context: tag, length: end + (delimiter === "SpaceOrTagEnd" ? 0 : 1) };
  }
  let after = context;
  for (let rest = unescaped(value); rest !== ""; ) {
    const step = transition(after, rest);
    after = step.context;
    rest = rest.slice(step.length);
  }
  return { context: after, length: end };
};

/**
 * The context after the first part of a text of a template; `end` is the text's contentEnd. Throws an HtmlError where
 * Go refuses the text.
 */
export const contextAfter = (context: HtmlContext, text: string, end: number): Transition =>
  context.delimiter === "None"
    ? outsideValue(context, text, end)
    : insideValue(context, text, context.delimiter);
