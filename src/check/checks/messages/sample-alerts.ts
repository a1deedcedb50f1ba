import { groupLabels } from "../../../alertmanager/grouping/group.ts";
import { proveRoutes } from "../../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Labels } from "../../../labels/labels.ts";
import { labelValue } from "../../../labels/match.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { constraintOf, withMatchers, witnessOf } from "../../../labels/symbolic-labels.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import { exampleAlert } from "../../explain/example-alert.ts";
import { type Arrival, arrivalsAt } from "../routes/arrivals.ts";
import { alertName, pathMatchers } from "../routes/route-text.ts";

/** 2026-01-01T00:00:00Z: when the samples are told of; any moment would do. */
export const SAMPLE_TIME = 1_767_225_600_000;

/** One alert that a rule of the set may give and that the route delivers. */
export type Sample = {
  readonly alert: ExaminedAlert | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** What it is one of: the same rule's alerts on the same way. */
  readonly symbolic: SymbolicLabels;
  readonly branch: number;
};

const MOST_SAMPLES = 3;
const MOST_TRIED = 12;

const equalTo = (name: string, value: string) => ({ name, operator: "=" as const, value });

/** The label sets of the arrival that take the way of its witness. */
const narrowed = (
  { question }: Routing,
  { labels, proof }: Arrival,
  route: Route,
): SymbolicLabels | undefined => {
  const outcome = proof.outcomes.find(({ routes }) => routes.includes(route));
  return (
    outcome &&
    withMatchers(
      labels,
      question.labels.map(({ name }) => equalTo(name, labelValue(outcome.witness, name))),
    )
  );
};

const sampleOf = (
  of: Pick<Sample, "symbolic" | "branch"> & { readonly alert: ExaminedAlert },
  examined: Examined,
): Sample | undefined => {
  const example = exampleAlert({ ...of, labels: of.symbolic, now: SAMPLE_TIME }, examined);
  return (
    example && {
      ...of,
      labels: example.labels,
      annotations: Object.fromEntries(
        example.annotations.filter(({ text }) => text !== "").map(({ name, text }) => [name, text]),
      ),
    }
  );
};

const shapeOf = ({ rule }: ExaminedAlert): string =>
  rule.annotations.map(({ name }) => name.text).join();

/** One of each kind of annotations first, then whatever else there is. */
const differing = (arrivals: readonly Arrival[]): readonly Arrival[] => {
  const alerts = new Set<ExaminedAlert>();
  const shapes = new Set<string>();
  const firsts: Arrival[] = [];
  const others: Arrival[] = [];
  for (const arrival of arrivals) {
    if (alerts.has(arrival.alert)) continue;
    alerts.add(arrival.alert);
    const shape = shapeOf(arrival.alert);
    (shapes.has(shape) ? others : firsts).push(arrival);
    shapes.add(shape);
  }
  return [...firsts, ...others].slice(0, MOST_TRIED);
};

/** Alerts that the route delivers, a few that differ in what they say. */
export const routeSamples = (
  routing: Routing,
  route: Route,
  examined: Examined,
): readonly Sample[] => {
  const samples: Sample[] = [];
  for (const arrival of differing(arrivalsAt(routing, route))) {
    const { alert, labels } = arrival;
    const symbolic = narrowed(routing, arrival, route);
    const branch = alert.arriving().indexOf(labels);
    const sample = symbolic && sampleOf({ alert, symbolic, branch }, examined);
    if (sample !== undefined) samples.push(sample);
    if (samples.length >= MOST_SAMPLES) break;
  }
  return samples;
};

/** An alert as the route asks for, of no rule: where the set has no rules, or none of them gets there. */
export const foreignSample = (route: Route): Sample => {
  const symbolic = withMatchers({ known: {}, others: "possible" }, pathMatchers(route));
  const labels = {
    alertname: "ExampleAlert",
    instance: "host-1:9100",
    severity: "critical",
    ...witnessOf(symbolic),
  };
  const annotations = { summary: "An example", description: "An example of an alert" };
  return { alert: undefined, labels, annotations, symbolic, branch: 0 };
};

/** Whether alerts of the rule may differ in the label, and how the others' values are told. */
const otherValues = ({ symbolic, labels }: Sample, name: string): readonly Matcher[] => {
  const others = [labelValue(labels, name), ""].map((value) => ({
    name,
    operator: "!=" as const,
    value,
  }));
  const constraint = [...constraintOf(symbolic, name), ...others];
  const isPossible = witnessOf({ known: { [name]: constraint }, others: "impossible" }, [name]);
  return isPossible === undefined ? [] : others;
};

/** Another alert of the same rule in the same group, unlike the first in whatever it can be; undefined if in nothing. */
const siblingOf = (route: Route, sample: Sample, examined: Examined): Sample | undefined => {
  const { groupBy } = route;
  const { alert, branch, symbolic } = sample;
  if (groupBy === "all" || alert === undefined) return undefined;
  const differing = [...new Set([...Object.keys(sample.labels), "instance"])]
    .filter((name) => name !== "alertname" && !groupBy.includes(name))
    .flatMap((name) => otherValues(sample, name));
  if (differing.length === 0) return undefined;
  return sampleOf({ alert, branch, symbolic: withMatchers(symbolic, differing) }, examined);
};

/** An alert of the other's rule that falls into the group of the first; undefined where none can. */
const inGroupOf = (
  { routing, route, examined }: GroupQuestion,
  first: Sample,
  other: Sample,
): Sample | undefined => {
  if (route.groupBy === "all" || other.alert === undefined) return undefined;
  const { alert, branch } = other;
  const symbolic = withMatchers(
    other.symbolic,
    route.groupBy.map((name) => equalTo(name, labelValue(first.labels, name))),
  );
  const isDelivered = proveRoutes(routing.question, symbolic).ways.some(({ routes }) =>
    routes.includes(route),
  );
  return isDelivered ? sampleOf({ alert, branch, symbolic }, examined) : undefined;
};

export type GroupQuestion = {
  readonly routing: Routing;
  readonly route: Route;
  readonly examined: Examined;
};

/** All that can be in one group with the first sample, without it. */
export const companions = (
  question: GroupQuestion,
  first: Sample,
  samples: readonly Sample[],
): readonly Sample[] => {
  const sibling = siblingOf(question.route, first, question.examined);
  const others = samples
    .filter(({ alert }) => alert !== first.alert)
    .flatMap((other) => inGroupOf(question, first, other) ?? []);
  return sibling === undefined ? others : [sibling, ...others];
};

export const sampleGroupLabels = (route: Route, { labels }: Sample): Labels =>
  groupLabels(route, labels);

export const sampleName = ({ alert, labels }: Sample): string =>
  alert === undefined ? labelValue(labels, "alertname") : alertName(alert);
