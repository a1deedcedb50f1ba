import { argumentsText } from "../format/print.ts";
import { UnsupportedError } from "../template-error.ts";
import { bytesOf } from "../value/byte-text.ts";
import { ANY, type GoFunction } from "../value/go-type.ts";
import { type GoValue, goString, indirect } from "../value/go-value.ts";
import { attributeKind } from "./attribute-kind.ts";
import { TEXT_CONTEXT } from "./html-context.ts";
import { contentEnd, contextAfter } from "./html-transition.ts";

/** What html/template writes in place of something that would not be safe. */
const FAILSAFE = "ZgotmplZ";

type Content = { readonly text: string; readonly type: string };

const contentOf = (args: readonly GoValue[]): Content => {
  const [first, ...others] = args;
  const value = indirect(first ?? { kind: "invalid" });
  if (others.length === 0 && value.kind === "string") {
    return { text: value.text, type: value.type.text };
  }
  return { text: argumentsText(args.filter(({ kind }) => kind !== "invalid")), type: "string" };
};

const escaper = (call: (content: Content) => string): GoFunction => ({
  parameters: [ANY],
  variadic: true,
  call: (args) => goString(call(contentOf(args))),
});

const isMarkup = ({ type }: Content): boolean => type === "template.HTML";
const isUrl = ({ type }: Content): boolean => type === "template.URL";

const ENTITIES: Readonly<Record<string, string>> = {
  '"': "&#34;",
  "&": "&amp;",
  "'": "&#39;",
  "+": "&#43;",
  "<": "&lt;",
  ">": "&gt;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\v": "&#11;",
  "\f": "&#12;",
  "\r": "&#13;",
  " ": "&#32;",
  "=": "&#61;",
  "`": "&#96;",
};

const entity = (character: string): string => ENTITIES[character] ?? character;

