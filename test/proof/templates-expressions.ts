import type { Random } from "../../src/lib/random.ts";
import {
  chance,
  type Dot,
  FIELDS,
  FLOAT_VERBS,
  FLOATS,
  INTS,
  type Kind,
  LITERALS,
  NUMBER_VERBS,
  pick,
  TEXT_VERBS,
} from "./templates-vocabulary.ts";

export type Writing = {
  readonly random: Random;
  readonly program: "amtool" | "promtool";
  readonly dot: Dot;
  /** What `$` is. */
  readonly root: Dot;
  readonly variables: readonly { readonly name: string; readonly kind: Kind }[];
  readonly depth: number;
  readonly isInRange: boolean;
  readonly isHtml: boolean;
};

export const deeper = (writing: Writing): Writing => ({ ...writing, depth: writing.depth + 1 });

const fieldOf = (writing: Writing, kind: Kind): string | undefined => {
  const fields = FIELDS[writing.dot][kind];
  if (fields === undefined) return undefined;
  const field = pick(writing.random, fields);
  const isRoot = writing.root === "data" && writing.dot === "data" && field.startsWith(".");
  return isRoot && chance(writing.random, 0.2) ? `$${field}` : field;
};

const variableOf = (writing: Writing, kind: Kind): string | undefined => {
  const [first, ...others] = writing.variables.filter((variable) => variable.kind === kind);
  return first && pick(writing.random, [first, ...others]).name;
};

/** An operand that needs no parentheses. */
export const simple = (writing: Writing, kind: Kind): string => {
  const { random } = writing;
  const own = chance(random, 0.5) ? fieldOf(writing, kind) : variableOf(writing, kind);
  if (own !== undefined) return own;
  switch (kind) {
    case "string":
      return pick(random, LITERALS);
    case "int":
      return pick(random, INTS);
    case "float":
      return pick(random, FLOATS);
    case "bool":
      return pick(random, ["true", "false"]);
    case "time":
      return writing.root === "data" ? "(index $.Alerts 0).StartsAt" : "(toTime 1e9)";
    case "strings":
      return writing.program === "amtool" ? '(stringSlice "b" "a" "c")' : '(args "x" 2)';
    default:
      return fieldOf({ ...writing, dot: writing.root }, kind)?.replace(/^\./, "$.") ?? ".";
  }
};

export const operand = (writing: Writing, kind: Kind): string => {
  const { random, depth } = writing;
  const wanted = chance(random, 0.03)
    ? pick(random, ["string", "int", "bool", "map"] as const)
    : kind;
  if (depth > 3 || chance(random, 0.5)) return simple(writing, wanted);
  return `(${expression(deeper(writing), wanted)})`;
};

const printfOf = (writing: Writing): string => {
  const { random } = writing;
  const kind = pick(random, ["int", "float", "string", "string"] as const);
  const verbs = { int: NUMBER_VERBS, float: FLOAT_VERBS, string: TEXT_VERBS } as const;
  const verb = pick<string>(random, verbs[kind]);
  const argument = operand(writing, kind);
  return chance(random, 0.1) ? `printf "${verb} %v" ${argument}` : `printf "${verb}" ${argument}`;
};

const AMTOOL_TEXTS = ["title", "toUpper", "toLower"] as const;
const PROMTOOL_TEXTS = [
  ...AMTOOL_TEXTS,
  "stripPort",
  "stripDomain",
  "graphLink",
  "tableLink",
] as const;
const HUMANIZERS = ["humanize", "humanize1024", "humanizeDuration", "humanizePercentage"] as const;

const PATTERNS: readonly [Pair, ...Pair[]] = [
  ['"^(.*):(\\\\d+)$"', '"$2-$1"'],
  ['"[aeiou]"', '"<$0>"'],
  ['"(?P<first>\\\\w)(\\\\w*)"', `"$\{first}.$2x"`],
  ['""', '"-"'],
  ['"l+|o"', '"$$"'],
];

