import { withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { isBucketCeiling } from "./bucket-quantiles.ts";
import {
  type JudgedAlert,
  judgedAlerts,
  severityBy,
  shownBy,
  verdictCounterexample,
  verdictsOf,
} from "./query-verdicts.ts";

const KINDS = new Set(["never-holds", "nan-comparison", "quantile-out-of-range"] as const);

const reasons = ({ verdict, alert }: JudgedAlert): string => {
  const node = withoutParens(verdict.node);
  const left = node.kind === "binary" ? factsIn(alert.query.values(), node.left) : undefined;
  const texts = verdict.because.map(({ text }) => text);
  return texts.length === 0 || left === undefined ? "" : `\n${texts.join("; ")}`;
};

/** Another verdict says better why. */
const isExplained = ({ alert: { query }, verdict }: JudgedAlert): boolean =>
  isBucketCeiling(verdict, query) ||
  (verdict.kind !== "quantile-out-of-range" &&
    verdictsOf(query).some(({ kind }) => kind === "quantile-out-of-range"));

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    if (verdict.effect !== "silent" || isExplained(judged)) continue;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: severityBy(verdict.basis),
      message: `the alert never fires: ${verdict.message}${reasons(judged)}`,
      help: "correct the threshold or the direction of the comparison",
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const neverFires: Check = {
  name: "never-fires",
  severity: "error",
  title: "A condition that no value can meet",
  find,
};
