import type { WrittenRoute } from "../alertmanager/config/config.ts";
import { proveRoutes } from "../alertmanager/proof/route-proof.ts";
import { routeQuestion } from "../alertmanager/proof/route-question.ts";
import { allRoutes, resolveRoute } from "../alertmanager/routing/resolve-route.ts";
import type { Route } from "../alertmanager/routing/route.ts";
import { valuesOf as labelValuesOf } from "../labels/language.ts";
import { constraintOf } from "../labels/symbolic-labels.ts";
import { durationMs } from "../lib/duration.ts";
import { lazy } from "../lib/lazy.ts";
import type { Span } from "../lib/source.ts";
import type { PrometheusConfig } from "../prometheus/config.ts";
import { relabelSymbolic } from "../prometheus/relabel-symbolic.ts";
import type { LocatedPair, Rule, RuleDocument, RuleGroup } from "../prometheus/rule.ts";
import { type AlertDispatch, alertLabels } from "../promql/labels/alert-labels.ts";
import { type LabelFlowContext, labelFlow, ruleSeriesOf } from "../promql/labels/label-flow.ts";
import type { SourceRule } from "../promql/labels/source-rule.ts";
import { KNOWN_CATALOGUES } from "../promql/metrics/known-metrics.ts";
import { type Metrics, metricsOf } from "../promql/metrics/metrics.ts";
import { checkExpr } from "../promql/syntax/check-expr.ts";
import { ruleTypeMistake, type TypeMistake } from "../promql/syntax/check-types.ts";
import type { Expr, VectorSelector } from "../promql/syntax/expr.ts";
import type { PrometheusVersion } from "../promql/syntax/prometheus-version.ts";
import { evaluate } from "../promql/values/evaluate.ts";
import { type Recorder, recordedFactsOf } from "../promql/values/recorded-facts.ts";
import type { ValueContext } from "../promql/values/selector-facts.ts";
import type { Discovery } from "./check.ts";
import type { Evidence, FoundAlertmanager } from "./evidence/evidence.ts";
import {
  type Examined,
  type ExaminedAlert,
  type ExaminedRecording,
  type ExaminedRule,
  isAlert,
  type Query,
  type Routing,
} from "./examined.ts";
import type { Settings } from "./settings.ts";

/** A fault of an expression is a finding of `expr-syntax` or `expr-type`. */
export type QueryFault = Discovery & { readonly rule: "expr-syntax" | "expr-type" };

type Parsed = {
  readonly document: RuleDocument;
  readonly group: RuleGroup;
  readonly rule: Rule;
  readonly expr: Expr | undefined;
  readonly faults: readonly QueryFault[];
};

const HELP = "correct the expression; Prometheus refuses it as it is";

const parsedRule = (
  { document, group }: Pick<Parsed, "document" | "group">,
  rule: Rule,
  version: PrometheusVersion,
): Parsed => {
  const at = { document, group, rule };
  if (rule.expr.text.trim() === "") return { ...at, expr: undefined, faults: [] };
  const { expr, mistakes } = checkExpr(rule.expr.text, version);
  const ofRule = expr === undefined ? undefined : ruleTypeMistake(expr);
  const all: readonly TypeMistake[] =
    ofRule === undefined || mistakes.length > 0 ? mistakes : [ofRule];
  const faults = all.map(({ message, span, flag }) => ({
    ...(flag === undefined ? {} : { severity: "warning" as const }),
    rule: expr === undefined ? ("expr-syntax" as const) : ("expr-type" as const),
    place: rule.expr.placeAt(span.from),
    subject: rule.name.text,
    message,
    help: HELP,
  }));
  return { ...at, expr: all.every(({ flag }) => flag !== undefined) ? expr : undefined, faults };
};

const plain = (pairs: readonly LocatedPair[]) =>
  pairs.map(({ name, value }) => ({ name: name.text, value: value.text }));

/** A rule's labels over those of its group. */
const labelsOf = ({ group, rule }: Pick<Parsed, "group" | "rule">) => {
  const own = plain(rule.labels);
  const names = new Set(own.map(({ name }) => name));
  return [...plain(group.labels).filter(({ name }) => !names.has(name)), ...own];
};

const sourceRulesOf = (parsed: readonly Parsed[]): SourceRule[] =>
  parsed.flatMap(({ expr, ...of }) =>
    expr === undefined
      ? []
      : [{ kind: of.rule.kind, name: of.rule.name.text, expr, labels: labelsOf(of) }],
  );

const recordersOf = (parsed: readonly Parsed[]): Recorder[] =>
  parsed.flatMap(({ rule, expr }) =>
    rule.kind === "recording" ? [{ name: rule.name.text, expr }] : [],
  );

type Contexts = { readonly labels: LabelFlowContext; readonly values: ValueContext };

