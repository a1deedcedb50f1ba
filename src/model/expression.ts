/** A piece of PromQL, as written by the tag `promql`. */
export type Expression = { readonly promql: string };
