import type { ActionNode, CommandNode, PipeNode } from "../syntax/node.ts";
import { nodeText } from "../syntax/node-text.ts";
import { quoteText } from "../syntax/quoted-text.ts";
import { type HtmlContext, HtmlError, nudged } from "./html-context.ts";

/** A function of Go's own and the escapers that do the same. */
const EQUIVALENT: Readonly<Record<string, string>> = {
  _html_template_attrescaper: "html",
  _html_template_htmlescaper: "html",
  _html_template_rcdataescaper: "html",
  _html_template_urlescaper: "urlquery",
  _html_template_urlnormalizer: "urlquery",
};

const PREDEFINED = new Set(["html", "urlquery"]);

const normal = (name: string): string => EQUIVALENT[name] ?? name;

/** After the first of two, the second has nothing to do. */
const isRedundant = (before: string, after: string): boolean => {
  if (before === "_html_template_urlescaper") return after === "_html_template_urlnormalizer";
  if (before === "_html_template_cssescaper") return after === "_html_template_attrescaper";
  return (
    before === "_html_template_commentescaper" &&
    (after === "_html_template_attrescaper" || after === "_html_template_htmlescaper")
  );
};

const functionName = ({ args }: CommandNode): string | undefined =>
  args[0].type === "identifier" ? args[0].name : undefined;

const commandOf = (name: string, { at, span }: PipeNode): CommandNode => ({
  type: "command",
  at,
  span,
  args: [{ type: "identifier", name, at, span }],
});

/** Rewrites `html a b` at the end of a pipeline so that the escaper stands alone. */
const withLoneEscaper = (pipe: PipeNode): readonly CommandNode[] => {
  const [only, ...others] = pipe.commands;
  const name = only && functionName(only);
  if (only === undefined || others.length > 0 || only.args.length < 2) return pipe.commands;
  if (name === undefined || !PREDEFINED.has(name)) return pipe.commands;
  const [first, ...args] = only.args;
  const evaluated: CommandNode = {
    ...only,
    args: [{ type: "identifier", name: "_eval_args_", at: first.at, span: first.span }, ...args],
  };
  return [evaluated, commandOf(name, pipe)];
};

/** The pipeline with the escapers at its end; one that is there already takes the place of its like. */
const withEscapers = (pipe: PipeNode, escapers: readonly string[]): PipeNode => {
  const commands = [...withLoneEscaper(pipe)];
  const last = commands.at(-1);
  const own = last && functionName(last);
  const isPredefined = own !== undefined && PREDEFINED.has(own);
  const isEquivalent = (name: string) => isPredefined && normal(name) === own;
  const names = escapers.map((name) => (isEquivalent(name) ? (own ?? name) : name));
  if (escapers.some(isEquivalent)) commands.pop();
  const present = new Set(commands.map((command) => normal(functionName(command) ?? "")));
  for (const name of names) {
    const before = commands.at(-1);
    const beforeName = (before && functionName(before)) ?? "";
    if (present.has(normal(name)) || isRedundant(beforeName, name)) continue;
    commands.push(commandOf(name, pipe));
  }
  return { ...pipe, commands };
};

const urlEscapers = (context: HtmlContext, node: ActionNode): readonly string[] => {
  const isString = context.state === "CSSDqStr" || context.state === "CSSSqStr";
  const normalizer = isString ? "_html_template_cssescaper" : "_html_template_urlnormalizer";
  switch (context.urlPart) {
    case "None":
      return ["_html_template_urlfilter", normalizer];
    case "PreQuery":
      return [normalizer];
    case "QueryOrFrag":
      return ["_html_template_urlescaper"];
    case "Unknown":
      throw new HtmlError(`${nodeText(node)} appears in an ambiguous context within a URL`);
  }
};

const contentEscapers = (context: HtmlContext, node: ActionNode): readonly string[] => {
  switch (context.state) {
    case "URL":
    case "CSSDqStr":
    case "CSSSqStr":
    case "CSSDqURL":
    case "CSSSqURL":
    case "CSSURL":
      return urlEscapers(context, node);
    case "CSS":
      return ["_html_template_cssvaluefilter"];
    case "Text":
      return ["_html_template_htmlescaper"];
    case "RCDATA":
      return ["_html_template_rcdataescaper"];
    case "AttrName":
    case "Tag":
      return ["_html_template_htmlnamefilter"];
    case "Srcset":
      return ["_html_template_srcsetescaper"];
    case "HTMLCmt":
    case "CSSBlockCmt":
    case "CSSLineCmt":
      return ["_html_template_commentescaper"];
    default:
      return [];
  }
};

const delimiterEscapers = ({ delimiter }: HtmlContext): readonly string[] => {
  if (delimiter === "None") return [];
  return [
    delimiter === "SpaceOrTagEnd" ? "_html_template_nospaceescaper" : "_html_template_attrescaper",
  ];
};

const checkPredefined = ({ commands }: PipeNode, context: HtmlContext): void => {
  const isUnquoted = context.state === "Attr" && context.delimiter === "SpaceOrTagEnd";
  for (const [index, command] of commands.entries()) {
    const name = functionName(command);
    if (name === undefined || !PREDEFINED.has(name)) continue;
    if (index < commands.length - 1 || (isUnquoted && name === "html")) {
      throw new HtmlError(`predefined escaper ${quoteText(name)} disallowed in template`);
    }
  }
};

/** The action with the escapers that its place wants, and the context after it. */
export const escapeAction = (
  start: HtmlContext,
  node: ActionNode,
): { readonly node: ActionNode; readonly context: HtmlContext } => {
  if (node.pipe.variables.length > 0) return { node, context: start };
  const context = nudged(start);
  checkPredefined(node.pipe, context);
  const escapers = [...contentEscapers(context, node), ...delimiterEscapers(context)];
  const after: HtmlContext = context.state === "Tag" ? { ...context, state: "AttrName" } : context;
  return { node: { ...node, pipe: withEscapers(node.pipe, escapers) }, context: after };
};
