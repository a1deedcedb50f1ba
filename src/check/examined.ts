import type { WrittenRoute } from "../alertmanager/config/config.ts";
import type { RouteProof } from "../alertmanager/proof/route-proof.ts";
import type { RouteQuestion } from "../alertmanager/proof/route-question.ts";
import type { Route } from "../alertmanager/routing/route.ts";
import type { SymbolicLabels } from "../labels/symbolic.ts";
import type { Place, Span } from "../lib/source.ts";
import type { PrometheusConfig } from "../prometheus/config.ts";
import type {
  AlertingRule,
  RecordingRule,
  Rule,
  RuleDocument,
  RuleGroup,
} from "../prometheus/rule.ts";
import type { LabelFlow } from "../promql/labels/label-flow.ts";
import type { Metrics } from "../promql/metrics/metrics.ts";
import type { Expr } from "../promql/syntax/expr.ts";
import type { Analysis } from "../promql/values/evaluate.ts";
import type { Evidence, FoundAlertmanager } from "./evidence/evidence.ts";
import type { Settings } from "./settings.ts";

/** A query that can be evaluated, and what is known of its results. Analyses are made when first asked for. */
export type Query = {
  readonly text: string;
  readonly expr: Expr;
  readonly labels: () => LabelFlow;
  /** The same of a part of the expression, or of any other that is asked in the same Prometheus. */
  readonly labelsOf: (expr: Expr) => LabelFlow;
  readonly values: () => Analysis;
};

type Examination<R extends Rule> = {
  readonly rule: R;
  readonly group: RuleGroup;
  readonly document: RuleDocument;
  /** Undefined when the expression is broken, which is reported. */
  readonly query: Query | undefined;
  /** Where a part of the expression stands. */
  readonly placeOf: (span: Span) => Place;
  /** How often the rule is evaluated, in milliseconds. */
  readonly intervalMs: number;
};

export type ExaminedRecording = Examination<RecordingRule>;

export type ExaminedAlert = Examination<AlertingRule> & {
  /** What its labels are when it arrives at Alertmanager; one for each branch of the query. */
  readonly arriving: () => readonly SymbolicLabels[];
  /** Position in the settings' list of severities, 0 the most urgent; undefined when it is not among them. */
  readonly urgency: () => number | undefined;
};

export type ExaminedRule = ExaminedAlert | ExaminedRecording;

export const isAlert = (rule: ExaminedRule): rule is ExaminedAlert => rule.rule.kind === "alerting";

/** Where an alert goes, for each of its branches. */
export type Delivery = { readonly alert: ExaminedAlert; readonly proofs: readonly RouteProof[] };

/** One Alertmanager with what all alerts of the set do in it. */
export type Routing = FoundAlertmanager & {
  readonly root: Route;
  /** All routes in the order of the file. */
  readonly routes: readonly Route[];
  /** The route as it was written. */
  readonly writtenOf: (route: Route) => WrittenRoute;
  readonly question: RouteQuestion;
  readonly deliveries: () => readonly Delivery[];
};

/** Everything that checks look at. */
export type Examined = {
  readonly evidence: Evidence;
  readonly settings: Settings;
  /** The day as of which things are looked at, such as 2027-01-31. */
  readonly today: string;
  readonly metrics: Metrics;
  /** The configuration whose external labels and relabelling alerts pass through, where one was given. */
  readonly prometheus: PrometheusConfig | undefined;
  readonly rules: readonly ExaminedRule[];
  readonly alerts: readonly ExaminedAlert[];
  readonly recordings: readonly ExaminedRecording[];
  readonly routings: readonly Routing[];
};
