import { KNOWN_CATALOGUES } from "../../../promql/metrics/known-metrics.ts";
import type { MetricFacts } from "../../../promql/metrics/metric-facts.ts";
import { type Metrics, metricsOf } from "../../../promql/metrics/metrics.ts";
import type { Call } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { evaluate } from "../../../promql/values/evaluate.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { ValueVerdict } from "../../../promql/values/verdicts/verdict.ts";
import { verdictsIn } from "../../../promql/values/verdicts/verdicts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { LiveFacts } from "../../live/live-facts.ts";
import { textOf, verdictsOf } from "../values/query-verdicts.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";

const KINDS: ReadonlySet<string> = new Set(["rate-of-gauge", "delta-of-counter", "raw-counter"]);

const HELP: Readonly<Record<string, string>> = {
  "rate-of-gauge": "use `deriv` or `delta` for a gauge, or compare the gauge itself",
  "delta-of-counter": "use `rate` or `increase` for a counter",
};

type KnownType = Extract<MetricFacts["type"], "counter" | "gauge" | "histogram" | "summary">;

const KNOWN_TYPES: readonly KnownType[] = ["counter", "gauge", "histogram", "summary"];

/** The one type that all targets declare. */
const typeOf = (name: string, { types }: LiveFacts): KnownType | undefined => {
  const declared = types.get(name) ?? [];
  return declared.length === 1 ? KNOWN_TYPES.find((type) => type === declared[0]) : undefined;
};

const factsBy = (name: string, type: KnownType): MetricFacts => ({
  name,
  type,
  labels: [],
  optionalLabels: [],
  labelValues: {},
  integer: false,
  partOf: [],
  health: false,
  bornOnFirstUse: false,
});

/** What targets declare, under what catalogues say: those have been checked against already. */
const metricsWith = ({ settings, evidence: { live } }: Examined): Metrics => {
  const names = live === undefined ? [] : [...live.types.keys()];
  const declared = names.flatMap((name) => {
    const type = live && typeOf(name, live);
    return type === undefined ? [] : factsBy(name, type);
  });
  const ofTargets = { of: "targets", metrics: declared };
  return metricsOf([ofTargets, ...KNOWN_CATALOGUES, ...settings.metrics]);
};

type Searched = LiveRule & { readonly examined: Examined; readonly live: LiveFacts };

const isSame = (a: ValueVerdict, b: ValueVerdict): boolean =>
  a.kind === b.kind && a.span.from === b.span.from;

const helpFor = ({ kind, span }: ValueVerdict, { query }: Searched): string =>
  HELP[kind] ?? `compare what was added lately, such as \`increase(${textOf(query, span)}[10m])\``;

const ofVerdicts = function* (searched: Searched, metrics: Metrics): Iterable<Discovery> {
  const { rule, query } = searched;
  const known = verdictsOf(query);
  for (const verdict of verdictsIn(evaluate(query.expr, { metrics }))) {
    if (!KINDS.has(verdict.kind) || known.some((before) => isSame(before, verdict))) continue;
    if (verdict.kind === "raw-counter" && rule.rule.kind === "recording") continue;
    yield {
      place: rule.placeOf(verdict.span),
      subject: rule.rule.name.text,
      message: `${verdict.message}\nits type is what its targets say`,
      help: helpFor(verdict, searched),
    };
  }
};

const PART = /_(?:bucket|sum|count)$/;

/** The type of what is no histogram, among all that the quantile is taken of. */
const noHistogram = (call: Call, { live }: Searched): string | undefined => {
  for (const selector of selectorsOf(call)) {
    const metric = metricOf(selector);
    const type = typeOf(metric, live) ?? typeOf(metric.replace(PART, ""), live);
    if (type !== undefined && type !== "histogram") return `${metric} is a ${type}`;
  }
  return undefined;
};

const ofQuantiles = function* (searched: Searched): Iterable<Discovery> {
  const { rule, query } = searched;
  for (const part of query.values().order) {
    if (part.kind !== "call" || part.function !== "histogram_quantile") continue;
    const is = noHistogram(part, searched);
    if (is === undefined) continue;
    yield {
      place: rule.placeOf(part.functionSpan),
      subject: rule.rule.name.text,
      message: `${is}, by what its targets say, and histogram_quantile finds no buckets in it: there is never a result`,
      help: "take the quantile of a histogram, or use the quantiles that a summary has",
    };
  }
};

/** Targets that disagree, told once for each metric. */
const ofDisagreement = function* (searched: Searched, told: Set<string>): Iterable<Discovery> {
  const { rule, query, live } = searched;
  for (const selector of selectorsOf(query.expr)) {
    const metric = metricOf(selector);
    const types = live.types.get(metric) ?? live.types.get(metric.replace(PART, "")) ?? [];
    const said = types.filter((type) => KNOWN_TYPES.some((known) => known === type));
    if (said.length < 2 || told.has(metric)) continue;
    told.add(metric);
    yield {
      place: rule.placeOf(selector.span),
      subject: rule.rule.name.text,
      severity: "info",
      message: `targets disagree on ${metric}: ${said.toSorted().join(" for some, ")} for others`,
      help: "have all targets export the metric with one type, or select those that are meant",
    };
  }
};

const isAnyKnown = ({ query, live }: Searched): boolean =>
  selectorsOf(query.expr).some((selector) => {
    const metric = metricOf(selector);
    return live.types.has(metric) || live.types.has(metric.replace(PART, ""));
  });

const find = function* (examined: Examined): Iterable<Discovery> {
  const { live } = examined.evidence;
  if (live === undefined) return;
  const metrics = metricsWith(examined);
  const told = new Set<string>();
  for (const of of liveRules(examined)) {
    const searched = { ...of, examined, live };
    if (!isAnyKnown(searched)) continue;
    yield* ofVerdicts(searched, metrics);
    yield* ofQuantiles(searched);
    yield* ofDisagreement(searched, told);
  }
};

export const metadataType: Check = {
  name: "metadata-type",
  severity: "warning",
  title: "A metric that is not of the type that a rule takes it for, by what its targets say",
  find,
};
