import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { executeTemplate } from "../../lib/go-template/execution/execute.ts";
import type { GoVersion } from "../../lib/go-template/syntax/parse-state.ts";
import {
  type ParsedTemplate,
  type Preamble,
  parseTemplate,
} from "../../lib/go-template/syntax/parser.ts";
import {
  ANY,
  FLOAT64,
  type GoType,
  STRING,
  STRING_MAP,
  structType,
} from "../../lib/go-template/value/go-type.ts";
import { goFloat, goString, goStringMap, goStruct } from "../../lib/go-template/value/go-value.ts";
import { type AnswerQuery, alertFunctions, type PrometheusVersion } from "./alert-functions.ts";

/** What Prometheus puts before every template of a rule. */
export const PREAMBLE =
  "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}" +
  "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

const GO_VERSIONS: Readonly<Record<PrometheusVersion, GoVersion>> = {
  "2.42": "1.19",
  current: "current",
};

const dataType = (value: GoType): GoType =>
  structType(
    "struct { Labels map[string]string; ExternalLabels map[string]string; " +
      `ExternalURL string; Value ${value.text} }`,
    () => ({
      fields: { Labels: STRING_MAP, ExternalLabels: STRING_MAP, ExternalURL: STRING, Value: value },
    }),
  );

const DATA_TYPES: Readonly<Record<PrometheusVersion, GoType>> = {
  "2.42": dataType(FLOAT64),
  current: dataType(ANY),
};

const KNOWN_FUNCTIONS = {
  "2.42": alertFunctions({ version: "2.42", now: 0, externalUrl: undefined, query: () => [] }),
  current: alertFunctions({ version: "current", now: 0, externalUrl: undefined, query: () => [] }),
} as const;

export type AlertTemplateProblem = {
  /** Go's error. */
  readonly message: string;
  /** What stands in the alert in place of the text. */
  readonly shown: string;
  /** Where in the template. */
  readonly offset: number;
};

type Named = { readonly alert: string; readonly version: PrometheusVersion };

const nameOf = (alert: string): string => `__alert_${alert}`;

const problemOf = (
  doing: "parsing" | "executing",
  alert: string,
  { message, offset }: { message: string; offset: number },
): AlertTemplateProblem => ({
  message,
  shown: `<error expanding template: error ${doing} template ${nameOf(alert)}: ${message}>`,
  offset: Math.max(offset - PREAMBLE.length, 0),
});

const preambleOf = (version: PrometheusVersion): Preamble => {
  const parsed = parseTemplate(PREAMBLE, {
    name: "",
    version: GO_VERSIONS[version],
    hasFunction: () => false,
  });
  const root = "error" in parsed ? undefined : parsed.template.trees.get("")?.root;
  if (root === undefined) throw new Error("Prometheus's own preamble is no template");
  return { text: PREAMBLE, nodes: root.nodes };
};

const PREAMBLES = { "2.42": preambleOf("2.42"), current: preambleOf("current") } as const;

type Parsed = ReturnType<typeof parseTemplate>;

const parseNamed = (text: string, name: string, version: PrometheusVersion): Parsed =>
  parseTemplate(PREAMBLE + text, {
    name,
    version: GO_VERSIONS[version],
    hasFunction: (called) => KNOWN_FUNCTIONS[version].has(called),
    preamble: PREAMBLES[version],
  });

/** As many texts as a large set of rules has; checks ask for the same ones again and again. */
const MOST_REMEMBERED = 20_000;
const remembered = {
  "2.42": new Map<string, Parsed>(),
  current: new Map<string, Parsed>(),
} as const;

const parseOnce = (text: string, version: PrometheusVersion): Parsed => {
  const known = remembered[version].get(text);
  if (known !== undefined) return known;
  const parsed = parseNamed(text, "", version);
  if (remembered[version].size >= MOST_REMEMBERED) remembered[version].clear();
  remembered[version].set(text, parsed);
  return parsed;
};

const withName = ({ trees }: ParsedTemplate, name: string): ParsedTemplate => ({
  name,
  trees: new Map(
    trees.values().map((tree) => {
      const named = { ...tree, source: name, name: tree.name === "" ? name : tree.name };
      return [named.name, named];
    }),
  ),
});

/** The text parsed under no name, the same object each time it is asked for; undefined when it is no template. */
export const sharedTemplate = (
  text: string,
  version: PrometheusVersion,
): ParsedTemplate | undefined => {
  const parsed = parseOnce(text, version);
  return "error" in parsed ? undefined : parsed.template;
};

/**
 * Reads a label or an annotation of an alerting rule as Prometheus does when it loads the rule. Offsets within the
 * parsed template count from the start of the preamble.
 */
export const parseAlertTemplate = (
  text: string,
  { alert, version }: Named,
): { readonly template: ParsedTemplate } | { readonly error: AlertTemplateProblem } => {
  const name = nameOf(alert);
  const parsed = parseOnce(text, version);
  if (!("error" in parsed)) return { template: withName(parsed.template, name) };
  const named = parseNamed(text, name, version);
  if (!("error" in named)) throw new Error("a template that is good under one name only");
  return { error: problemOf("parsing", alert, named.error) };
};

export type AlertExpansion = Named & {
  /** The sample's, as the query gives them, without those that the rule adds. */
  readonly labels: Labels;
  readonly value: number;
  readonly externalLabels: Labels;
  /** Undefined in promtool, where `externalURL` and `pathPrefix` fail. */
  readonly externalUrl: string | undefined;
  readonly now: Instant;
  /** Without it, queries of the template find nothing. */
  readonly query?: AnswerQuery;
};

/** The text that a label or an annotation of an alerting rule becomes. */
export const expandAlertTemplate = (
  text: string,
  expansion: AlertExpansion,
): { readonly output: string } | { readonly error: AlertTemplateProblem } => {
  const { alert, version, labels, value, externalLabels, externalUrl, now } = expansion;
  const parsed = parseAlertTemplate(text, { alert, version });
  if ("error" in parsed) return parsed;
  const executed = executeTemplate({
    trees: parsed.template.trees,
    name: nameOf(alert),
    data: goStruct(DATA_TYPES[version], {
      Labels: goStringMap(labels),
      ExternalLabels: goStringMap(externalLabels),
      ExternalURL: goString(externalUrl ?? ""),
      Value: goFloat(value),
    }),
    functions: alertFunctions({
      version,
      now,
      externalUrl,
      query: expansion.query ?? (() => []),
    }),
    version: GO_VERSIONS[version],
  });
  return "error" in executed ? { error: problemOf("executing", alert, executed.error) } : executed;
};
