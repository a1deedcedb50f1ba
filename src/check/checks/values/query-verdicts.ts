import { remembered } from "../../../lib/remembered.ts";
import type { Basis } from "../../../promql/values/value-facts.ts";
import type { ValueVerdict, VerdictKind } from "../../../promql/values/verdicts/verdict.ts";
import { verdictsIn } from "../../../promql/values/verdicts/verdicts.ts";
import { witness } from "../../../promql/values/witness/witness.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import type { Story } from "./replay/replay.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";

const verdictsOfAnalysis = remembered(verdictsIn);

/** The verdicts on a query, worked out once for all checks. */
export const verdictsOf = ({ values }: Query): readonly ValueVerdict[] =>
  verdictsOfAnalysis(values());

/** An alert with a query that can be evaluated. */
export type QueriedAlert = ExaminedAlert & { readonly query: Query };

export const isQueried = (alert: ExaminedAlert): alert is QueriedAlert => alert.query !== undefined;

export const queriedAlerts = ({ alerts }: Examined): readonly QueriedAlert[] =>
  alerts.filter(isQueried);

export type JudgedAlert = { readonly alert: QueriedAlert; readonly verdict: ValueVerdict };

/** Alerts whose queries have verdicts of these kinds. */
export function* judgedAlerts(
  examined: Examined,
  kinds: ReadonlySet<VerdictKind>,
): Generator<JudgedAlert> {
  for (const alert of queriedAlerts(examined)) {
    for (const verdict of verdictsOf(alert.query)) {
      if (kinds.has(verdict.kind)) yield { alert, verdict };
    }
  }
}

const BY_BASIS = {
  mathematics: "error",
  declared: "error",
  usage: "warning",
  convention: "warning",
} as const satisfies Record<Basis, FindingSeverity>;

/** What is proven is an error; what rests on how a metric is used or named is not. */
export const severityBy = (basis: Basis): FindingSeverity => BY_BASIS[basis];

/** Series that show what a verdict says of an alert. */
export const verdictCounterexample = (
  examined: Examined,
  { alert, verdict }: JudgedAlert,
): Counterexample | undefined => {
  const shown = witness(verdict, alert.query.values(), alert.rule.for?.ms ?? 0);
  if (shown === undefined) return undefined;
  const { interval, evalTime, series, outcome } = shown;
  const story: Story = { interval, evalTime, series };
  return storyCounterexample(examined, alert, { story, claim: outcome });
};

/** For a discovery: the counterexample where there is one. */
export const shownBy = (
  counterexample: Counterexample | undefined,
): { readonly counterexample?: Counterexample } =>
  counterexample === undefined ? {} : { counterexample };

/** The text of a part of the query. */
export const textOf = ({ text }: Query, { from, to }: ValueVerdict["span"]): string =>
  text.slice(from, to);

/** What an alert wakes people for, as far as its severity says so. */
export const isPaging = (alert: ExaminedAlert): boolean => alert.urgency() === 0;
