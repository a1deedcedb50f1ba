import { UnsupportedError } from "../../lib/go-template/template-error.ts";
import { formatTime } from "../../lib/go-template/time/time-layout.ts";
import { compareTexts } from "../../lib/go-template/value/byte-text.ts";
import type { GoValue } from "../../lib/go-template/value/go-value.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

const textJson = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => ESCAPES[character] ?? character,
  );

/** A float as encoding/json writes it, which is as JavaScript does but for the exponent. */
const floatJson = (float: number): string => {
  if (!Number.isFinite(float)) throw new UnsupportedError("NaN or an infinity as JSON");
  return Object.is(float, -0) ? "-0" : String(float).replace(/e([+-])(\d)$/, "e$10$2");
};

/** How deep values may hold one another, and how many in all, for one may stand in many. */
const DEEPEST = 50;
const MOST = 500_000;

type Writing = { readonly depth: number; readonly count: { soFar: number } };

const entriesJson = (entries: Iterable<readonly [string, GoValue]>, writing: Writing): string =>
  `{${[...entries].map(([name, value]) => `${textJson(name)}:${write(value, writing)}`).join(",")}}`;

/** The names that Alertmanager gives to its fields in JSON. */
const JSON_NAMES: Readonly<Record<string, string>> = {
  Receiver: "receiver",
  Status: "status",
  Alerts: "alerts",
  GroupLabels: "groupLabels",
  CommonLabels: "commonLabels",
  CommonAnnotations: "commonAnnotations",
  ExternalURL: "externalURL",
  Labels: "labels",
  Annotations: "annotations",
  StartsAt: "startsAt",
  EndsAt: "endsAt",
  GeneratorURL: "generatorURL",
  Fingerprint: "fingerprint",
};

const write = (value: GoValue, { depth, count }: Writing): string => {
  count.soFar++;
  if (depth > DEEPEST || count.soFar > MOST) {
    throw new UnsupportedError("a value that is too deep or too large for JSON");
  }
  const inner = { depth: depth + 1, count };
  switch (value.kind) {
    case "invalid":
    case "nil":
      return "null";
    case "bool":
      return String(value.bool);
    case "int":
      return String(value.int);
    case "float":
      return floatJson(value.float);
    case "string":
      return textJson(value.text);
    case "slice":
      return `[${value.items.map((item) => write(item, inner)).join(",")}]`;
    case "map":
      return entriesJson(
        [...value.entries].sort(([a], [b]) => compareTexts(a, b)),
        inner,
      );
    case "struct":
      return entriesJson(namedFields(value), inner);
    case "time":
      return textJson(formatTime(value.time, "2006-01-02T15:04:05.999999999Z07:00"));
    case "pointer":
      return write(value.to, inner);
  }
};

const namedFields = ({ type, fields }: GoValue & { kind: "struct" }) =>
  type.text === "template.Pair"
    ? fields
    : fields.entries().map(([name, field]) => [JSON_NAMES[name] ?? name, field] as const);

/** Go's encoding/json of a value. Throws an UnsupportedError on what is too large. */
export const jsonText = (value: GoValue): string => write(value, { depth: 0, count: { soFar: 0 } });
