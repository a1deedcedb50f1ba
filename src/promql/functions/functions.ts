import { HISTOGRAM_FUNCTIONS, INSTANT_FUNCTIONS } from "./instant-functions.ts";
import type { PromqlFunction } from "./promql-function.ts";
import { RANGE_FUNCTIONS } from "./range-functions.ts";
import { SCALAR_FUNCTIONS } from "./scalar-functions.ts";

const FUNCTIONS: ReadonlyMap<string, PromqlFunction> = new Map(
  [...INSTANT_FUNCTIONS, ...HISTOGRAM_FUNCTIONS, ...RANGE_FUNCTIONS, ...SCALAR_FUNCTIONS].map(
    (each) => [each.name, each],
  ),
);

/** What is known of a function; names are case-sensitive. */
export const functionNamed = (name: string): PromqlFunction | undefined => FUNCTIONS.get(name);

/** All functions from Prometheus 2.42 to 3, also the experimental ones. */
export const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys()];