const contextsOf = (parsed: readonly Parsed[], metrics: Metrics, settings: Settings): Contexts => {
  const declared = {
    metrics,
    ...(settings.targetLabels === undefined ? {} : { targetLabels: settings.targetLabels }),
  };
  return {
    labels: { ...declared, ruleSeries: ruleSeriesOf(sourceRulesOf(parsed), declared) },
    values: { metrics, recorded: recordedFactsOf(recordersOf(parsed), metrics) },
  };
};

const queryOf = (text: string, expr: Expr, contexts: Contexts): Query => ({
  text,
  expr,
  labels: lazy(() => labelFlow(expr, contexts.labels)),
  labelsOf: (part) => labelFlow(part, contexts.labels),
  values: lazy(() => evaluate(expr, contexts.values)),
});

/** The most urgent of the severities that the alert can have; none when it can have any or no severity. */
const urgencyOf = (
  alert: Pick<ExaminedAlert, "arriving">,
  settings: Settings,
): number | undefined => {
  const ranks = alert.arriving().flatMap((labels) => {
    const values = labelValuesOf(constraintOf(labels, settings.severityLabel), 20) ?? [];
    return values.map((value) => settings.severities.findIndex((level) => level.includes(value)));
  });
  const known = ranks.filter((rank) => rank >= 0);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** What becomes of alerts between a rule and the Alertmanagers. */
const dispatchOf = ({ externalLabels, alertRelabelConfigs }: PrometheusConfig): AlertDispatch => ({
  externalLabels: plain(externalLabels),
  ...(alertRelabelConfigs.length === 0
    ? {}
    : { relabel: (labels) => relabelSymbolic(labels, alertRelabelConfigs) }),
});

/** What a broken query may read, for all that is known. */
const ANY_SERIES: VectorSelector = {
  kind: "selector",
  metric: "",
  matchers: [],
  offsetMs: 0,
  at: undefined,
  span: { from: 0, to: 0 },
};

type Surroundings = {
  readonly contexts: Contexts;
  readonly settings: Settings;
  readonly evidence: Evidence;
};

const examinedRule = (
  { document, group, rule, expr }: Parsed,
  { contexts, settings, evidence }: Surroundings,
): ExaminedRule => {
  const [prometheus] = evidence.prometheus;
  const query = expr === undefined ? undefined : queryOf(rule.expr.text, expr, contexts);
  const intervalMs =
    group.interval?.ms ??
    prometheus?.evaluationIntervalMs ??
    durationMs(settings.evaluationInterval);
  const placeOf = (span: Span) => rule.expr.placeAt(span.from);
  const at = { document, group, query, placeOf, intervalMs };
  if (rule.kind === "recording") return { ...at, rule };
  const arriving = lazy(() =>
    alertLabels(
      query?.labels() ?? labelFlow(ANY_SERIES, contexts.labels),
      { name: rule.name.text, labels: labelsOf({ group, rule }) },
      prometheus === undefined ? {} : dispatchOf(prometheus),
    ),
  );
  return { ...at, rule, arriving, urgency: lazy(() => urgencyOf({ arriving }, settings)) };
};

const writtenRoutes = (route: WrittenRoute): WrittenRoute[] => [
  route,
  ...route.routes.flatMap(writtenRoutes),
];

const routingOf = (
  found: FoundAlertmanager,
  alerts: readonly ExaminedAlert[],
  settings: Settings,
): Routing => {
  const root = resolveRoute(found.config.route, settings.alertmanagerVersion);
  const question = routeQuestion(root);
  const deliveries = lazy(() =>
    alerts.map((alert) => ({
      alert,
      proofs: alert.arriving().map((labels) => proveRoutes(question, labels)),
    })),
  );
  const written = writtenRoutes(found.config.route);
  const writtenOf = ({ index }: Route) => written[index] ?? found.config.route;
  return { ...found, root, routes: allRoutes(root), writtenOf, question, deliveries };
};

const isRecording = (rule: ExaminedRule): rule is ExaminedRecording =>
  rule.rule.kind === "recording";

/** Prepares what was read for the checks: queries parsed, labels and values to be had, routes resolved. */
export const examine = (
  evidence: Evidence,
  settings: Settings,
  today: string,
): { readonly examined: Examined; readonly faults: readonly QueryFault[] } => {
  const metrics = metricsOf([...KNOWN_CATALOGUES, ...settings.metrics]);
  const parsed = evidence.ruleDocuments.flatMap((document) =>
    document.groups.flatMap((group) =>
      group.rules.map((rule) => parsedRule({ document, group }, rule, settings.prometheusVersion)),
    ),
  );
  const contexts = contextsOf(parsed, metrics, settings);
  const rules = parsed.map((one) => examinedRule(one, { contexts, settings, evidence }));
  const alerts = rules.filter(isAlert);
  const routings = evidence.alertmanagers.map((found) => routingOf(found, alerts, settings));
  const examined: Examined = {
    evidence,
    settings,
    today,
    metrics,
    prometheus: evidence.prometheus[0],
    rules,
    alerts,
    recordings: rules.filter(isRecording),
    routings,
  };
  return { examined, faults: parsed.flatMap(({ faults }) => faults) };
};
