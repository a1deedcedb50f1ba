import type { Random } from "../../src/lib/random.ts";
import { pick, RULE_SERIES, SERIES, VALUES } from "./label-survival-series.ts";

const NAMES = ["job", "instance", "zone", "db", "shard", "le", "new"] as const;

const someNames = (random: Random, most: number): string => {
  const count = Math.floor(random.fraction() * (most + 1));
  return [...new Set(Array.from({ length: count }, () => pick(random, NAMES)))].join(", ");
};

const matcher = (random: Random): string => {
  const name = pick(random, NAMES);
  const value = pick(random, VALUES[name] ?? ["x"]);
  const operator = pick(random, ["=", "=", "=", "!=", "=~", "!~"]);
  if (operator === "=" || operator === "!=") {
    return `${name}${operator}"${random.fraction() < 0.2 ? "" : value}"`;
  }
  const written = value.replaceAll("+", "\\\\+");
  const expression = pick(random, [
    written,
    `${written}|x`,
    `|${written}`,
    ".+",
    ".*",
    `${value[0]}.*`,
  ]);
  return `${name}${operator}"${expression.startsWith("+") ? ".+" : expression}"`;
};

const selector = (random: Random): string => {
  const metric = pick(random, [
    ...Object.keys(SERIES),
    ...Object.keys(SERIES),
    ...RULE_SERIES,
    "missing",
  ]);
  const matchers = Array.from({ length: Math.floor(random.fraction() * 3) }, () => matcher(random));
  if (random.fraction() < 0.05) matchers.push('__name__=~"plain|keys"');
  if (matchers.some((written) => written.startsWith("__name__"))) return `{${matchers.join(",")}}`;
  const offset = pick(random, ["", "", "", "", " offset 1m", " @ 300"]);
  return `${metric}${matchers.length === 0 ? "" : `{${matchers.join(",")}}`}${offset}`;
};

type Make = (random: Random, depth: number) => string;

const range: Make = (random, depth) =>
  random.fraction() < 0.7
    ? selector(random).replace(/( offset 1m| @ 300)?$/, "[5m]$1")
    : `(${vector(random, depth - 1)})[5m:1m]`;

const number: Make = (random, depth) =>
  pick(random, ["0", "1", "2", "time()", `scalar(${vector(random, Math.min(depth - 1, 1))})`]);

const function1: Make = (random, depth) => {
  const inner = vector(random, depth - 1);
  return pick(random, [
    `abs(${inner})`,
    `sort(${inner})`,
    `clamp_min(${inner}, ${number(random, 1)})`,
    `round(${inner})`,
    `timestamp(${inner})`,
    `hour(${inner})`,
    `histogram_quantile(0.9, ${inner})`,
    `absent(${inner})`,
    `absent(${selector(random)})`,
    `vector(${number(random, depth)})`,
    "day_of_week()",
    `-${inner}`,
    `+${inner}`,
    `(${inner})`,
  ]);
};

const overTime: Make = (random, depth) => {
  const inner = range(random, depth);
  const name = pick(random, [
    "rate",
    "max_over_time",
    "last_over_time",
    "count_over_time",
    "absent_over_time",
    "present_over_time",
    "changes",
    "delta",
  ]);
  return random.fraction() < 0.1 ? `quantile_over_time(0.5, ${inner})` : `${name}(${inner})`;
};

const replace: Make = (random, depth) => {
  const inner = vector(random, depth - 1);
  const [target, source] = [pick(random, NAMES), pick(random, NAMES)];
  if (random.fraction() < 0.3) {
    const sources = someNames(random, 3)
      .split(", ")
      .filter((name) => name !== "");
    const written = sources.map((name) => `, "${name}"`).join("");
    return `label_join(${inner}, "${target}", "${pick(random, ["", "-"])}"${written})`;
  }
  const replacement = pick(random, ["v", "", "$1", "$2", "x-$1", "$0"]);
  const expression = pick(random, [
    "",
    "(.*)",
    "(.+)",
    "([^-]+)-(.*)",
    "([a-z]*).*",
    "(a|b)?:?.*",
    ...(VALUES[source] ?? ["x"]).map((value) => value.replaceAll("+", ".")),
  ]);
  const to = random.fraction() < 0.1 ? "__name__" : target;
  return `label_replace(${inner}, "${to}", "${replacement}", "${source}", "${expression}")`;
};

const aggregation: Make = (random, depth) => {
  const inner = vector(random, depth - 1);
  const grouping = pick(random, [
    "",
    `by (${someNames(random, 3)})`,
    `by (${someNames(random, 3)})`,
    `without (${someNames(random, 3)})`,
    "by (__name__)",
  ]);
  const operator = pick(random, ["sum", "max", "count", "group", "stddev", "avg"]);
  return pick(random, [
    `${operator} ${grouping} (${inner})`,
    `${operator} ${grouping} (${inner})`,
    `${operator} ${grouping} (${inner})`,
    `topk ${grouping} (1, ${inner})`,
    `quantile ${grouping} (0.5, ${inner})`,
    `count_values ${grouping} ("${pick(random, NAMES)}", ${inner})`,
  ]);
};

const matching: Make = (random) => {
  const labels = someNames(random, 2);
  return pick(random, ["", "", `on (${labels})`, `on (${labels})`, `ignoring (${labels})`]);
};

const OPERATORS = ["+", "*", "/", ">", "==", "<= bool", "!= bool", "atan2"] as const;

/** Sides that often match, so that there is something to compare. */
const grouped: Make = (random) => {
  const labels = pick(random, ["job", "job, instance", "job, zone", "zone", "db"]);
  return pick(random, [
    `sum by (${labels}) (${selector(random)}) ${pick(random, OPERATORS)} on (${labels}) max by (${labels}) (${selector(random)})`,
    `${selector(random)} ${pick(random, OPERATORS)} on (${labels}) group_left (${pick(random, ["", "zone", "db", "new"])}) max by (${labels}, ${pick(random, NAMES)}) (${selector(random)})`,
    `sum by (${labels}) (${selector(random)}) ${pick(random, OPERATORS)} on (${labels}) group_right (zone) ${selector(random)}`,
    `${selector(random)} ${pick(random, OPERATORS)} ignoring (zone, db, shard) group_left (shard) group by (job, instance) (${selector(random)})`,
  ]);
};

const binary: Make = (random, depth) => {
  const [left, right] = [vector(random, depth - 1), vector(random, depth - 1)];
  const match = matching(random, depth);
  return pick(random, [
    `(${left}) ${pick(random, OPERATORS)} ${number(random, depth)}`,
    `${number(random, depth)} ${pick(random, OPERATORS)} (${left})`,
    `(${left}) ${pick(random, OPERATORS)} ${match} (${right})`,
    `(${left}) and ${match} (${right})`,
    `(${left}) unless ${match} (${right})`,
    `(${left}) or ${match} (${right})`,
    `(${left}) or ${match} (${right})`,
    grouped(random, depth),
    grouped(random, depth),
  ]);
};

const MAKERS: readonly Make[] = [
  function1,
  overTime,
  replace,
  aggregation,
  aggregation,
  binary,
  binary,
];

/** An instant vector. */
const vector: Make = (random, depth) =>
  depth <= 0 || random.fraction() < 0.1 ? selector(random) : pick(random, MAKERS)(random, depth);

/** A query of any construct that decides about labels. */
export const randomQuery = (random: Random): string =>
  vector(random, 1 + Math.floor(random.fraction() * 3));
