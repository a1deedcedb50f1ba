import type { LocatedMatcher, VectorSelector } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { type QueriedAlert, queriedAlerts, shownBy, textOf } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { storyOfQuery } from "./story-of-query.ts";
import { watchedSilence } from "./watched-silence.ts";

/** `up{…} == 0`, `up{…} < 1` or `up{…} != 1`. */
const downSelector = ({ operator, value, thresholdFacts, negated }: Threshold) => {
  const node = withoutParens(value);
  const constant = constantOf(thresholdFacts);
  if (negated || node.kind !== "selector" || metricOf(node) !== "up") return undefined;
  const down =
    (constant === 0 && (operator === "==" || operator === "<=")) ||
    (constant === 1 && (operator === "<" || operator === "!="));
  return down ? node : undefined;
};

/** Labels that say which targets are meant: without any, it is an alert for whatever there is. */
const tellingMatchers = ({ matchers }: VectorSelector): readonly LocatedMatcher[] =>
  matchers.filter(({ operator, value }) => (operator === "=" || operator === "=~") && value !== "");

const sharesMatcher = (wanted: readonly LocatedMatcher[], { matchers }: VectorSelector): boolean =>
  wanted.some((own) =>
    matchers.some(
      ({ name, value }) =>
        name === own.name && (value === own.value || own.value.split("|").includes(value)),
    ),
  );

const AGGREGATIONS: ReadonlySet<string> = new Set(["count", "sum", "avg"]);

/** Selectors of `up` that are counted or summed: alerts on replicas that are missing. */
const countedTargets = (examined: Examined): readonly VectorSelector[] =>
  queriedAlerts(examined).flatMap(({ query }) =>
    query.values().order.flatMap((part) => {
      if (part.kind !== "aggregation" || !AGGREGATIONS.has(part.operator)) return [];
      let inner = withoutParens(part.expr);
      if (inner.kind === "binary") inner = withoutParens(inner.left);
      return inner.kind === "selector" && metricOf(inner) === "up" ? [inner] : [];
    }),
  );

const MINUTE_MS = 60_000;
/** A sample is seen for five minutes; with as much again, nobody is in doubt. */
const GONE_AFTER = 5;
const LOOKED_AT = 20;

const counterexample = (examined: Examined, alert: QueriedAlert): Counterexample | undefined => {
  const forSteps = Math.ceil((alert.rule.for?.ms ?? 0) / MINUTE_MS);
  const times = { intervalMs: MINUTE_MS, evalTimeMs: (LOOKED_AT + forSteps) * MINUTE_MS };
  const story = storyOfQuery(alert.query, times, () => `1x${GONE_AFTER}`);
  return story && storyCounterexample(examined, alert, { story, claim: "silent" });
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { absences } = watchedSilence(examined);
  let counted: readonly VectorSelector[] | undefined;
  for (const alert of queriedAlerts(examined)) {
    const selectors = thresholdsIn(alert.query.values()).flatMap((one) => downSelector(one) ?? []);
    for (const selector of selectors) {
      const telling = tellingMatchers(selector);
      if (telling.length === 0) continue;
      counted ??= countedTargets(examined);
      if ([...absences, ...counted].some((other) => sharesMatcher(telling, other))) continue;
      yield {
        place: alert.placeOf(selector.span),
        subject: alert.rule.name.text,
        message: `a target that is no longer discovered has no ${"`up`"}, neither 1 nor 0: when it is gone altogether, this alert stays silent\nno alert of this set notices the absence`,
        help: `add an alert with \`absent(${textOf(alert.query, selector.span)})\`, or one on how many targets there are`,
        ...shownBy(counterexample(examined, alert)),
      };
    }
  }
};

export const targetVanishes: Check = {
  name: "target-vanishes",
  severity: "warning",
  title: "An alert on `up == 0` that does not notice when the target is gone altogether",
  find,
};
