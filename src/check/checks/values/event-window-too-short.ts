import { formatDuration } from "../../../lib/duration.ts";
import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import { historyOf } from "../../../promql/values/witness/history.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined } from "../../examined.ts";
import { FAILURE_NAME } from "./failure-ratio.ts";
import { type QueriedAlert, queriedAlerts, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { counterValues, storyOfQuery } from "./story-of-query.ts";

const COUNTING: ReadonlySet<string> = new Set(["increase", "rate", "changes", "resets"]);

/** Names of what happens once, rather than as long as something is broken. */
const SINGULAR =
  /boot|crash|evict|failover|kill|oom|panic|reload|restart|switch|generation|start_time|version/i;

/** The count of events that a value is, within sums and parentheses. */
const countIn = (value: Expr): Call | undefined => {
  let node = withoutParens(value);
  while (node.kind === "aggregation") node = withoutParens(node.expr);
  return node.kind === "call" && COUNTING.has(node.function) ? node : undefined;
};

/** Already one event passes it, and it is the condition and not one beside it. */
const wantsOne = ({ operator, thresholdFacts, negated, alone }: Threshold): boolean => {
  const constant = constantOf(thresholdFacts);
  if (constant === undefined || negated || !alone) return false;
  return constant === 0
    ? operator === ">" || operator === "!="
    : constant === 1 && operator === ">=";
};

const counterexample = (
  examined: Examined,
  alert: QueriedAlert,
  windowMs: number,
): Counterexample | undefined => {
  const forMs = alert.rule.for?.ms ?? 0;
  const history = historyOf(alert.query.values().order, forMs);
  if (history === undefined) return undefined;
  const { intervalMs } = history;
  const window = Math.floor(windowMs / intervalMs);
  const before = window + 1;
  const values = counterValues([
    [before, 0],
    [1, 1],
    [Math.ceil(forMs / intervalMs) + window, 0],
  ]);
  const times = { intervalMs, evalTimeMs: (before + window) * intervalMs };
  const story = storyOfQuery(alert.query, times, () => values);
  return story && storyCounterexample(examined, alert, { story, claim: "silent" });
};

type CountedEvents = { readonly name: string; readonly call: Call; readonly windowMs: number };

/** A count of events of which one is enough, over a window that is no longer than what the alert waits. */
const countedEvents = ({ query, rule }: QueriedAlert): readonly CountedEvents[] =>
  thresholdsIn(query.values()).flatMap((threshold) => {
    const call = wantsOne(threshold) ? countIn(threshold.value) : undefined;
    const range = call?.arguments[0];
    if (call === undefined || range?.kind !== "range") return [];
    if (range.rangeMs > (rule.for?.ms ?? 0)) return [];
    return [{ name: metricOf(range.selector), call, windowMs: range.rangeMs }];
  });

const isSingular = ({ name, call }: CountedEvents): boolean =>
  call.function !== "rate" &&
  !FAILURE_NAME.test(name) &&
  (SINGULAR.test(name) || call.function !== "increase");

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    const wait = alert.rule.for;
    const [events] = wait === undefined ? [] : countedEvents(alert);
    if (wait === undefined || events === undefined) continue;
    const { windowMs } = events;
    yield {
      place: wait.written.placeAt(0),
      subject: alert.rule.name.text,
      severity: isSingular(events) ? "warning" : "info",
      message: `an event is seen for as long as the window, ${formatDuration(windowMs)}, and \`for\` waits ${formatDuration(wait.ms)}: one event alone never fires this\nit takes events again and again`,
      help: `leave out \`for\`, or count over more than it waits, such as [${formatDuration(wait.ms + windowMs)}]`,
      ...shownBy(counterexample(examined, alert, windowMs)),
    };
  }
};

export const eventWindowTooShort: Check = {
  name: "event-window-too-short",
  severity: "warning",
  title:
    "An alert on events that waits at least as long as its window, so that one event never fires it",
  find,
};
