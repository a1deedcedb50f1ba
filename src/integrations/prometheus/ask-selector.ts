import type { LiveSelector, MissingCause, MissingSeries } from "../../check/live/live-facts.ts";
import {
  type SelectorQuestion,
  wholeMetric,
  withMatcherAlone,
} from "../../check/live/questions.ts";
import type { Instant } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { VectorSelector } from "../../promql/syntax/expr.ts";
import { printExpr, quote } from "../../promql/syntax/print.ts";
import { type LiveQuestioner, ofLate } from "./live-questioner.ts";
import { namesSchema } from "./live-schemas.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** A query sees samples of the last 5 minutes by itself: https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness */
const LOOKBACK_MS = 5 * MINUTE_MS;
const LONGEST_REACH_MS = DAY_MS;
const MOST_MATCHERS = 10;

type Counted = { readonly series: number; readonly values: readonly string[] };

/** How many series an expression gives, and the values of one label of theirs. */
const countBy = async (
  label: string,
  expr: string,
  { prometheus, at }: LiveQuestioner,
): Promise<Counted> => {
  const groups = await prometheus.query(`count by (${labelName(label)}) (${expr})`, at);
  return {
    series: groups.reduce((sum, { value }) => sum + value, 0),
    values: groups.map(({ labels }) => labels[label] ?? "").sort(),
  };
};

const labelName = (name: string): string => (/^[a-zA-Z_]\w*$/.test(name) ? name : quote(name));

const lookingBack = (selector: VectorSelector, rangeMs: number): string =>
  `last_over_time(${printExpr({ kind: "range", selector, rangeMs, span: selector.span })})`;

/** The last sample of the last week, to the minute where it ended on the way. */
const lastSeen = async (
  selector: VectorSelector,
  { prometheus, at }: LiveQuestioner,
): Promise<Instant | undefined> => {
  const hours = { from: at - WEEK_MS + HOUR_MS, to: at, stepMs: HOUR_MS };
  const [found] = await prometheus.queryRange(`count(${lookingBack(selector, HOUR_MS)})`, hours);
  const hour = found?.times.at(-1);
  if (hour === undefined) return undefined;
  const minutes = { from: hour - HOUR_MS, to: hour, stepMs: MINUTE_MS };
  const [last] = await prometheus.queryRange(`max(timestamp(${printExpr(selector)}))`, minutes);
  const seconds = last?.values.at(-1);
  return seconds === undefined ? hour : Math.round(seconds * 1000);
};

const labelNamesOf = (selector: VectorSelector, { prometheus, at, attempt }: LiveQuestioner) =>
  attempt(`which labels ${printExpr(selector)} has`, async () => {
    const names = await prometheus.get("labels", {
      with: ofLate(selector, at, HOUR_MS),
      schema: namesSchema,
    });
    return names.filter((name) => name !== "__name__");
  });

/** The first matcher that no series of the metric passes. */
const guiltyMatcher = async (
  selector: VectorSelector,
  metric: VectorSelector,
  questioner: LiveQuestioner,
): Promise<MissingCause> => {
  for (const [index, matcher] of selector.matchers.slice(0, MOST_MATCHERS).entries()) {
    if (matcher.name === "__name__") continue;
    const alone = printExpr(withMatcherAlone(metric, matcher));
    const { series } = await countBy("job", alone, questioner);
    if (series > 0) continue;
    const { values } = await countBy(matcher.name, printExpr(metric), questioner);
    const present = values.filter((value) => value !== "");
    if (present.length > 0) return { kind: "value", matcher: index, values: present };
    const labelNames = (await labelNamesOf(metric, questioner)) ?? [];
    return { kind: "label", matcher: index, labelNames };
  }
  return { kind: selector.matchers.length > MOST_MATCHERS ? "unknown" : "together" };
};

const missingSeries = async (
  selector: VectorSelector,
  questioner: LiveQuestioner,
): Promise<MissingSeries> => {
  const metric = wholeMetric(selector);
  const lastSeenAt = await lastSeen(selector, questioner);
  if (metric === undefined) return { cause: { kind: "unknown" }, lastSeenAt };
  const { series } = await countBy("job", printExpr(metric), questioner);
  if (series === 0) {
    const cause = { kind: "metric" } as const;
    return { cause, lastSeenAt: lastSeenAt ?? (await lastSeen(metric, questioner)) };
  }
  return { cause: await guiltyMatcher(selector, metric, questioner), lastSeenAt };
};

/** Series now, or within the time that rules look back with it. */
const countNow = async (
  { selector, reachMs }: SelectorQuestion,
  questioner: LiveQuestioner,
): Promise<Counted> => {
  const now = await countBy("job", printExpr(selector), questioner);
  if (now.series > 0 || reachMs <= LOOKBACK_MS) return now;
  const reach = Math.min(reachMs, LONGEST_REACH_MS);
  return await countBy("job", lookingBack(selector, reach), questioner);
};

/** What a selector finds, and why it finds nothing; undefined when Prometheus does not say. */
export const askSelector = async (
  question: SelectorQuestion,
  questioner: LiveQuestioner,
): Promise<LiveSelector | undefined> => {
  const { text, selector } = question;
  const { attempt } = questioner;
  const counted = await attempt(`how many series ${text} selects`, () =>
    countNow(question, questioner),
  );
  if (counted === undefined) return undefined;
  if (counted.series > 0) {
    const labelNames = await labelNamesOf(selector, questioner);
    return { kind: "found", series: counted.series, jobs: counted.values, labelNames };
  }
  const missing = await attempt(
    `why ${text} selects nothing (looking back ${formatDuration(WEEK_MS)})`,
    () => missingSeries(selector, questioner),
  );
  const unknown: MissingSeries = { cause: { kind: "unknown" }, lastSeenAt: undefined };
  return { kind: "missing", ...(missing ?? unknown) };
};
