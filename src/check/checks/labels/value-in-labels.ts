import { withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { type ReadText, readTexts } from "./alert-text.ts";
import { line, seriesExample, settingOf } from "./firing-case.ts";
import { exceedingOf } from "./per-series.ts";
import { rendered } from "./rendering.ts";

/** Whether every result of the query has one and the same value. */
const isConstant = ({ expr, values }: Query): boolean =>
  constantOf(factsIn(values(), expr)) !== undefined;

/** Plain digits, as promtool's series have them. */
const written = (value: number): string =>
  value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 12 });

/** A gauge that goes on rising above its threshold: each evaluation gives another label, and none of them fires. */
const exampleOf = (of: ReadText, query: Query, examined: Examined): Counterexample | undefined => {
  const { alert } = of;
  const exceeding = exceedingOf(query.expr);
  const measure = exceeding && withoutParens(exceeding.measure);
  const setting = settingOf(alert, query);
  const labels = measure?.kind === "selector" ? setting?.labels.get(measure) : undefined;
  if (exceeding === undefined || setting === undefined || labels === undefined) return undefined;
  if (measure?.kind !== "selector" || (alert.rule.for?.ms ?? 0) <= 0) return undefined;
  const step = Math.max(1, Math.ceil(Math.abs(exceeding.threshold) / 10));
  const first = exceeding.threshold + step;
  const { steps } = setting.history;
  const texts = Array.from({ length: steps + 1 }, (_, index) => {
    const rendering = rendered(of, { labels: {}, value: first + index * step }, examined);
    return "output" in rendering ? rendering.output : undefined;
  });
  if (texts.includes(undefined) || new Set(texts).size < texts.length) return undefined;
  const series = [line(measure.metric, labels, `${written(first)}+${written(step)}x${steps}`)];
  return seriesExample(alert, setting.history, { series, firing: [] });
};

const effectOf = (alert: ExaminedAlert): string => {
  const { for: wait } = alert.rule;
  return wait === undefined || wait.ms <= 0
    ? "it resolves and fires anew with every change of the value, and is told each time"
    : `it waits for ${wait.written.text} again with every change of the value, and never fires while the value moves`;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const of of readTexts(examined)) {
    const { alert, text, uses } = of;
    const { query } = alert;
    if (text.kind !== "label" || "error" in uses || query === undefined) continue;
    const use = uses.values.find(({ role }) => role === "printed");
    if (use === undefined || isConstant(query)) continue;
    const counterexample = exampleOf(of, query, examined);
    yield {
      place: text.value.placeAt(use.span.from),
      subject: alert.rule.name.text,
      severity: (alert.rule.for?.ms ?? 0) > 0 ? "error" : "warning",
      message: `the label ${text.name} holds the value, and an alert with another label is another alert: ${effectOf(alert)}`,
      help: "write the value into an annotation",
      ...(counterexample === undefined ? {} : { counterexample }),
    };
  }
};

export const valueInLabels: Check = {
  name: "value-in-labels",
  severity: "error",
  title:
    "A label of an alert that holds the value, so that the alert is another one with every change",
  find,
};
