import type { Expr, VectorSelector } from "../../promql/syntax/expr.ts";
import { printExpr } from "../../promql/syntax/print.ts";
import { childrenOf, replaceNode } from "../../promql/syntax/walk.ts";
import { metricOf } from "../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../promql/values/thresholds.ts";
import { constantOf } from "../../promql/values/value-facts.ts";
import type { Examined, Query } from "../examined.ts";

/** What a running Prometheus is to be asked of a selector. */
export type SelectorQuestion = {
  readonly text: string;
  /** Without `offset` and `@`. */
  readonly selector: VectorSelector;
  /** How far back rules look with it, in milliseconds. */
  readonly reachMs: number;
};

export type QueryQuestion = {
  readonly text: string;
  /** Gives the number of results. */
  readonly count: string;
  /** The same without the comparisons with constants, where there are any. */
  readonly candidates: string | undefined;
};

export type LiveQuestions = {
  readonly selectors: readonly SelectorQuestion[];
  readonly queries: readonly QueryQuestion[];
};

/** The selector as it is asked about: of now. */
const ofNow = (selector: VectorSelector): VectorSelector => ({
  ...selector,
  offsetMs: 0,
  at: undefined,
});

/** The key of a selector among live facts. */
export const selectorText = (selector: VectorSelector): string => printExpr(ofNow(selector));

/** The key of a query among live facts. */
export const queryText = ({ expr }: Query): string => printExpr(expr);

type Reached = { readonly selector: VectorSelector; readonly reachMs: number };

const reachOf = (expr: Expr): number =>
  expr.kind === "range" || expr.kind === "subquery" ? expr.rangeMs : 0;

function* selectorsWithReach(root: Expr): Generator<Reached> {
  const pending = [{ expr: root, reachMs: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { expr, reachMs } = next;
    if (expr.kind === "selector") yield { selector: expr, reachMs };
    const reach = reachMs + reachOf(expr);
    for (const child of childrenOf(expr)) pending.push({ expr: child, reachMs: reach });
  }
}

const selectorQuestions = (queries: readonly Query[]): readonly SelectorQuestion[] => {
  const questions = new Map<string, SelectorQuestion>();
  for (const { expr } of queries) {
    for (const { selector, reachMs } of selectorsWithReach(expr)) {
      const text = selectorText(selector);
      const before = questions.get(text)?.reachMs ?? 0;
      const reach = Math.max(before, reachMs);
      questions.set(text, { text, selector: ofNow(selector), reachMs: reach });
    }
  }
  return [...questions.values()];
};

/** More comparisons in one query are let be. */
const MOST_COMPARISONS = 50;

/** The query with what is compared in the place of its comparisons with constants; undefined without any. */
export const withoutComparisons = (query: Query): Expr | undefined => {
  let { expr } = query;
  const thresholds = thresholdsIn(query.values()).slice(0, MOST_COMPARISONS);
  for (const { node, value, thresholdFacts, negated } of thresholds) {
    if (negated || constantOf(thresholdFacts) === undefined) continue;
    expr = replaceNode(expr, node, { kind: "paren", expr: value, span: node.span });
  }
  return expr === query.expr ? undefined : expr;
};

const countOf = (expr: Expr): string => `count(${printExpr(expr)})`;

const queryQuestion = (query: Query): QueryQuestion | undefined => {
  if (query.labels().kind !== "vector") return undefined;
  const all = withoutComparisons(query);
  return {
    text: queryText(query),
    count: countOf(query.expr),
    candidates: all && countOf(all),
  };
};

/** What a running Prometheus is to be asked about these rules, each thing once. */
export const liveQuestions = ({ rules }: Examined): LiveQuestions => {
  const queries = rules.flatMap(({ query }) => query ?? []);
  const asked = new Map<string, QueryQuestion>();
  for (const query of queries) {
    const question = queryQuestion(query);
    if (question !== undefined) asked.set(question.text, question);
  }
  return { selectors: selectorQuestions(queries), queries: [...asked.values()] };
};

/** The whole metric of a selector that names one. */
export const wholeMetric = (selector: VectorSelector): VectorSelector | undefined => {
  const metric = metricOf(selector);
  return metric === "" ? undefined : { ...ofNow(selector), metric, matchers: [] };
};

/** Its metric with this matcher alone. */
export const withMatcherAlone = (
  selector: VectorSelector,
  matcher: VectorSelector["matchers"][number],
): VectorSelector => ({ ...ofNow(selector), matchers: [matcher] });
