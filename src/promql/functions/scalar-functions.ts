import { EXPERIMENTAL, type PromqlFunction, promqlFunction } from "./promql-function.ts";

const constant = (name: string, traits: Partial<PromqlFunction> = {}): PromqlFunction =>
  promqlFunction({ name, arguments: [] }, { result: "scalar", labels: "none", ...traits });

/** Functions from or to scalars. */
export const SCALAR_FUNCTIONS: readonly PromqlFunction[] = [
  constant("time", { min: 0 }),
  constant("pi", { min: Math.PI, max: Math.PI }),
  constant("start", { ...EXPERIMENTAL, min: 0 }),
  constant("end", { ...EXPERIMENTAL, min: 0 }),
  constant("range", { ...EXPERIMENTAL, min: 0 }),
  constant("step", { ...EXPERIMENTAL, min: 0 }),
  promqlFunction(
    { name: "scalar", arguments: ["vector"] },
    { result: "scalar", labels: "none", within: true },
  ),
  promqlFunction({ name: "vector", arguments: ["scalar"] }, { labels: "none", within: true }),
];
