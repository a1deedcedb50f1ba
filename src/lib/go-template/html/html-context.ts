export type HtmlState =
  | "Text"
  | "Tag"
  | "AttrName"
  | "AfterName"
  | "BeforeValue"
  | "HTMLCmt"
  | "RCDATA"
  | "Attr"
  | "URL"
  | "Srcset"
  | "CSS"
  | "CSSDqStr"
  | "CSSSqStr"
  | "CSSDqURL"
  | "CSSSqURL"
  | "CSSURL"
  | "CSSBlockCmt"
  | "CSSLineCmt"
  /** Nothing follows: after a break or continue. */
  | "Dead";

/**
 * Where in HTML a place of a template is, in the words of Go's html/template, which its errors repeat. Scripts are
 * left out.
 */
export type HtmlContext = {
  readonly state: HtmlState;
  /** What ends the attribute's value. */
  readonly delimiter: "None" | "DoubleQuote" | "SingleQuote" | "SpaceOrTagEnd";
  readonly urlPart: "None" | "PreQuery" | "QueryOrFrag" | "Unknown";
  readonly attribute: "None" | "Style" | "URL" | "Srcset";
  /** The element whose content is no HTML. */
  readonly element: "None" | "Style" | "Textarea" | "Title";
};

export const TEXT_CONTEXT: HtmlContext = {
  state: "Text",
  delimiter: "None",
  urlPart: "None",
  attribute: "None",
  element: "None",
};

/** Why html/template refuses a template. */
export class HtmlError extends Error {
  override name = "HtmlError";
}

export const isSameContext = (a: HtmlContext, b: HtmlContext): boolean =>
  a.state === b.state &&
  a.delimiter === b.delimiter &&
  a.urlPart === b.urlPart &&
  a.attribute === b.attribute &&
  a.element === b.element;

/** A context as Go's errors write it. */
export const contextText = (context: HtmlContext): string => {
  const { state, delimiter, urlPart, attribute, element } = context;
  return `{state${state} delim${delimiter} urlPart${urlPart} jsCtxRegexp attr${attribute} element${element} <nil>}`;
};

/** The name that a definition has where it is called in another context than plain text. */
export const nameInContext = (name: string, context: HtmlContext): string => {
  if (context.state === "Text") return name;
  const { state, delimiter, urlPart, attribute, element } = context;
  const parts = [
    delimiter === "None" ? "" : `_delim${delimiter}`,
    urlPart === "None" ? "" : `_urlPart${urlPart}`,
    attribute === "None" ? "" : `_attr${attribute}`,
    element === "None" ? "" : `_element${element}`,
  ];
  return `${name}$htmltemplate_state${state}${parts.join("")}`;
};

export const VALUE_STATES: Readonly<Record<HtmlContext["attribute"], HtmlState>> = {
  None: "Attr",
  Style: "CSS",
  URL: "URL",
  Srcset: "Srcset",
};

/** The context of an action, which begins what text would begin there. */
export const nudged = (context: HtmlContext): HtmlContext => {
  switch (context.state) {
    case "Tag":
      return { ...context, state: "AttrName" };
    case "BeforeValue":
      return {
        ...context,
        state: VALUE_STATES[context.attribute],
        delimiter: "SpaceOrTagEnd",
        attribute: "None",
      };
    case "AfterName":
      return { ...context, state: "AttrName", attribute: "None" };
    default:
      return context;
  }
};

/** The context after two branches; undefined where they end in different ones. */
export const joinContexts = (a: HtmlContext, b: HtmlContext): HtmlContext | undefined => {
  if (a.state === "Dead") return b;
  if (b.state === "Dead" || isSameContext(a, b)) return a;
  if (isSameContext({ ...a, urlPart: b.urlPart }, b)) return { ...a, urlPart: "Unknown" };
  const [nudgedA, nudgedB] = [nudged(a), nudged(b)];
  const isMoved = !isSameContext(a, nudgedA) || !isSameContext(b, nudgedB);
  return isMoved ? joinContexts(nudgedA, nudgedB) : undefined;
};

export const isComment = ({ state }: HtmlContext): boolean =>
  state === "HTMLCmt" || state === "CSSBlockCmt" || state === "CSSLineCmt";
