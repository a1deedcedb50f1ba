import { formatDuration } from "../../../lib/duration.ts";
import type { Call, MatrixSelector } from "../../../promql/syntax/expr.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import type { LiveFacts } from "../../live/live-facts.ts";
import { selectorText } from "../../live/questions.ts";
import { scrapeIntervalOf } from "../values/scrape-interval.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";

/** Functions that need two samples in their window. */
const OF_TWO: ReadonlySet<string> = new Set([
  ...["rate", "increase", "irate", "delta", "idelta", "deriv", "predict_linear"],
]);

/** Room for a failed scrape, and for windows that begin between scrapes, as for `rate-window-short`. */
const WANTED = 4;

type Judgement = { readonly severity: FindingSeverity; readonly effect: string };

const judge = (rangeMs: number, intervalMs: number): Judgement | undefined => {
  if (rangeMs < intervalMs) {
    return { severity: "error", effect: "never holds two samples, so there is never a result" };
  }
  if (rangeMs < 2 * intervalMs) {
    const effect = "holds two samples at times only: results come and go, and `for` begins again";
    return { severity: "warning", effect };
  }
  if (rangeMs >= WANTED * intervalMs) return undefined;
  return { severity: "info", effect: "has no room for a scrape or two that fail" };
};

type Slowest = { readonly job: string; readonly intervalMs: number };

/** The job that is scraped least often among those whose series are selected. */
const slowestOf = ({ selector }: MatrixSelector, live: LiveFacts): Slowest | undefined => {
  const found = live.selectors.get(selectorText(selector));
  if (found?.kind !== "found") return undefined;
  const jobs = new Set(found.jobs);
  let slowest: Slowest | undefined;
  for (const { labels, intervalMs } of live.targets) {
    const job = labels["job"] ?? "";
    if (!jobs.has(job) || intervalMs <= (slowest?.intervalMs ?? 0)) continue;
    slowest = { job, intervalMs };
  }
  return slowest;
};

const rangeOf = (call: Call): MatrixSelector | undefined =>
  call.arguments.find((argument) => argument.kind === "range");

const ofRule = function* (
  { rule, query }: LiveRule,
  examined: Examined,
  live: LiveFacts,
): Iterable<Discovery> {
  const told = new Set<string>();
  for (const part of query.values().order) {
    const range = part.kind === "call" && OF_TWO.has(part.function) ? rangeOf(part) : undefined;
    const slowest = range && slowestOf(range, live);
    if (range === undefined || slowest === undefined) continue;
    const { job, intervalMs } = slowest;
    const judgement = judge(range.rangeMs, intervalMs);
    const before = scrapeIntervalOf(range.selector, examined);
    const isKnown = before.source !== "default" && intervalMs <= before.ms;
    const key = `${job} ${range.rangeMs}`;
    if (judgement === undefined || isKnown || told.has(key)) continue;
    told.add(key);
    yield {
      place: rule.placeOf({ from: range.selector.span.to, to: range.span.to }),
      subject: rule.rule.name.text,
      severity: judgement.severity,
      message: `targets of the job ${job} are scraped every ${formatDuration(intervalMs)}: a window of ${formatDuration(range.rangeMs)} ${judgement.effect}`,
      help: `use a window of at least ${formatDuration(WANTED * intervalMs)}, or scrape the job more often`,
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { live } = examined.evidence;
  if (live === undefined) return;
  for (const of of liveRules(examined)) yield* ofRule(of, examined, live);
};

export const scrapeIntervalWindow: Check = {
  name: "scrape-interval-window",
  severity: "warning",
  title: "A window that is too short for how often its targets are scraped",
  find,
};