type Pair = readonly [pattern: string, replacement: string];

const textExpression = (writing: Writing): string => {
  const { random, program } = writing;
  const textFunctions: readonly string[] = program === "amtool" ? AMTOOL_TEXTS : PROMTOOL_TEXTS;
  const [first = "title", ...others] = textFunctions;
  const text = () => operand(writing, "string");
  const [pattern, replacement] = pick(random, PATTERNS);
  return pick<() => string>(random, [
    () => `${pick(random, [first, ...others])} ${text()}`,
    () => `${text()} | ${pick(random, [first, ...others])}`,
    () => `${pick(random, ["html", "js", "urlquery", "print", "println"] as const)} ${text()}`,
    () =>
      `print ${operand(writing, "int")} ${text()} ${operand(writing, "float")} ${operand(writing, "int")}`,
    () => printfOf(writing),
    () => printfOf(writing),
    () => `reReplaceAll ${pattern} ${replacement} ${text()}`,
    () => `slice (urlquery ${text()}) 0 ${pick(random, ["0", "1", "2"] as const)}`,
    () => `or ${text()} ${text()}`,
    () => `and ${text()} ${text()}`,
    () =>
      program === "amtool"
        ? `${operand(writing, "strings")} | join ${simple(writing, "string")}`
        : `${operand(writing, "float")} | ${pick(random, HUMANIZERS)}`,
    () =>
      program === "amtool"
        ? `index ${operand(writing, "map")} ${simple(writing, "string")}`
        : `${pick(random, HUMANIZERS)} ${operand(writing, "float")}`,
  ])();
};

const FLOAT_EXPRESSIONS = [
  'query "sort(q)" | first | value',
  'query "sum(q)" | first | value',
  'query "sort(q)" | sortByLabel "job" | first | value',
  'parseDuration "1h30m"',
  "1e3",
] as const;

const boolExpression = (writing: Writing): string => {
  const { random } = writing;
  const kind = pick(random, ["string", "int", "float"] as const);
  const compare = pick(random, ["eq", "ne", "lt", "le", "gt", "ge"] as const);
  return pick<() => string>(random, [
    () => `${compare} ${operand(writing, kind)} ${operand(writing, kind)}`,
    () => `eq ${operand(writing, kind)} ${operand(writing, kind)} ${operand(writing, kind)}`,
    () => `and ${operand(writing, "bool")} ${operand(writing, "bool")}`,
    () => `or ${operand(writing, "bool")} ${operand(writing, "string")}`,
    () => `not ${operand(writing, pick(random, ["bool", "string", "map"] as const))}`,
    () => `match "^[a-z]+" ${operand(writing, "string")}`,
  ])();
};

const timeExpression = (writing: Writing): string => {
  const time = operand(writing, "time");
  const layout = pick(writing.random, [
    "2006-01-02T15:04:05Z07:00",
    "Jan _2 3:04:05.000 PM MST",
    "Monday 02 January 06 .999",
  ] as const);
  return pick(writing.random, [
    `${time}.Format "${layout}"`,
    `${time}.Unix`,
    `${time}.Weekday`,
    `(${time}.Add 3661e9).Sub ${time}`,
  ] as const);
};

/** An expression that most likely has the kind. */
export const expression = (writing: Writing, kind: Kind): string => {
  const { random } = writing;
  if (chance(random, 0.3)) return simple(writing, kind);
  switch (kind) {
    case "string":
      return textExpression(writing);
    case "bool":
      return boolExpression(writing);
    case "int":
      return `len ${operand(writing, pick(random, ["string", "strings", "map"] as const))}`;
    case "float":
      return writing.program === "promtool"
        ? pick(random, FLOAT_EXPRESSIONS)
        : simple(writing, "float");
    case "time":
      return writing.program === "amtool" ? timeExpression(writing) : "toTime 1234567.891";
    default:
      return simple(writing, kind);
  }
};
