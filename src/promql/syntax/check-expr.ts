import { checkTypes, type TypeMistake } from "./check-types.ts";
import type { Expr } from "./expr.ts";
import { parseExpr } from "./parse.ts";
import type { PrometheusVersion } from "./prometheus-version.ts";
import type { NewerSyntax } from "./tree-reader.ts";

export type CheckedExpr = {
  /** The tree, unless the text is no PromQL. */
  readonly expr: Expr | undefined;
  /** Why this version of Prometheus refuses the text; none when it accepts it. */
  readonly mistakes: readonly TypeMistake[];
};

const newerMistake = (
  { what, flag, span }: NewerSyntax,
  version: PrometheusVersion,
): TypeMistake[] => {
  if (version === "2.42") return [{ message: `Prometheus 2.42 does not read ${what}`, span }];
  if (flag === undefined) return [];
  const message = `Prometheus reads ${what} only with the feature flag ${flag}: write the result`;
  return [{ message, span, flag }];
};

/** Reads a query and checks all that Prometheus checks when it loads a rule. */
export const checkExpr = (text: string, version: PrometheusVersion): CheckedExpr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) return { expr: undefined, mistakes: [parsed.error] };
  const newer = parsed.newer.flatMap((each) => newerMistake(each, version));
  return { expr: parsed.expr, mistakes: [...newer, ...checkTypes(parsed.expr, version)] };
};