const escapeMarkup = (text: string, keepsEntities: boolean): string =>
  text.replaceAll("\0", "\ufffd").replace(keepsEntities ? /["'+<>]/g : /["&'+<>]/g, entity);

const escapeUnquoted = (text: string, keepsEntities: boolean): string =>
  text
    .replaceAll("\0", "&#xfffd;")
    .replace(keepsEntities ? /["'+<>\t\n\v\f\r =`]/g : /["&'+<>\t\n\v\f\r =`]/g, entity)
    .replace(
      /[\ufdd0-\ufdef\ufff0-\uffff]/g,
      (character) => `&#x${character.charCodeAt(0).toString(16)};`,
    );

/** The text of markup, for attributes cannot hold tags. */
const withoutTags = (markup: string): string => {
  if (!markup.includes("<")) return markup;
  let context = TEXT_CONTEXT;
  let text = "";
  for (let at = 0; at < markup.length; ) {
    const step = contextAfter(
      context,
      markup.slice(at),
      contentEnd(context.element, markup, at) - at,
    );
    const part = markup.slice(at, at + step.length);
    const isText = context.state === "Text" || context.state === "RCDATA";
    if (context.state === "CSS") throw new UnsupportedError("a style in markup of an attribute");
    if (isText) text += step.context.state === context.state ? part : part.replace(/<[^<]*$/, "");
    context = step.context;
    at += step.length;
  }
  return text;
};

const RESERVED = new Set("!#$&*+,/:;=?@[]");

const escapedByte = (byte: number): string => `%${byte.toString(16).padStart(2, "0")}`;

const processUrl = (text: string, normalizes: boolean): string =>
  text.replace(/%[0-9a-fA-F]{2}|[^A-Za-z0-9\-._~]/gu, (part) => {
    if (part.length === 3 && part.startsWith("%")) return normalizes ? part : `%25${part.slice(1)}`;
    if (normalizes && RESERVED.has(part)) return part;
    return Array.from(bytesOf(part), escapedByte).join("");
  });

const isSafeUrl = (text: string): boolean => {
  const colon = text.indexOf(":");
  const scheme = text.slice(0, Math.max(colon, 0));
  return colon < 0 || scheme.includes("/") || /^(?:https?|mailto)$/i.test(scheme);
};

const cssCharacter = (code: number): string =>
  code >= 0xd800 && code <= 0xdfff ? "\ufffd" : String.fromCodePoint(code);

/** One space after a code belongs to it; a digit too many does not. */
const cssEscape = (digits: string, space: string): string => {
  const code = Number.parseInt(digits, 16);
  if (code <= 0x10ffff) return cssCharacter(code);
  return cssCharacter(Number.parseInt(digits.slice(0, -1), 16)) + digits.slice(-1) + space;
};

/** The text that escape sequences of CSS spell. */
const decodeCss = (text: string): string =>
  text.replace(
    /\\(?:([0-9a-fA-F]{1,6})(\r\n|[\t\n\f\r ])?|(.)|$)/gsu,
    (_, ...[digits, space, character]: readonly (string | undefined)[]) =>
      digits === undefined ? (character ?? "") : cssEscape(digits, space ?? ""),
  );

const filterCss = (written: string): string => {
  const text = decodeCss(written);
  if (text.includes("\0") || /["'()/;@[\\\]`{}]|--/.test(text)) return FAILSAFE;
  const identifier = text.replace(/[^a-zA-Z0-9_-]/g, "").toLowerCase();
  return /expression|mozbinding/.test(identifier) ? FAILSAFE : text;
};

const CSS_SPECIAL = /[\t\n\f\r"&'()+/:;<>\\{}]/g;

/** Escapes by code, with a space where what follows would read on. */
const escapeCss = (text: string): string =>
  text.replaceAll("\0", "\\0").replace(CSS_SPECIAL, (character, at: number) => {
    if (character === "\\") return "\\\\";
    const next = text[at + 1] ?? " ";
    const space = /[0-9a-fA-F\t\n\f\r ]/.test(next) ? " " : "";
    return `\\${character.charCodeAt(0).toString(16)}${space}`;
  });

const filterName = ({ text }: Content): string => {
  const name = text.toLowerCase();
  return /^[0-9a-z]+$/.test(name) && attributeKind(name) === "plain" ? name : FAILSAFE;
};

const notHere = (what: string): GoFunction =>
  escaper(() => {
    throw new UnsupportedError(what);
  });

/** The functions that html/template puts behind actions. */
export const HTML_FUNCTIONS: ReadonlyMap<string, GoFunction> = new Map([
  [
    "_html_template_htmlescaper",
    escaper((content) => (isMarkup(content) ? content.text : escapeMarkup(content.text, false))),
  ],
  [
    "_html_template_rcdataescaper",
    escaper((content) => escapeMarkup(content.text, isMarkup(content))),
  ],
  [
    "_html_template_attrescaper",
    escaper((content) =>
      isMarkup(content)
        ? escapeMarkup(withoutTags(content.text), true)
        : escapeMarkup(content.text, false),
    ),
  ],
  [
    "_html_template_nospaceescaper",
    escaper((content) =>
      isMarkup(content)
        ? escapeUnquoted(withoutTags(content.text), true)
        : escapeUnquoted(content.text, false),
    ),
  ],
  ["_html_template_commentescaper", escaper(() => "")],
  ["_html_template_htmlnamefilter", escaper(filterName)],
  ["_html_template_cssvaluefilter", escaper(({ text }) => filterCss(text))],
  ["_html_template_cssescaper", escaper(({ text }) => escapeCss(text))],
  ["_html_template_srcsetescaper", notHere("an action in a srcset")],
  [
    "_html_template_urlfilter",
    escaper((content) =>
      isUrl(content) || isSafeUrl(content.text) ? content.text : `#${FAILSAFE}`,
    ),
  ],
  ["_html_template_urlnormalizer", escaper(({ text }) => processUrl(text, true))],
  ["_html_template_urlescaper", escaper((content) => processUrl(content.text, isUrl(content)))],
  [
    "_eval_args_",
    { parameters: [ANY], variadic: true, call: (args) => goString(argumentsText(args)) },
  ],
]);
