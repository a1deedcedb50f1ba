import type { LocatedLiteral } from "../../../lib/go-template/uses/flow.ts";
import type { QueryUse } from "../../../prometheus/template/alert-template-uses.ts";
import { checkExpr } from "../../../promql/syntax/check-expr.ts";
import type { TypeMistake } from "../../../promql/syntax/check-types.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { type AlertText, readTexts } from "./alert-text.ts";

type Mistake = { readonly offset: number; readonly message: string };

const mistakeIn = (literal: LocatedLiteral, examined: Examined): TypeMistake | undefined =>
  checkExpr(literal.text, examined.settings.prometheusVersion).mistakes.find(
    ({ flag }) => flag === undefined,
  );

/** Verbs that put a label or a number in the place of which something of the same length can stand. */
const VERB = /%[qsvdfg]/g;

/** The format with something in the place of each verb: a text in quotes, or a word. */
const filled = (format: string): string =>
  format.replaceAll(VERB, (verb) => (verb === "%q" ? '""' : "_0"));

const mistakeOf = ({ expression, format }: QueryUse, examined: Examined): Mistake | undefined => {
  if (expression !== undefined) {
    const mistake = mistakeIn(expression, examined);
    if (mistake === undefined) return undefined;
    const offset = expression.offsets[mistake.span.from] ?? expression.offsets.at(-1) ?? 0;
    return { offset, message: mistake.message };
  }
  if (format === undefined || /%[^qsvdfg]/.test(format.text)) return undefined;
  const mistake = mistakeIn({ ...format, text: filled(format.text) }, examined);
  if (mistake === undefined) return undefined;
  const offset = format.offsets[mistake.span.from] ?? format.offsets.at(-1) ?? 0;
  return { offset, message: mistake.message };
};

const discovery = (text: AlertText, subject: string, { offset, message }: Mistake): Discovery => ({
  place: text.value.placeAt(offset),
  subject,
  message: `the query in the ${text.kind} ${text.name} is no PromQL: ${message}\nthe whole text becomes "<error expanding template: …>" when the alert fires; \`promtool check rules\` does not look at it`,
  help: "correct the query",
  counterexample: {
    kind: "render",
    program: "prometheus",
    template: text.value.text,
    data: { labels: {}, value: 1, externalLabels: {} },
    error: `error calling query: ${message}`,
  },
});

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { alert, text, uses } of readTexts(examined)) {
    if ("error" in uses) continue;
    for (const use of uses.queries) {
      const mistake = mistakeOf(use, examined);
      if (mistake !== undefined) yield discovery(text, alert.rule.name.text, mistake);
    }
  }
};

export const queryInTemplate: Check = {
  name: "query-in-template",
  severity: "error",
  title: "A query inside a text of an alert that Prometheus cannot read",
  find,
};
