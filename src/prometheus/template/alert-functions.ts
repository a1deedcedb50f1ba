import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { parseDuration } from "../../lib/duration.ts";
import { BUILTIN_FUNCTIONS } from "../../lib/go-template/builtin/builtin-functions.ts";
import { escapeQuery } from "../../lib/go-template/builtin/escaping.ts";
import { functionOf, textFunction, textsOf } from "../../lib/go-template/builtin/function-of.ts";
import { titleCase, titleWords } from "../../lib/go-template/builtin/letter-case.ts";
import { SHARED_FUNCTIONS } from "../../lib/go-template/builtin/shared-functions.ts";
import { type Functions, layeredFunctions } from "../../lib/go-template/execution/state.ts";
import { floatText } from "../../lib/go-template/format/float-text.ts";
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  numberOf,
  timeOfSeconds,
} from "../../lib/go-template/humanize/humanize.ts";
import { CallError } from "../../lib/go-template/template-error.ts";
import { timeText } from "../../lib/go-template/time/time-layout.ts";
import { goDuration, goTime } from "../../lib/go-template/time/time-values.ts";
import { compareTexts } from "../../lib/go-template/value/byte-text.ts";
import {
  ANY,
  ANY_MAP,
  FLOAT64,
  type GoFunction,
  namedType,
  pointerTo,
  STRING,
  STRING_MAP,
  sliceOf,
  structType,
} from "../../lib/go-template/value/go-type.ts";
import {
  type GoValue,
  goFloat,
  goMap,
  goPointer,
  goSlice,
  goString,
  goStringMap,
  goStruct,
  INVALID,
  indirect,
} from "../../lib/go-template/value/go-value.ts";
import { stripDomain, stripPort } from "./host-port.ts";

/** The versions of Prometheus whose templates differ: that of Debian 12, and the current line. */
export type PrometheusVersion = "2.42" | "current";

/** A series of a query's answer; `labels` holds `__name__` where it has a name. */
export type QuerySample = { readonly labels: Labels; readonly value: number };

/** Answers a query of a template; a text is the error that Prometheus gives. */
export type AnswerQuery = (
  expression: string,
) => readonly QuerySample[] | { readonly error: string };

const SAMPLE = structType("template.sample", () => ({
  fields: { Labels: STRING_MAP, Value: FLOAT64 },
}));
const SAMPLE_POINTER = pointerTo(SAMPLE);
const QUERY_RESULT = namedType("template.queryResult", sliceOf(SAMPLE_POINTER));

const sampleValue = ({ labels, value }: QuerySample): GoValue =>
  goPointer(goStruct(SAMPLE, { Labels: goStringMap(labels), Value: goFloat(value) }));

const itemsOf = (value: GoValue | undefined): readonly GoValue[] =>
  value?.kind === "slice" ? value.items : [];

const fieldOf = (sample: GoValue | undefined, name: "Labels" | "Value"): GoValue => {
  const value = indirect(sample ?? INVALID);
  const field = value.kind === "struct" ? value.fields.get(name) : undefined;
  if (field === undefined) {
    throw new CallError("runtime error: invalid memory address or nil pointer dereference");
  }
  return field;
};

const labelText = (sample: GoValue | undefined, name: string): string => {
  const labels = fieldOf(sample, "Labels");
  const label = labels.kind === "map" ? labels.entries.get(name) : undefined;
  return label?.kind === "string" ? label.text : "";
};

const first = ([result]: readonly GoValue[]): GoValue => {
  const [sample] = itemsOf(result);
  if (sample === undefined) throw new CallError("first() called on vector with no elements");
  return sample;
};

const sortByLabel = ([name = INVALID, result]: readonly GoValue[]): GoValue => {
  const [label = ""] = textsOf([name]);
  const sorted = [...itemsOf(result)].sort((a, b) =>
    compareTexts(labelText(a, label), labelText(b, label)),
  );
  return goSlice(sorted, QUERY_RESULT);
};

const number = (call: (value: number) => GoValue): GoFunction =>
  functionOf([ANY], ([value]) => call(numberOf(value)));

const humanizer = (call: (value: number) => string): GoFunction =>
  number((value) => goString(call(value)));

const humanizeTimestamp = (value: number): string =>
  Number.isFinite(value) ? timeText(timeOfSeconds(value)) : floatText(value, "g", 4);

