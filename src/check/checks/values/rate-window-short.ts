import { formatDuration } from "../../../lib/duration.ts";
import type { Call, Expr, MatrixSelector } from "../../../promql/syntax/expr.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { type Examined, type ExaminedRule, isAlert } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import { isQueried, shownBy } from "./query-verdicts.ts";
import { storyCounterexample } from "./replay/story-counterexample.ts";
import { type ScrapeInterval, scrapeIntervalOf } from "./scrape-interval.ts";
import { counterValues, storyOfQuery } from "./story-of-query.ts";

/** Functions that need two samples in their window. */
const OF_TWO: ReadonlySet<string> = new Set([
  ...["rate", "increase", "irate", "delta", "idelta", "deriv", "predict_linear"],
]);

/** What Prometheus's own advice is: room for a failed scrape, and for windows that begin between scrapes. */
const WANTED = 4;

const rangeOf = (call: Call): MatrixSelector | undefined =>
  call.arguments.find((argument) => argument.kind === "range");

type Judgement = { readonly severity: FindingSeverity; readonly effect: string };

const judge = (rangeMs: number, { ms, source }: ScrapeInterval): Judgement | undefined => {
  const known = source === "configuration";
  if (rangeMs < ms) {
    const effect = "never holds two samples, so there is never a result";
    return { severity: known ? "error" : "info", effect };
  }
  if (rangeMs < 2 * ms) {
    const effect = "holds two samples at times only: results come and go, and `for` begins again";
    return { severity: source === "default" ? "info" : "warning", effect };
  }
  if (source === "default" || rangeMs >= WANTED * ms) return undefined;
  return { severity: "info", effect: "has no room for a scrape or two that fail" };
};

const SOURCES = {
  configuration: "",
  settings: " (scrapeInterval of the settings)",
  default: ", if that is how often targets are scraped",
} as const;

const MOST_STEPS = 1000;

/** Everything grows a lot at every scrape, and the alert says nothing. */
const counterexample = (
  examined: Examined,
  rule: ExaminedRule,
  { ms }: ScrapeInterval,
): Counterexample | undefined => {
  if (!isAlert(rule) || !isQueried(rule)) return undefined;
  const reach = Math.max(...rule.query.values().order.map(reachOf));
  const steps = Math.ceil(((rule.rule.for?.ms ?? 0) + reach) / ms) + 2;
  if (steps > MOST_STEPS) return undefined;
  const times = { intervalMs: ms, evalTimeMs: steps * ms };
  const story = storyOfQuery(rule.query, times, () => counterValues([[steps + 1, 1_000_000]]));
  return story && storyCounterexample(examined, rule, { story, claim: "silent" });
};

const reachOf = (part: Expr): number => (part.kind === "range" ? part.rangeMs : 0);

const ofRule = function* (rule: ExaminedRule, examined: Examined): Iterable<Discovery> {
  if (rule.query === undefined) return;
  const told = new Set<number>();
  for (const part of rule.query.values().order) {
    const range = part.kind === "call" && OF_TWO.has(part.function) ? rangeOf(part) : undefined;
    if (range === undefined || metricOf(range.selector).includes(":")) continue;
    const interval = scrapeIntervalOf(range.selector, examined);
    const judgement = judge(range.rangeMs, interval);
    if (judgement === undefined || told.has(range.rangeMs)) continue;
    told.add(range.rangeMs);
    yield {
      place: rule.placeOf({ from: range.selector.span.to, to: range.span.to }),
      subject: rule.rule.name.text,
      severity: judgement.severity,
      message: `with a sample every ${formatDuration(interval.ms)}${SOURCES[interval.source]}, a window of ${formatDuration(range.rangeMs)} ${judgement.effect}`,
      help: `use a window of at least ${formatDuration(WANTED * interval.ms)}`,
      ...shownBy(
        range.rangeMs < interval.ms ? counterexample(examined, rule, interval) : undefined,
      ),
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const rule of examined.rules) yield* ofRule(rule, examined);
};

export const rateWindowShort: Check = {
  name: "rate-window-short",
  severity: "warning",
  title: "A window in which there are too few samples for a rate",
  find,
};
