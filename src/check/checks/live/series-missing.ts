import { formatMatcher } from "../../../labels/format-matcher.ts";
import { toIso } from "../../../lib/clock.ts";
import { didYouMean } from "../../../lib/suggestion.ts";
import { conventionOf, factsOf } from "../../../promql/metrics/metrics.ts";
import type { LocatedMatcher } from "../../../promql/syntax/expr.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import { type Examined, type ExaminedRule, isAlert } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import type { LiveFacts, MissingSeries } from "../../live/live-facts.ts";
import { selectorText } from "../../live/questions.ts";
import { FAILURE_NAME } from "../values/failure-ratio.ts";
import { absenceOf } from "./absence.ts";
import { type LiveReader, liveReaders } from "./live-rules.ts";

/** Written by Prometheus itself while there are alerts. */
const OF_ALERTS: ReadonlySet<string> = new Set(["ALERTS", "ALERTS_FOR_STATE"]);

const MOST_VALUES = 10;

type Missing = LiveReader & { readonly found: MissingSeries & { readonly kind: "missing" } };

type Searched = { readonly examined: Examined; readonly live: LiveFacts };

const isMissing = (reader: LiveReader): reader is Missing => reader.found.kind === "missing";

const matcherOf = ({ selector, found: { cause } }: Missing): LocatedMatcher | undefined =>
  cause.kind === "label" || cause.kind === "value" ? selector.matchers[cause.matcher] : undefined;

const some = (values: readonly string[]): string => {
  const more = values.length - MOST_VALUES;
  const shown = values.slice(0, MOST_VALUES).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
};

/** What is missing: the metric as a whole, or what one matcher asks for. */
const what = (missing: Missing): string => {
  const metric = metricOf(missing.selector);
  const matcher = matcherOf(missing);
  if (missing.found.cause.kind === "metric") return `there are no series of ${metric}`;
  if (matcher === undefined) return `no series passes ${selectorText(missing.selector)}`;
  return `no series of ${metric} has ${formatMatcher(matcher)}`;
};

const why = (missing: Missing): string => {
  const { cause } = missing.found;
  const name = matcherOf(missing)?.name ?? "";
  switch (cause.kind) {
    case "label":
      return `, nor any label ${name}`;
    case "value":
      return `: ${name} is ${some(cause.values)}`;
    case "together":
      return ": each of its matchers finds series by itself, and no series passes all of them";
    default:
      return "";
  }
};

const since = ({ found: { lastSeenAt } }: Missing): string =>
  lastSeenAt === undefined
    ? ", and there were none in the last 7 days"
    : `; the last sample is of ${toIso(lastSeenAt)}`;

/** The name or value that was probably meant. Numbers that are near are other numbers. */
const guess = (missing: Missing, { live }: Searched): string | undefined => {
  const { cause } = missing.found;
  const matcher = matcherOf(missing);
  if (cause.kind === "metric") return didYouMean(metricOf(missing.selector), live.metricNames);
  if (matcher === undefined) return undefined;
  if (cause.kind === "label") return didYouMean(matcher.name, cause.labelNames);
  if (cause.kind !== "value" || matcher.operator !== "=" || /\d/.test(matcher.value))
    return undefined;
  return didYouMean(matcher.value, cause.values);
};

/** A counter begins with its first event, and so does each value of its labels but for those of targets. */
const mayBeBornLater = (missing: Missing, { examined, live }: Searched): boolean => {
  const metric = metricOf(missing.selector);
  const facts = factsOf(examined.metrics, metric)?.facts;
  if (facts?.bornOnFirstUse) return true;
  const counts =
    facts?.type === "counter" ||
    conventionOf(metric).type === "counter" ||
    (live.types.get(metric) ?? []).includes("counter");
  const { cause } = missing.found;
  if (cause.kind === "metric") return counts && FAILURE_NAME.test(metric);
  const label = matcherOf(missing)?.name;
  const isOfTarget = live.targets.some(({ labels }) => Object.hasOwn(labels, label ?? ""));
  return counts && cause.kind !== "label" && !isOfTarget;
};

const severityOf = (missing: Missing, searched: Searched): FindingSeverity => {
  if (absenceOf(missing.selector, missing.query) === "replaced") return "info";
  if (missing.found.lastSeenAt !== undefined || guess(missing, searched)) return "warning";
  return mayBeBornLater(missing, searched) ? "info" : "warning";
};

const effectOf = ({ rule, query, selector }: Missing): string => {
  const name = rule.rule.name.text;
  if (absenceOf(selector, query) === "replaced") return `this part of ${name} gives nothing`;
  return isAlert(rule)
    ? `as long as that is so, ${name} cannot fire`
    : `as long as that is so, ${name} records nothing`;
};

const othersText = (missing: Missing, readers: readonly Missing[]): string => {
  const others = new Set<ExaminedRule>(readers.map(({ rule }) => rule));
  others.delete(missing.rule);
  if (others.size === 0) return "";
  return ` (and so for ${others.size} other ${others.size === 1 ? "rule" : "rules"})`;
};

const helpFor = (missing: Missing, searched: Searched): string => {
  const meant = guess(missing, searched);
  if (meant !== undefined) return meant;
  if (missing.found.lastSeenAt !== undefined) {
    return "see whether the exporter still runs and is scraped, and whether the series was renamed";
  }
  return mayBeBornLater(missing, searched)
    ? "nothing, if the series appears with its first event; else correct the selector"
    : "correct the selector, scrape what exports it, or take the rule out";
};

const RANK: readonly FindingSeverity[] = ["error", "warning", "info"];

/** One discovery about what several rules miss, at the one that is hurt most. */
const discovery = (readers: readonly Missing[], searched: Searched): Discovery[] => {
  const judged = readers
    .map((missing) => ({ missing, severity: severityOf(missing, searched) }))
    .sort((a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity));
  const [worst] = judged;
  if (worst === undefined) return [];
  const { missing, severity } = worst;
  const span = matcherOf(missing)?.span ?? missing.selector.span;
  return [
    {
      place: missing.rule.placeOf(span),
      subject: missing.rule.rule.name.text,
      severity,
      message: `${what(missing)}${why(missing)}${since(missing)}\n${effectOf(missing)}${othersText(missing, readers)}`,
      help: helpFor(missing, searched),
    },
  ];
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { live } = examined.evidence;
  if (live === undefined) return;
  const missing = liveReaders(examined)
    .filter(isMissing)
    .filter(({ selector }) => !OF_ALERTS.has(metricOf(selector)))
    .filter(({ selector, query }) => absenceOf(selector, query) !== "meant");
  for (const readers of Map.groupBy(missing, what).values()) {
    yield* discovery(readers, { examined, live });
  }
};

export const seriesMissing: Check = {
  name: "series-missing",
  severity: "warning",
  title: "A selector of a rule that finds nothing in the running Prometheus",
  find,
};