const durationSeconds = (text: string): GoValue => {
  const ms = parseDuration(text);
  if (ms !== undefined) return goFloat(ms / 1000);
  throw new CallError(
    text === "" ? "empty duration string" : `not a valid duration string: ${JSON.stringify(text)}`,
  );
};

const args = (values: readonly GoValue[]): GoValue =>
  goMap(
    values.map((value, index) => [`arg${index}`, value] as const),
    ANY_MAP,
  );

/** What does not depend on where and when the template is expanded. */
const FIXED: readonly (readonly [string, GoFunction])[] = [
  ...BUILTIN_FUNCTIONS,
  ...SHARED_FUNCTIONS,
  ["first", functionOf([QUERY_RESULT], first)],
  [
    "label",
    functionOf([STRING, SAMPLE_POINTER], ([name = INVALID, sample]) =>
      goString(labelText(sample, textsOf([name])[0] ?? "")),
    ),
  ],
  ["value", functionOf([SAMPLE_POINTER], ([sample]) => fieldOf(sample, "Value"))],
  [
    "strvalue",
    functionOf([SAMPLE_POINTER], ([sample]) => goString(labelText(sample, "__value__"))),
  ],
  ["sortByLabel", functionOf([STRING, QUERY_RESULT], sortByLabel)],
  ["args", { parameters: [ANY], variadic: true, call: args }],
  ["humanize", humanizer(humanize)],
  ["humanize1024", humanizer(humanize1024)],
  ["humanizeDuration", humanizer(humanizeDuration)],
  ["humanizePercentage", humanizer(humanizePercentage)],
  ["humanizeTimestamp", humanizer(humanizeTimestamp)],
  ["toTime", number((value) => goPointer(goTime(timeOfSeconds(value))))],
  [
    "parseDuration",
    functionOf([STRING], ([text = INVALID]) => durationSeconds(textsOf([text])[0] ?? "")),
  ],
  ["graphLink", textFunction((expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=0`)],
  ["tableLink", textFunction((expr) => `/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`)],
  ["stripPort", textFunction(stripPort)],
  ["stripDomain", textFunction(stripDomain)],
];

const FIXED_FUNCTIONS: Readonly<Record<PrometheusVersion, Functions>> = {
  "2.42": new Map([...FIXED, ["title", textFunction(titleWords)]]),
  current: new Map([
    ...FIXED,
    ["title", textFunction((text) => titleCase(text, true))],
    ["toDuration", number((value) => goPointer(goDuration(BigInt(Math.trunc(value * 1e9)))))],
    ["urlQueryEscape", textFunction(escapeQuery)],
  ]),
};

export type AlertSurroundings = {
  readonly version: PrometheusVersion;
  readonly now: Instant;
  /** Undefined in promtool, where the functions that want it fail. */
  readonly externalUrl: string | undefined;
  readonly query: AnswerQuery;
};

const queryFunction = (query: AnswerQuery): GoFunction =>
  functionOf([STRING], ([expression = INVALID]) => {
    const answer = query(textsOf([expression])[0] ?? "");
    if ("error" in answer) throw new CallError(answer.error);
    return goSlice(answer.map(sampleValue), QUERY_RESULT);
  });

const urlFunction = (url: string | undefined, part: (url: string) => string): GoFunction =>
  functionOf([], () => {
    if (url === undefined) {
      throw new CallError("runtime error: invalid memory address or nil pointer dereference");
    }
    return goString(part(url));
  });

/** The path of an address as written, for Go does not make an empty one a slash. */
const pathOf = (url: string): string =>
  /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? "";

/** The functions that templates of alerting rules may call. */
export const alertFunctions = (surroundings: AlertSurroundings): Functions => {
  const { version, now, externalUrl, query } = surroundings;
  const placed = new Map([
    ["query", queryFunction(query)],
    ["pathPrefix", urlFunction(externalUrl, pathOf)],
    ["externalURL", urlFunction(externalUrl, (url) => url)],
  ]);
  // It came after version 2.42.
  if (version === "current")
    placed.set(
      "now",
      functionOf([], () => goFloat(now / 1000)),
    );
  return layeredFunctions(placed, FIXED_FUNCTIONS[version]);
};
