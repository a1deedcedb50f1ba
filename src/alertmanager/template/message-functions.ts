import type { Instant } from "../../lib/clock.ts";
import { BUILTIN_FUNCTIONS } from "../../lib/go-template/builtin/builtin-functions.ts";
import { functionOf, textFunction, textsOf } from "../../lib/go-template/builtin/function-of.ts";
import { titleCase } from "../../lib/go-template/builtin/letter-case.ts";
import { SHARED_FUNCTIONS } from "../../lib/go-template/builtin/shared-functions.ts";
import { type Functions, layeredFunctions } from "../../lib/go-template/execution/state.ts";
import { humanizeDuration, numberOf } from "../../lib/go-template/humanize/humanize.ts";
import { CallError, UnsupportedError } from "../../lib/go-template/template-error.ts";
import { type GoTime, timeOfMs } from "../../lib/go-template/time/go-time.ts";
import { namedZone } from "../../lib/go-template/time/named-zone.ts";
import { formatTime } from "../../lib/go-template/time/time-layout.ts";
import { goDuration, goTime, TIME } from "../../lib/go-template/time/time-values.ts";
import { bytesOf, textOf } from "../../lib/go-template/value/byte-text.ts";
import {
  ANY,
  ANY_MAP,
  ANY_SLICE,
  type GoFunction,
  namedType,
  STRING,
  STRINGS,
} from "../../lib/go-template/value/go-type.ts";
import {
  type GoValue,
  goMap,
  goSlice,
  goString,
  goStrings,
  INVALID,
} from "../../lib/go-template/value/go-value.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { jsonText } from "./json-text.ts";

/** An address that html/template takes as it is. */
const URL_TEXT = namedType("template.URL", STRING);

const timeOf = (value: GoValue | undefined): GoTime => {
  if (value?.kind !== "time") throw new CallError("a time was expected");
  return value.time;
};

/** Go's strings.TrimSpace. */
const trimSpace = (text: string): string =>
  text.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, "");

const join = ([separator = INVALID, parts = INVALID]: readonly GoValue[]): GoValue =>
  goString(
    textsOf(parts.kind === "slice" ? parts.items : []).join(
      separator.kind === "string" ? separator.text : "",
    ),
  );

const variadic = (parameters: GoFunction["parameters"], call: GoFunction["call"]): GoFunction => ({
  parameters,
  variadic: true,
  call,
});

/** Go's url.QueryUnescape. */
const unescapeQuery = (text: string): string => {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(text)?.[0];
  if (bad !== undefined) throw new CallError(`invalid URL escape ${JSON.stringify(bad)}`);
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/%[0-9a-fA-F]{2}|[^%]+/g)) {
    if (part.startsWith("%")) bytes.push(Number.parseInt(part.slice(1), 16));
    else for (const byte of bytesOf(part.replaceAll("+", " "))) bytes.push(byte);
  }
  const unescaped = textOf(Uint8Array.from(bytes));
  if (unescaped === undefined) throw new UnsupportedError("bytes that are not UTF-8");
  return unescaped;
};

const inZone = ([name = INVALID, time]: readonly GoValue[]): GoValue => {
  const [text = ""] = textsOf([name]);
  const zone = namedZone(text);
  if (zone === undefined) throw new CallError(`unknown time zone ${text}`);
  return goTime({ ...timeOf(time), zone });
};

const dict = (values: readonly GoValue[]): GoValue => {
  if (values.length % 2 !== 0) throw new CallError("dict requires an even number of arguments");
  const entries: [string, GoValue][] = [];
  for (let at = 0; at < values.length; at += 2) {
    const key = values[at];
    if (key?.kind !== "string") throw new CallError("dict keys must be strings");
    entries.push([key.text, values[at + 1] ?? INVALID]);
  }
  return goMap(entries, ANY_MAP);
};

const append = ([list = INVALID, ...added]: readonly GoValue[]): GoValue =>
  goSlice([...(list.kind === "slice" ? list.items : []), ...added], ANY_SLICE);

/** Go's base64.URLEncoding. */
const base64Of = (text: string): string => {
  let binary = "";
  for (const byte of bytesOf(text)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_");
};

const notHere = (
  name: string,
  parameters: GoFunction["parameters"],
): readonly [string, GoFunction] => [
  name,
  functionOf(parameters, () => {
    throw new UnsupportedError(`the function ${name}`);
  }),
];

/** The functions of version 0.25. */
const OLD: readonly (readonly [string, GoFunction])[] = [
  ...BUILTIN_FUNCTIONS,
  ...SHARED_FUNCTIONS,
  ["title", textFunction((text) => titleCase(text, false))],
  ["join", functionOf([STRING, STRINGS], join)],
  ["stringSlice", variadic([STRING], (args) => goStrings(textsOf(args)))],
];

/** What came since; a template that uses one of the last does not work before 0.29 or later. */
const NEW: readonly (readonly [string, GoFunction])[] = [
  ["trimSpace", textFunction(trimSpace)],
  ["safeUrl", functionOf([STRING], (args) => goString(textsOf(args)[0] ?? "", URL_TEXT))],
  ["urlUnescape", textFunction(unescapeQuery)],
  [
    "date",
    functionOf([STRING, TIME], ([layout = INVALID, time]) =>
      goString(formatTime(timeOf(time), textsOf([layout])[0] ?? "")),
    ),
  ],
  ["tz", functionOf([STRING, TIME], inZone)],
  ["humanizeDuration", functionOf([ANY], ([value]) => goString(humanizeDuration(numberOf(value))))],
  ["toJson", functionOf([ANY], ([value = INVALID]) => goString(jsonText(value)))],
  ["list", variadic([ANY], (args) => goSlice(args, ANY_SLICE))],
  ["append", variadic([ANY_SLICE, ANY], append)],
  ["dict", variadic([ANY], dict)],
  ["base64encode", textFunction(base64Of)],
  notHere("base64decode", [STRING]),
  notHere("toDate", [STRING, STRING]),
  notHere("mustToDate", [STRING, STRING]),
  notHere("routeLabels", [STRING]),
];

const OLD_FUNCTIONS: Functions = new Map(OLD);
const CURRENT_FUNCTIONS: Functions = new Map([...OLD, ...NEW]);

/** What can be called, but for what asks the clock. */
export const MESSAGE_FUNCTION_NAMES: Readonly<Record<AlertmanagerVersion, readonly string[]>> = {
  "0.25": OLD.map(([name]) => name),
  current: [...OLD, ...NEW].map(([name]) => name),
};

const byClock = (now: Instant): Functions =>
  new Map([
    ["now", functionOf([], () => goTime(timeOfMs(now)))],
    ["since", functionOf([TIME], ([time]) => goDuration(timeOfMs(now).ns - timeOf(time).ns))],
  ]);

/** The functions that Alertmanager's templates may call. */
export const messageFunctions = (version: AlertmanagerVersion, now: Instant): Functions =>
  version === "0.25" ? OLD_FUNCTIONS : layeredFunctions(byClock(now), CURRENT_FUNCTIONS);
