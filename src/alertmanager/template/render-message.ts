import type { Instant } from "../../lib/clock.ts";
import { executeTemplate } from "../../lib/go-template/execution/execute.ts";
import { type Functions, layeredFunctions } from "../../lib/go-template/execution/state.ts";
import { escapeTemplateSet } from "../../lib/go-template/html/escape-set.ts";
import { HTML_FUNCTIONS } from "../../lib/go-template/html/html-functions.ts";
import type { GoVersion } from "../../lib/go-template/syntax/parse-state.ts";
import { type ParsedTemplate, parseTemplate } from "../../lib/go-template/syntax/parser.ts";
import type { ExecutionProblem } from "../../lib/go-template/template-error.ts";
import { type TemplateSet, withTemplate } from "../../lib/go-template/template-set.ts";
import { goPointer } from "../../lib/go-template/value/go-value.ts";
import { lazy } from "../../lib/lazy.ts";
import { remembered } from "../../lib/remembered.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { DEFAULT_TEMPLATES } from "./default-templates.ts";
import type { MessageData } from "./message-data.ts";
import { messageFunctions } from "./message-functions.ts";
import { messageValue } from "./message-types.ts";

const GO_VERSIONS: Readonly<Record<AlertmanagerVersion, GoVersion>> = {
  "0.25": "1.19",
  current: "current",
};

/** Functions do not differ in name from moment to moment. */
const KNOWN_FUNCTIONS: Readonly<Record<AlertmanagerVersion, () => Functions>> = {
  "0.25": lazy(() => messageFunctions("0.25", 0)),
  current: lazy(() => messageFunctions("current", 0)),
};

/** A text or a template file; `name` is the file's without its folder, or empty for a receiver's text. */
export type MessageTemplateText = { readonly name: string; readonly text: string };

export type ParsedMessage = ReturnType<typeof parseTemplate>;

/** Reads a receiver's text or a template file as Alertmanager does when it loads its configuration. */
export const parseMessageTemplate = (
  { name, text }: MessageTemplateText,
  version: AlertmanagerVersion,
): ParsedMessage =>
  parseTemplate(text, {
    name,
    version: GO_VERSIONS[version],
    hasFunction: (called) => KNOWN_FUNCTIONS[version]().has(called),
  });

const TEXT_NAME = "";

/** As many texts as a large configuration has; checks ask for the same ones again and again. */
const MOST_REMEMBERED = 2_000;
const parsedTexts = {
  "0.25": new Map<string, ParsedMessage>(),
  current: new Map<string, ParsedMessage>(),
} as const;

/** A receiver's text, parsed once. */
export const parseMessageText = (text: string, version: AlertmanagerVersion): ParsedMessage => {
  const texts = parsedTexts[version];
  const known = texts.get(text);
  if (known !== undefined) return known;
  const parsed = parseMessageTemplate({ name: TEXT_NAME, text }, version);
  if (texts.size >= MOST_REMEMBERED) texts.clear();
  texts.set(text, parsed);
  return parsed;
};

const mustParse = (file: MessageTemplateText, version: AlertmanagerVersion): ParsedTemplate => {
  const parsed = parseMessageTemplate(file, version);
  if ("error" in parsed) throw new Error(`${file.name} of Alertmanager: ${parsed.error.message}`);
  return parsed.template;
};

const defaultsOf = (version: AlertmanagerVersion): TemplateSet =>
  DEFAULT_TEMPLATES[version].reduce<TemplateSet>(
    (set, file) => withTemplate(set, mustParse(file, version)),
    new Map(),
  );

const DEFAULTS: Readonly<Record<AlertmanagerVersion, () => TemplateSet>> = {
  "0.25": lazy(() => defaultsOf("0.25")),
  current: lazy(() => defaultsOf("current")),
};

/** The definitions that Alertmanager brings; read when they are first asked for. */
export const DEFAULT_DEFINITIONS: Readonly<Record<AlertmanagerVersion, TemplateSet>> = {
  get "0.25"() {
    return DEFAULTS["0.25"]();
  },
  get current() {
    return DEFAULTS.current();
  },
};

export type MessageRendering = {
  readonly data: MessageData;
  /** Alertmanager's own definitions, and those of the user's files over them. */
  readonly definitions: TemplateSet;
  readonly version: AlertmanagerVersion;
  readonly now: Instant;
  /** The field is one that Alertmanager renders as HTML, such as the `html` of an email. */
  readonly isHtml?: boolean;
};

export type Rendered = { readonly output: string } | { readonly error: ExecutionProblem };

type Escaped = ReturnType<typeof escapeTemplateSet>;

/** Texts made ready for execution, by the definitions that they may call. */
const preparedWith = remembered((_definitions: TemplateSet) => new Map<string, Escaped>());

const prepared = (template: ParsedTemplate, text: string, rendering: MessageRendering): Escaped => {
  const { definitions, version, isHtml = false } = rendering;
  const ofDefinitions = preparedWith(definitions);
  const key = `${version} ${isHtml} ${text}`;
  const known = ofDefinitions.get(key);
  if (known !== undefined) return known;
  const trees = withTemplate(definitions, template);
  const made = isHtml ? escapeTemplateSet(trees, TEXT_NAME) : { set: trees };
  if (ofDefinitions.size >= MOST_REMEMBERED) ofDefinitions.clear();
  ofDefinitions.set(key, made);
  return made;
};

const DATA_VALUES = {
  "0.25": remembered((data: MessageData) => goPointer(messageValue(data, "0.25"))),
  current: remembered((data: MessageData) => goPointer(messageValue(data, "current"))),
} as const;

/**
 * The text that a field of a receiver becomes. A problem's `source` is empty where it is in the text itself,
 * else the name of the file.
 */
export const renderMessage = (text: string, rendering: MessageRendering): Rendered => {
  if (text === "") return { output: "" };
  const { data, version, now } = rendering;
  const parsed = parseMessageText(text, version);
  if ("error" in parsed) {
    const { message, offset } = parsed.error;
    return { error: { message, offset, template: TEXT_NAME, source: TEXT_NAME } };
  }
  const escaped = prepared(parsed.template, text, rendering);
  if ("error" in escaped) return escaped;
  const functions = messageFunctions(version, now);
  return executeTemplate({
    trees: escaped.set,
    name: TEXT_NAME,
    data: DATA_VALUES[version](data),
    functions: rendering.isHtml ? layeredFunctions(functions, HTML_FUNCTIONS) : functions,
    version: GO_VERSIONS[version],
  });
};
