import type { Expr } from "../../promql/syntax/expr.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";

/** A query of a dashboard with its variables replaced by something that can be read in their place. */
export type DashboardQuery = {
  readonly expr: Expr;
  /** Ranges may be any: the dashboard chooses them. */
  readonly hasFreeRange: boolean;
};

/** What stands for the value of a variable. */
export const VARIABLE = "grafana_variable";

const NAMED = String.raw`(?:\$\{[^}]{1,200}\}|\[\[[^\]]{1,200}\]\]|\$\w{1,200})`;
const RANGE = new RegExp(String.raw`\[\s*${NAMED}(?=\s*[:\]])`, "g");
const STEP = new RegExp(String.raw`:\s*${NAMED}(?=\s*\])`, "g");
const OFFSET = new RegExp(String.raw`\boffset\s+${NAMED}`, "g");
const NUMBER = /\$(?:__(?:interval|range)_(?:ms|s)|\{__(?:interval|range)_(?:ms|s)\})/g;
const OTHER = new RegExp(NAMED, "g");

/** The query as PromQL, or undefined where it is none even then. */
export const readDashboardQuery = (text: string): DashboardQuery | undefined => {
  const ranged = text
    .replaceAll(RANGE, "[5m")
    .replaceAll(STEP, ":1m")
    .replaceAll(OFFSET, "offset 5m");
  const parsed = parseExpr(ranged.replaceAll(NUMBER, "1").replaceAll(OTHER, VARIABLE));
  return "error" in parsed ? undefined : { expr: parsed.expr, hasFreeRange: ranged !== text };
};
