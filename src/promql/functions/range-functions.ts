import { EXPERIMENTAL, type PromqlFunction, promqlFunction } from "./promql-function.ts";

const ofRange = (name: string, traits: Partial<PromqlFunction> = {}): PromqlFunction =>
  promqlFunction({ name, arguments: ["matrix"] }, traits);

const smoothing = (name: string, traits: Partial<PromqlFunction>): PromqlFunction =>
  promqlFunction(
    { name, arguments: ["matrix", "scalar", "scalar"] },
    { reads: "gauge", minSamples: 2, ...traits },
  );

/** Functions of the samples of each series within a range. */
export const RANGE_FUNCTIONS: readonly PromqlFunction[] = [
  ofRange("rate", { reads: "counter", minSamples: 2, min: 0 }),
  ofRange("irate", { reads: "counter", minSamples: 2, min: 0 }),
  ofRange("increase", { reads: "counter", minSamples: 2, min: 0 }),
  ofRange("resets", { reads: "counter", min: 0, integer: true }),
  ofRange("changes", { min: 0, integer: true }),
  ofRange("delta", { reads: "gauge", minSamples: 2 }),
  ofRange("idelta", { reads: "gauge", minSamples: 2 }),
  ofRange("deriv", { reads: "gauge", minSamples: 2 }),
  promqlFunction(
    { name: "predict_linear", arguments: ["matrix", "scalar"] },
    { reads: "gauge", minSamples: 2 },
  ),
  smoothing("holt_winters", { until: "2" }),
  smoothing("double_exponential_smoothing", EXPERIMENTAL),
  ofRange("absent_over_time", { labels: "of absence", min: 1, max: 1, integer: true }),
  ofRange("present_over_time", { min: 1, max: 1, integer: true }),
  ofRange("count_over_time", { min: 1, integer: true }),
  ofRange("sum_over_time"),
  ofRange("avg_over_time", { within: true }),
  ofRange("min_over_time", { within: true }),
  ofRange("max_over_time", { within: true }),
  ofRange("last_over_time", { keepsName: true, within: true }),
  ofRange("first_over_time", { ...EXPERIMENTAL, keepsName: true, within: true }),
  ofRange("stddev_over_time", { min: 0 }),
  ofRange("stdvar_over_time", { min: 0 }),
  ofRange("mad_over_time", { ...EXPERIMENTAL, min: 0 }),
  ofRange("ts_of_first_over_time", { ...EXPERIMENTAL, min: 0 }),
  ofRange("ts_of_last_over_time", { ...EXPERIMENTAL, min: 0 }),
  ofRange("ts_of_max_over_time", { ...EXPERIMENTAL, min: 0 }),
  ofRange("ts_of_min_over_time", { ...EXPERIMENTAL, min: 0 }),
  promqlFunction(
    { name: "integral", arguments: ["matrix", "scalar"] },
    { ...EXPERIMENTAL, variadic: 1 },
  ),
  promqlFunction({ name: "quantile_over_time", arguments: ["scalar", "matrix"] }),
];
