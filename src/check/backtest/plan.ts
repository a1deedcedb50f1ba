import type { Instant } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { QueryRange } from "../../prometheus/range-series.ts";
import type { Expr, VectorSelector } from "../../promql/syntax/expr.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";
import { printExpr } from "../../promql/syntax/print.ts";
import { descendants, selectorsOf } from "../../promql/syntax/walk.ts";
import type { Examined, ExaminedAlert } from "../examined.ts";
import { type ConditionValue, conditionValue } from "./condition-value.ts";
import type { Question } from "./question.ts";
import { type Recording, type RecordingsByName, recomputed } from "./recompute.ts";

/** The past that is looked at. */
export type Past = { readonly from: Instant; readonly to: Instant };

/** What is asked to replay one alert. */
export type AlertPlan = {
  readonly alert: ExaminedAlert;
  /** Its query over the past; or why that cannot be asked. */
  readonly condition: Question | { readonly problem: string };
  /** The value that is compared, to see what other thresholds would have done. */
  readonly value: { readonly of: ConditionValue; readonly question: Question } | undefined;
  /** Whether there was anything to be read, by selector. */
  readonly sources: readonly { readonly selector: string; readonly question: Question }[];
};

/** So many looks tell whether series were there. */
const LOOKS = 200;

const recordingOf = ({ query, rule, group, intervalMs }: Examined["recordings"][number]) =>
  query === undefined
    ? []
    : [
        {
          name: rule.name.text,
          text: query.text,
          expr: query.expr,
          intervalMs,
          labels: [...group.labels, ...rule.labels].map(({ name, value }) => ({
            name: name.text,
            value: value.text,
          })),
        } satisfies Recording,
      ];

const rangeOf = ({ from, to }: Past, { intervalMs, offsetMs }: Timing): QueryRange => {
  const first = Math.ceil(from / intervalMs) * intervalMs;
  return { from: first - offsetMs, to: to - offsetMs, stepMs: intervalMs };
};

/** How often a rule looks, and how far back it reads. */
type Timing = { readonly intervalMs: number; readonly offsetMs: number };

export const timingOf = (
  { intervalMs, group }: ExaminedAlert,
  { prometheus }: Pick<Examined, "prometheus">,
): Timing => ({
  intervalMs,
  offsetMs: group.queryOffset?.ms ?? prometheus?.ruleQueryOffsetMs ?? 0,
});

/** `start()` and `end()` mean the moment of the evaluation in a rule, and the ends of the range in a range query. */
const dependsOnRange = (expr: Expr): boolean => {
  for (const node of descendants(expr)) {
    if ((node.kind === "selector" || node.kind === "subquery") && typeof node.at === "string") {
      return true;
    }
  }
  return false;
};

const exprOf = (text: string): Expr => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(`not PromQL: ${text}: ${parsed.error.message}`);
  return parsed.expr;
};

/** Those whose lack is itself the condition, or whose lack changes nothing, are left out. */
const neededSelectors = (expr: Expr): VectorSelector[] => {
  const spared = new Set<VectorSelector>();
  for (const node of descendants(expr)) {
    const isAbsence = node.kind === "call" && node.function.startsWith("absent");
    const isAlternative =
      node.kind === "binary" && (node.operator === "or" || node.operator === "unless");
    if (isAbsence) for (const each of selectorsOf(node)) spared.add(each);
    if (isAlternative) for (const each of selectorsOf(node.right)) spared.add(each);
  }
  return selectorsOf(expr).filter((selector) => !spared.has(selector));
};

const sourcesOf = (expr: Expr, past: Past): AlertPlan["sources"] => {
  const stepMs = Math.max(60_000, Math.ceil((past.to - past.from) / LOOKS / 1000) * 1000);
  const looks = Math.ceil((past.to - past.from) / stepMs);
  const range = { from: past.to - (looks - 1) * stepMs, to: past.to, stepMs };
  const selectors = neededSelectors(expr).map((selector) =>
    printExpr({ ...selector, offsetMs: 0, at: undefined }),
  );
  return [...new Set(selectors)].map((selector) => ({
    selector,
    // All that lies between the looks is seen, however short it was there.
    question: { query: `count(last_over_time(${selector}[${stepMs}ms]))`, range },
  }));
};

const planOf = (
  alert: ExaminedAlert,
  recordings: RecordingsByName,
  { examined, past }: { readonly examined: Examined; readonly past: Past },
): AlertPlan => {
  const without = (problem: string): AlertPlan => ({
    alert,
    condition: { problem },
    value: undefined,
    sources: [],
  });
  const { query } = alert;
  if (query === undefined) return without("its expression is broken: `tocsin check` says how");
  const range = rangeOf(past, timingOf(alert, examined));
  if (range.from > range.to) {
    return without(`the past looked at is shorter than ${formatDuration(range.stepMs)}`);
  }
  const reader = { recordings, intervalMs: range.stepMs };
  const condition = recomputed(query.text, query.expr, reader);
  if ("problem" in condition) return without(condition.problem);
  const asked = exprOf(condition.text);
  if (dependsOnRange(asked)) return without("its query reads at start() or end()");
  const of = conditionValue(query);
  const value = of && recomputed(of.query, exprOf(of.query), reader);
  return {
    alert,
    condition: { query: condition.text, range },
    value:
      of === undefined || value === undefined || "problem" in value
        ? undefined
        : { of, question: { query: value.text, range } },
    sources: sourcesOf(asked, past),
  };
};

/** Functions that neither read series nor know what time it is. */
const CONSTANT = new Set(["vector", "label_replace", "label_join"]);

/** An alert whose query says the same at all times: a watchdog, whose silence is the alarm. */
export const isSignOfLife = ({ query }: ExaminedAlert): boolean =>
  query !== undefined &&
  selectorsOf(query.expr).length === 0 &&
  [...descendants(query.expr)].every((node) => node.kind !== "call" || CONSTANT.has(node.function));

/** What is to be asked to replay all alerts but signs of life. */
export const planBacktest = (examined: Examined, past: Past): AlertPlan[] => {
  const recordings = Map.groupBy(examined.recordings.flatMap(recordingOf), ({ name }) => name);
  return examined.alerts
    .filter((alert) => !isSignOfLife(alert))
    .map((alert) => planOf(alert, recordings, { examined, past }));
};

/** What is to be known before alerts can be replayed. */
export const questionsOf = (plans: readonly AlertPlan[]): Question[] =>
  plans.flatMap(({ condition, sources }) => [
    ...("problem" in condition ? [] : [condition]),
    ...sources.map(({ question }) => question),
  ]);
