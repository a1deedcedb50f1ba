import type { Random } from "../../src/lib/random.ts";

const GAUGES = ["level", "queue", "fill_ratio", "alive", "size_bytes", "free_bytes", "wild"];
const COUNTERS = ["events_total", "moved_bytes_total", "wait_seconds_bucket"];
const MATCHERS = ["", "", "", '{k="a"}', '{i="2"}', '{i="1",k="a"}'];
const CONSTANTS = ["0", "1", "2", "-1", "0.5", "100", "1024", "Inf", "-Inf", "NaN", "1e-3", "-0"];
const ARITHMETIC = ["+", "-", "*", "/", "/", "%", "^", "atan2"];
const COMPARISONS = [">", "<", ">=", "<=", "==", "!="];
const NUMBER_FUNCTIONS = [
  ...["abs", "ceil", "floor", "round", "sgn", "exp", "ln", "log2", "log10", "sqrt", "deg", "rad"],
  ...["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh"],
  ...["atanh", "hour", "minute", "day_of_week", "day_of_month", "day_of_year", "days_in_month"],
  ...["month", "timestamp", "sort", "sort_desc", "absent"],
];
const RANGE_FUNCTIONS = [
  ...["avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "count_over_time"],
  ...["last_over_time", "present_over_time", "stddev_over_time", "stdvar_over_time", "changes"],
  ...["resets", "delta", "idelta", "deriv", "absent_over_time"],
];
const AGGREGATIONS = ["sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"];
const GROUPINGS = ["", "by (i) ", "by (k) ", "without (i) ", "without (k) ", "by (i, k) "];
const PHI = ["0", "0.5", "0.95", "1", "-0.5", "1.5", "NaN"];

const MAX_DEPTH = 4;

type Writer = {
  readonly random: Random;
  readonly pick: (items: readonly string[]) => string;
  readonly choose: (makers: readonly (() => string)[]) => string;
};

const writerOf = (random: Random): Writer => {
  const index = (length: number): number => Math.floor(random.fraction() * length);
  return {
    random,
    pick: (items) => items[index(items.length)] ?? "",
    choose: (makers) => makers[index(makers.length)]?.() ?? "1",
  };
};

const gauge = ({ pick }: Writer): string => pick(GAUGES) + pick(MATCHERS);
const counter = ({ pick }: Writer): string => pick(COUNTERS) + pick(MATCHERS);
const window = ({ pick }: Writer): string => pick(["2m", "5m", "10m"]);
const selector = (writer: Writer): string =>
  writer.random.fraction() < 0.7 ? gauge(writer) : counter(writer);

const scalar = (writer: Writer, depth: number): string => {
  const { random, pick, choose } = writer;
  if (depth >= MAX_DEPTH || random.fraction() < 0.7) return pick(CONSTANTS);
  const side = () => scalar(writer, depth + 1);
  return choose([
    () => `scalar(${vector(writer, depth + 1)})`,
    () => `(${side()} ${pick(ARITHMETIC)} ${side()})`,
    () => `-${side()}`,
    () => "time()",
    () => `(${side()} ${pick(COMPARISONS)} bool ${side()})`,
  ]);
};

const ranged = (writer: Writer, depth: number): string => {
  const { pick, choose } = writer;
  const range = () => `${selector(writer)}[${window(writer)}]`;
  return choose([
    () => `${pick(RANGE_FUNCTIONS)}(${range()})`,
    () => `${pick(RANGE_FUNCTIONS)}(${vector(writer, depth + 1)}[${window(writer)}:1m])`,
    () => `${pick(["rate", "increase", "irate"])}(${counter(writer)}[${window(writer)}])`,
    () => `quantile_over_time(${pick(PHI)}, ${range()})`,
    () => `predict_linear(${range()}, ${pick(["60", "3600"])})`,
  ]);
};

const quantile = (writer: Writer): string => {
  const { pick } = writer;
  const grouping = pick(["", "", "by (le) ", "by (le, i) "]);
  const buckets = `rate(wait_seconds_bucket[${window(writer)}])`;
  const summed = grouping === "" ? buckets : `sum ${grouping}(${buckets})`;
  return `histogram_quantile(${pick(PHI)}, ${summed})`;
};

const called = (writer: Writer, depth: number): string => {
  const { pick, choose } = writer;
  const inner = () => vector(writer, depth + 1);
  const limit = () => scalar(writer, depth + 1);
  return choose([
    () => `${pick(NUMBER_FUNCTIONS)}(${inner()})`,
    () => `clamp(${inner()}, ${limit()}, ${limit()})`,
    () => `${pick(["clamp_min", "clamp_max"])}(${inner()}, ${limit()})`,
    () => `round(${inner()}, ${pick(["1", "0.5", "10", "0"])})`,
    () => `vector(${limit()})`,
    () => `label_replace(${inner()}, "n", "$1", "i", "(.*)")`,
    () => quantile(writer),
  ]);
};

const aggregated = (writer: Writer, depth: number): string => {
  const { pick, choose } = writer;
  const inner = () => vector(writer, depth + 1);
  return choose([
    () => `${pick(AGGREGATIONS)} ${pick(GROUPINGS)}(${inner()})`,
    () => `quantile ${pick(GROUPINGS)}(${pick(PHI)}, ${inner()})`,
    () => `${pick(["topk", "bottomk"])} ${pick(GROUPINGS)}(2, ${inner()})`,
  ]);
};

const share = (writer: Writer): string => {
  const { pick } = writer;
  const grouping = pick(GROUPINGS);
  const rate = (metric: string) => `rate(${metric}[5m])`;
  return pick([
    "free_bytes / size_bytes",
    "1 - free_bytes / size_bytes",
    "(size_bytes - free_bytes) / size_bytes",
    `sum ${grouping}(free_bytes) / sum ${grouping}(size_bytes)`,
    `sum ${grouping}(queue{k="a"}) / sum ${grouping}(queue)`,
    `sum ${grouping}(${rate('events_total{k="a"}')}) / sum ${grouping}(${rate("events_total")})`,
    "free_bytes / (free_bytes + size_bytes)",
    "(size_bytes - free_bytes)",
    'free_bytes{k="a"} / on (i) size_bytes{k="a"}',
    'free_bytes{k="a"} / on (k) group_left () size_bytes{i="1",k="a"}',
    "sum by (i, k) (free_bytes) / on (i) group_left () sum by (i) (size_bytes)",
    'sum by (i, k) (free_bytes) / on (k) group_left () sum by (i, k) (size_bytes{i="1"})',
    "sum without (k) (free_bytes) / ignoring (i) group_left () sum by () (size_bytes)",
  ]);
};

const binary = (writer: Writer, depth: number): string => {
  const { random, pick, choose } = writer;
  const left = vector(writer, depth + 1);
  const right = random.fraction() < 0.4 ? left : vector(writer, depth + 1);
  const number = scalar(writer, depth + 1);
  const bool = pick(["", "", "bool "]);
  return choose([
    () => `(${left} ${pick(ARITHMETIC)} ${right})`,
    () => `(${left} ${pick(ARITHMETIC)} ${number})`,
    () => `(${number} ${pick(ARITHMETIC)} ${left})`,
    () => `(${left} ${pick(COMPARISONS)} ${bool}${number})`,
    () => `(${number} ${pick(COMPARISONS)} ${bool}${left})`,
    () => `(${left} ${pick(COMPARISONS)} ${bool}${right})`,
    () => `(${left} ${pick(["and", "or", "unless"])} ${right})`,
    () => `(${left} / (${right} > 0))`,
  ]);
};

const vector = (writer: Writer, depth: number): string => {
  if (depth >= MAX_DEPTH) return selector(writer);
  return writer.choose([
    () => selector(writer),
    () => selector(writer),
    () => ranged(writer, depth),
    () => called(writer, depth),
    () => aggregated(writer, depth),
    () => binary(writer, depth),
    () => binary(writer, depth),
    () => `(-${vector(writer, depth + 1)})`,
    () => share(writer),
  ]);
};

/** Writes random queries over the series of the proof, well typed, of all kinds of node. */
export const randomExpression = (random: Random): string => vector(writerOf(random), 0);
