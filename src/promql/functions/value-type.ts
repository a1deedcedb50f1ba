/** The types of PromQL: `vector` is an instant vector, `matrix` a range vector. */
export type ValueType = "scalar" | "vector" | "matrix" | "string";

const NAMES = {
  scalar: "scalar",
  vector: "instant vector",
  matrix: "range vector",
  string: "string",
} as const satisfies Record<ValueType, string>;

/** The type as Prometheus's documentation calls it. */
export const typeName = (type: ValueType): string => NAMES[type];
