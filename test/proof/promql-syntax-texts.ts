import type { Random } from "../../src/lib/random.ts";
import { FUNCTION_NAMES, functionNamed } from "../../src/promql/functions/functions.ts";
import type { ValueType } from "../../src/promql/functions/value-type.ts";

export const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random.fraction() * items.length)] ?? items[0];

const chance = (random: Random, probability: number): boolean => random.fraction() < probability;

/** Spaces, line breaks and comments between tokens; mostly one space. */
const gap = (random: Random): string =>
  chance(random, 0.8) ? " " : pick(random, ["  ", "\n", "\t", " # a comment\n", "\r\n"]);

const NUMBERS = [
  "0",
  "1",
  "2.5",
  ".5",
  "5.",
  "1e3",
  "1E-2",
  "5.e3",
  "0x1F",
  "0X1f",
  "017",
  "08",
  "Inf",
  "inf",
  "NaN",
  "1_000",
  "5m",
  "1e",
  "0b1",
  "1.2.3",
  "99999999999999999999",
] as const satisfies readonly string[];

const STRINGS = [
  '"a"',
  "'b'",
  "`c\\d`",
  '""',
  '"\\n\\x41\\u00e9"',
  "'it\\'s'",
  '"\\d"',
  '"\\""',
  '"é世"',
  '"\\xff\\377"',
  "'\\\"'",
  '"\\400"',
  '"\\ud800"',
] as const satisfies readonly string[];

const NAMES = [
  "up",
  "a:b:c",
  "x_total",
  "sum",
  "by",
  "offset",
  "start",
  "end",
  "rate",
  "and",
  "or",
  "bool",
  "on",
  "infra",
  "atan2",
  "group_left",
  "_",
  ":",
  "time",
  "without",
  "Sum",
  "OFFSET",
] as const satisfies readonly string[];

const METRICS = ["up", "x_total", "a:b:c", "requests"] as const satisfies readonly string[];

const LABELS = [
  "job",
  "instance",
  "le",
  "by",
  "offset",
  "bool",
  "sum",
  "__name__",
  "a:b",
  "inf",
  "on",
  "atan2",
  "group_left",
] as const satisfies readonly string[];

const PATTERNS = [
  '""',
  '"a"',
  '".*"',
  '".+"',
  '"("',
  '"a|b"',
  "'[a-z]+'",
  '"(?i)x"',
  '"\\\\d+"',
  '"a{2,1}"',
  '"(?=a)"',
  "`\\w`",
] as const satisfies readonly string[];

const label = (random: Random): string =>
  chance(random, 0.7) ? pick(random, ["job", "instance", "le"]) : pick(random, LABELS);

const matcher = (random: Random): string => {
  const operator = pick(random, ["=", "!=", "=~", "!~"]);
  const name = label(random);
  const value = operator.includes("~") ? pick(random, PATTERNS) : pick(random, STRINGS);
  return `${name}${chance(random, 0.2) ? gap(random) : ""}${operator}${value}`;
};

const list = (random: Random, one: (random: Random) => string): string => {
  const items = Array.from({ length: Math.floor(random.fraction() * 3) }, () => one(random));
  const trailing = items.length > 0 && chance(random, 0.1) ? "," : "";
  return items.join(`,${gap(random)}`) + trailing;
};

const DURATIONS = [
  "5m",
  "1h30m",
  "0s",
  "100ms",
  "1d",
  "1y",
  "2w",
  "300y",
  "300",
  "5",
  "1m1h",
  "1h1h",
] as const satisfies readonly string[];

const duration = (random: Random): string =>
  chance(random, 0.8) ? pick(random, ["5m", "1h", "1m30s"]) : pick(random, DURATIONS);

const modifiers = (random: Random): string => {
  const offset = () => ` offset ${pick(random, ["", "", "-", "- "])}${duration(random)}`;
  const at = () =>
    ` @ ${pick(random, ["start()", "end()", "3", "-1.5", "3.", "1e30", "Inf", "x"])}`;
  const roll = random.fraction();
  if (roll < 0.75) return "";
  if (roll < 0.85) return offset();
  if (roll < 0.92) return at();
  return roll < 0.96 ? offset() + at() : at() + offset();
};

const selector = (random: Random): string => {
  const name = chance(random, 0.85) ? pick(random, METRICS) : pick(random, NAMES);
  const metric = chance(random, 0.1) ? "" : name;
  const braces = metric === "" || chance(random, 0.5) ? `{${list(random, matcher)}}` : "";
  return metric + braces;
};

const ranged = (random: Random, depth: number): string => {
  if (depth === 0 || chance(random, 0.7)) {
    return `${selector(random)}[${duration(random)}]${modifiers(random)}`;
  }
  const step = chance(random, 0.5) ? duration(random) : "";
  const inner = chance(random, 0.5) ? selector(random) : `(${vector(random, depth - 1)})`;
  return `${inner}[${duration(random)}:${step}]${modifiers(random)}`;
};

const call = (random: Random, depth: number): string => {
  const [first = "rate", ...others] = FUNCTION_NAMES;
  const name = chance(random, 0.5)
    ? pick(random, ["rate", "increase"])
    : pick(random, [first, ...others]);
  const known = functionNamed(name);
  const wanted = [...(known?.arguments ?? [])];
  if (chance(random, 0.1)) wanted.push(pick(random, ["vector", "scalar"]));
  if (chance(random, 0.1)) wanted.pop();
  const given = wanted.map((type) => ofType(random, type, depth - 1));
  return `${name}(${given.join(", ")})`;
};

