import type { Mistake } from "../model/mistake.ts";
import { outline } from "../model/outline.ts";
import { checkExpr } from "../promql/syntax/check-expr.ts";
import { ruleTypeMistake, type TypeMistake } from "../promql/syntax/check-types.ts";

const LONGEST_EXCERPT = 40;

/** The first mistake for which Prometheus refuses the query; what it takes behind a feature flag is none. */
const mistakeIn = (query: string): TypeMistake | undefined => {
  const { expr, mistakes } = checkExpr(query, "3");
  const first = mistakes.find(({ flag }) => flag === undefined);
  return first ?? (expr === undefined ? undefined : ruleTypeMistake(expr));
};

/** What stands where the mistake is, on one line. */
const excerptAt = (query: string, { span }: TypeMistake): string => {
  const rest = query.slice(span.from).replaceAll(/\s+/g, " ").trim();
  return rest.length > LONGEST_EXCERPT ? `${rest.slice(0, LONGEST_EXCERPT)}…` : rest;
};

/** What Prometheus would refuse of the queries of alerts. */
export const queryMistakes = (raw: unknown): Mistake[] =>
  outline(raw)
    .services.flatMap(({ alerts }) => alerts)
    .flatMap(({ name, when, definedAt }) => {
      const mistake = when.trim() === "" ? undefined : mistakeIn(when);
      if (mistake === undefined) return [];
      return [
        {
          rule: "broken-query",
          place: definedAt,
          message: `alert "${name}": Prometheus refuses its query: ${mistake.message}, at \`${excerptAt(when, mistake)}\``,
          mend: "correct the query",
        },
      ];
    });
