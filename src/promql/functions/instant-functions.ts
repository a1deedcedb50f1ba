import { EXPERIMENTAL, type PromqlFunction, promqlFunction } from "./promql-function.ts";

const ofVector = (name: string, traits: Partial<PromqlFunction> = {}): PromqlFunction =>
  promqlFunction({ name, arguments: ["vector"] }, traits);

/** Without an argument, of the time of evaluation. */
const ofTime = (name: string, min: number, max?: number): PromqlFunction =>
  ofVector(name, { variadic: 1, min, max, integer: true });

const HALF_TURN = Math.PI / 2;

/** Functions of the values of an instant vector. */
export const INSTANT_FUNCTIONS: readonly PromqlFunction[] = [
  ofVector("abs", { min: 0 }),
  ofVector("acos", { min: 0, max: Math.PI }),
  ofVector("acosh", { min: 0 }),
  ofVector("asin", { min: -HALF_TURN, max: HALF_TURN }),
  ofVector("asinh"),
  ofVector("atan", { min: -HALF_TURN, max: HALF_TURN }),
  ofVector("atanh"),
  ofVector("ceil", { integer: true }),
  ofVector("cos", { min: -1, max: 1 }),
  ofVector("cosh", { min: 1 }),
  ofVector("deg"),
  ofVector("exp", { min: 0 }),
  ofVector("floor", { integer: true }),
  ofVector("ln"),
  ofVector("log10"),
  ofVector("log2"),
  ofVector("rad"),
  ofVector("sgn", { min: -1, max: 1, integer: true }),
  ofVector("sin", { min: -1, max: 1 }),
  ofVector("sinh"),
  ofVector("sqrt", { min: 0 }),
  ofVector("tan"),
  ofVector("tanh", { min: -1, max: 1 }),
  ofVector("timestamp", { min: 0 }),
  ofTime("year", Number.NEGATIVE_INFINITY),
  ofTime("month", 1, 12),
  ofTime("day_of_year", 1, 366),
  ofTime("day_of_month", 1, 31),
  ofTime("days_in_month", 28, 31),
  ofTime("day_of_week", 0, 6),
  ofTime("hour", 0, 23),
  ofTime("minute", 0, 59),
  ofVector("absent", { labels: "of absence", min: 1, max: 1, integer: true }),
  ofVector("sort", { keepsName: true, within: true }),
  ofVector("sort_desc", { keepsName: true, within: true }),
  promqlFunction({ name: "clamp", arguments: ["vector", "scalar", "scalar"] }),
  promqlFunction({ name: "clamp_max", arguments: ["vector", "scalar"] }),
  promqlFunction({ name: "clamp_min", arguments: ["vector", "scalar"] }),
  promqlFunction({ name: "round", arguments: ["vector", "scalar"] }, { variadic: 1 }),
  promqlFunction(
    { name: "label_replace", arguments: ["vector", "string", "string", "string", "string"] },
    { keepsName: true, labels: "rewritten", within: true },
  ),
  promqlFunction(
    { name: "label_join", arguments: ["vector", "string", "string", "string"] },
    {
      variadic: Number.POSITIVE_INFINITY,
      keepsName: true,
      labels: "rewritten",
      within: true,
    },
  ),
  promqlFunction(
    { name: "sort_by_label", arguments: ["vector", "string"] },
    { ...EXPERIMENTAL, variadic: Number.POSITIVE_INFINITY, keepsName: true, within: true },
  ),
  promqlFunction(
    { name: "sort_by_label_desc", arguments: ["vector", "string"] },
    { ...EXPERIMENTAL, variadic: Number.POSITIVE_INFINITY, keepsName: true, within: true },
  ),
  promqlFunction(
    { name: "info", arguments: ["vector", "vector"] },
    { ...EXPERIMENTAL, variadic: 1, keepsName: true, labels: "rewritten", within: true },
  ),
  ofVector("start_timestamp", { ...EXPERIMENTAL, min: 0 }),
];

const ofHistogram = (name: string, traits: Partial<PromqlFunction> = {}): PromqlFunction =>
  ofVector(name, { reads: "histogram", ...traits });

/** Functions of histograms; of classic ones only those that say so in `labels`. */
export const HISTOGRAM_FUNCTIONS: readonly PromqlFunction[] = [
  ofHistogram("histogram_avg", { since: "3" }),
  ofHistogram("histogram_count", { min: 0 }),
  ofHistogram("histogram_sum"),
  ofHistogram("histogram_stddev", { since: "3", min: 0 }),
  ofHistogram("histogram_stdvar", { since: "3", min: 0 }),
  promqlFunction(
    { name: "histogram_fraction", arguments: ["scalar", "scalar", "vector"] },
    { labels: "without le", reads: "histogram", min: 0, max: 1 },
  ),
  promqlFunction(
    { name: "histogram_quantile", arguments: ["scalar", "vector"] },
    { labels: "without le", reads: "histogram" },
  ),
  promqlFunction(
    { name: "histogram_quantiles", arguments: ["vector", "string", "scalar", "scalar"] },
    { ...EXPERIMENTAL, variadic: 9, labels: "rewritten", reads: "histogram" },
  ),
];