const AGGREGATIONS = ["sum", "avg", "max", "count", "group", "SUM", "stddev"] as const;
const PARAMETRIC = ["topk", "quantile", "bottomk", "limitk"] as const;

const aggregation = (random: Random, depth: number): string => {
  const inner = vector(random, depth - 1);
  const roll = random.fraction();
  const grouping = chance(random, 0.6)
    ? `${pick(random, ["by", "without", "BY"])} (${list(random, label)})`
    : "";
  let head: string = pick(random, AGGREGATIONS);
  let given = inner;
  if (roll < 0.15) {
    head = pick(random, PARAMETRIC);
    given = `${scalar(random, depth - 1)}, ${inner}`;
  } else if (roll < 0.2) {
    head = "count_values";
    given = `${pick(random, STRINGS)}, ${inner}`;
  }
  if (chance(random, 0.5)) return `${head} ${grouping} (${given})`;
  return `${head}(${given})${gap(random)}${grouping}`;
};

const OPERATORS = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "atan2",
  "==",
  "!=",
  ">",
  "<=",
  "and",
  "or",
  "unless",
  "OR",
] as const satisfies readonly string[];

const matching = (random: Random): string => {
  const bool = chance(random, 0.15) ? " bool" : "";
  if (chance(random, 0.6)) return bool;
  const base = `${bool} ${pick(random, ["on", "ignoring"])} (${list(random, label)})`;
  if (chance(random, 0.6)) return base;
  const include = chance(random, 0.6) ? ` (${list(random, label)})` : "";
  return `${base} ${pick(random, ["group_left", "group_right"])}${include}`;
};

const binary = (random: Random, depth: number): string => {
  const left = chance(random, 0.9) ? vector(random, depth - 1) : scalar(random, depth - 1);
  const right = chance(random, 0.8) ? vector(random, depth - 1) : scalar(random, depth - 1);
  const between = chance(random, 0.9) ? " " : gap(random);
  return `${left}${between}${pick(random, OPERATORS)}${matching(random)} ${right}`;
};

/** Text that is mostly of type scalar. */
export const scalar = (random: Random, depth: number): string => {
  const roll = random.fraction();
  if (depth <= 0 || roll < 0.5) {
    return chance(random, 0.8) ? pick(random, ["1", "2", "0.5"]) : pick(random, NUMBERS);
  }
  if (roll < 0.6) return `-${scalar(random, depth - 1)}`;
  if (roll < 0.7) return `(${scalar(random, depth - 1)})`;
  if (roll < 0.8) return `scalar(${vector(random, depth - 1)})`;
  const operator = pick(random, ["+", "-", "*", "/", "^", "%", "> bool", "==", "and"]);
  return `${scalar(random, depth - 1)} ${operator} ${scalar(random, depth - 1)}`;
};

/** Text that is mostly of type instant vector. */
export const vector = (random: Random, depth: number): string => {
  const roll = random.fraction();
  if (depth <= 0 || roll < 0.3) return selector(random) + modifiers(random);
  if (roll < 0.55) return call(random, depth);
  if (roll < 0.75) return aggregation(random, depth);
  if (roll < 0.8) return `(${vector(random, depth - 1)})`;
  if (roll < 0.84) return `${pick(random, ["-", "+", "- "])}${vector(random, depth - 1)}`;
  return binary(random, depth);
};

const ofType = (random: Random, type: ValueType, depth: number): string => {
  if (chance(random, 0.03)) return vector(random, depth);
  switch (type) {
    case "scalar":
      return scalar(random, depth);
    case "vector":
      return vector(random, depth);
    case "matrix":
      return ranged(random, depth);
    case "string":
      return pick(random, STRINGS);
  }
};

const TOKENS =
  /\s+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[A-Za-z_:][\w:]*|[\d.]+\w*|[=!]~|[=!<>]=|[^\s\w]/g;

const STRAY = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  "=",
  "==",
  ":",
  "@",
  "-",
  "^",
  "!",
  "&",
  ";",
  "5m",
  "by",
  "on",
  "bool",
  "offset",
  "group_left",
  "and",
  "sum",
  "rate",
  "#",
  '"',
  "'",
  "`",
  "\\",
  "\u00a0",
  ".",
  "~",
  "inf",
  "[5m]",
  "{}",
  "start()",
] as const satisfies readonly string[];

/** The text with one token left out, doubled, replaced, added or moved, or with its end cut off. */
const mutated = (random: Random, text: string): string => {
  const tokens = text.match(TOKENS) ?? [text];
  const at = Math.floor(random.fraction() * tokens.length);
  const other = Math.floor(random.fraction() * tokens.length);
  const token = tokens[at] ?? "";
  switch (Math.floor(random.fraction() * 6)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, token);
      break;
    case 2:
      tokens.splice(at, 1, pick(random, STRAY));
      break;
    case 3:
      tokens.splice(at, 0, pick(random, STRAY));
      break;
    case 4:
      tokens[at] = tokens[other] ?? "";
      tokens[other] = token;
      break;
    default:
      return text.slice(0, Math.floor(random.fraction() * text.length));
  }
  return tokens.join("");
};

/** A query, right or wrong. */
export const randomQuery = (random: Random): string => {
  const depth = Math.floor(random.fraction() * 4);
  const roll = random.fraction();
  let text = vector(random, depth);
  if (roll < 0.08) text = scalar(random, depth);
  else if (roll < 0.12) text = ranged(random, depth);
  const mutations = Math.floor(random.fraction() * 2.4);
  for (let count = 0; count < mutations; count++) text = mutated(random, text);
  return text;
};
