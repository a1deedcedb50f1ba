import { proveRoutes } from "../../alertmanager/proof/route-proof.ts";
import { matchRoutes } from "../../alertmanager/routing/match-routes.ts";
import type { Route } from "../../alertmanager/routing/route.ts";
import type { Labels } from "../../labels/labels.ts";
import { labelValue } from "../../labels/match.ts";
import type { Instant } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { Place } from "../../lib/source.ts";
import { receiverNamed } from "../checks/routes/pagers.ts";
import { distinctRoutings } from "../distinct-routings.ts";
import type { Examined, ExaminedAlert, Routing } from "../examined.ts";
import { exampleAlert } from "./example-alert.ts";
import type {
  AlertExplanation,
  AlertmanagerExplanation,
  DeliveryExplanation,
  EscalationExplanation,
  ExampleAlert,
  OtherWay,
  RuleExplanation,
} from "./explanation.ts";
import type { Subject } from "./find-subjects.ts";
import { type FiredAlert, type FirstMessage, firstMessages, timingOf } from "./first-messages.ts";
import { groupOf } from "./group-companions.ts";
import { inhibitionsOf } from "./inhibitions.ts";
import { intervalStates, notifyingState } from "./interval-states.ts";
import { readSilences } from "./read-silences.ts";
import { definitionsOf, integrationsOf, messageDataOf } from "./receiver-messages.ts";
import { deliveringRoutes, passedOver, pathTo, routeExplanation, unreached } from "./route-path.ts";
import { ruleTiming } from "./rule-timing.ts";
import { sampleLabels } from "./sample-labels.ts";
import { silencesAbout } from "./silences.ts";

/** What Tocsin is told of the alert first. */
export type ToldToTocsin = {
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: Labels;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Instant;
  readonly at: Instant;
};

/** What stands around the question. */
export type Surroundings = {
  readonly examined: Examined;
  /** When the alert begins to fire. */
  readonly at: Instant;
  /** What a definition says of an alert. */
  readonly definitionOf: (
    alertname: string,
  ) => { readonly place: Place | undefined; readonly because: string | undefined } | undefined;
  /** Whom Tocsin tells when it is told this. */
  readonly escalationOf: (told: ToldToTocsin) => EscalationExplanation;
};

const MOST_OTHER_WAYS = 5;

const ruleOf = (
  alert: ExaminedAlert,
  { examined, definitionOf }: Surroundings,
): RuleExplanation => {
  const { rule, intervalMs } = alert;
  const { scrapeMs, earliestMs, latestMs, windowMs } = ruleTiming(alert, examined);
  const definition = definitionOf(rule.name.text);
  return {
    place: rule.place,
    definedAt: definition?.place ?? null,
    because: definition?.because ?? null,
    expr: rule.expr.text.trim(),
    for: formatDuration(rule.for?.ms ?? 0),
    keepFiringFor: rule.keepFiringFor === undefined ? null : formatDuration(rule.keepFiringFor.ms),
    evaluatedEvery: formatDuration(intervalMs),
    scrapedEvery: formatDuration(scrapeMs),
    earliest: formatDuration(earliestMs),
    latest: formatDuration(latestMs),
    window: windowMs === 0 ? null : formatDuration(windowMs),
  };
};

/** Labels alone, and the rule's own where its query gives nothing. */
const bareExample = ({ alert, arriving }: Subject): ExampleAlert => {
  const [first] = arriving;
  const own = alert?.rule.labels.map(({ name, value }): [string, string] => [
    name.text,
    value.text,
  ]);
  const labels = (first && sampleLabels(first.labels)) ?? {
    ...Object.fromEntries(own ?? []),
    ...(alert === undefined ? {} : { alertname: alert.rule.name.text }),
  };
  return { labels, uncertain: [], value: null, annotations: [] };
};

const exampleOf = (subject: Subject, { examined, at }: Surroundings): ExampleAlert => {
  const { alert, arriving } = subject;
  for (const { branch, labels } of alert === undefined ? [] : arriving) {
    const example = alert && exampleAlert({ alert, branch, labels, now: at }, examined);
    if (example !== undefined) return example;
  }
  return bareExample(subject);
};

const receiversOf = (routes: readonly Route[]): string[] => [
  ...new Set(routes.map(({ receiver }) => receiver)),
];

/** The labels that an alert must have otherwise to take these routes: those whose values make no difference are left. */
const differingLabels = (
  { root, labels }: Routing["question"],
  { from, to, routes }: { from: Labels; to: Labels; routes: readonly Route[] },
): Labels => {
  const keyOf = (found: readonly Route[]) => found.map(({ index }) => index).join();
  const names = labels
    .map(({ name }) => name)
    .filter((name) => labelValue(from, name) !== labelValue(to, name));
  const needed = new Set(names);
  const labelsWith = (changed: ReadonlySet<string>): Labels => ({
    ...from,
    ...Object.fromEntries([...changed].map((name) => [name, labelValue(to, name)])),
  });
  for (const name of names) {
    needed.delete(name);
    if (keyOf(matchRoutes(root, labelsWith(needed))) !== keyOf(routes)) needed.add(name);
  }
  return Object.fromEntries([...needed].map((name) => [name, labelValue(to, name)]));
};

/** Where label sets go that the example does not stand for. */
const otherWaysOf = (
  { question }: Routing,
  { arriving }: Subject,
  example: { readonly labels: Labels; readonly routes: readonly Route[] },
): { readonly ways: OtherWay[]; readonly areAll: boolean } => {
  const keyOf = (routes: readonly Route[]) => [...new Set(routes)].map(({ index }) => index).join();
  const known = new Set([keyOf(example.routes)]);
  const ways: OtherWay[] = [];
  let areAll = true;
  for (const { labels } of arriving) {
    const { outcomes, complete } = proveRoutes(question, labels);
    if (!complete) areAll = false;
    for (const { routes, witness } of outcomes) {
      const key = keyOf(routes);
      if (known.has(key)) continue;
      known.add(key);
      if (ways.length >= MOST_OTHER_WAYS) return { ways, areAll: false };
      ways.push({
        differing: differingLabels(question, { from: example.labels, to: witness, routes }),
        receivers: receiversOf(routes),
      });
    }
  }
  return { ways, areAll };
};

type Delivering = {
  readonly routing: Routing;
  readonly subject: Subject;
  readonly example: ExampleAlert;
  readonly fired: FiredAlert;
  readonly around: Surroundings;
};

const deliveryOf = (
  route: Route,
  first: FirstMessage | undefined,
  { routing, subject, example, fired, around }: Delivering,
): DeliveryExplanation => {
  const { labels } = example;
  const { at } = fired;
  const group = groupOf(routing, route, { labels, alert: subject.alert });
  const passed = passedOver(routing, route, labels);
  const now = first?.at ?? at;
  const intervals = intervalStates(routing, route, at);
  const { version } = fired;
  const data = messageDataOf({
    example,
    groupLabels: group.labels,
    receiver: route.receiver,
    now,
    startsAt: at,
  });
  const definitions = definitionsOf(around.examined.evidence.templates, version);
  return {
    path: pathTo(route).map((each) => routeExplanation(routing, each)),
    passedOver: passed.routes,
    passedOverCount: passed.count,
    unreached: unreached(routing, route, labels),
    receiver: route.receiver,
    integrations: integrationsOf(receiverNamed(routing, route.receiver), {
      data,
      definitions,
      version,
      now,
    }),
    intervals,
    state: notifyingState(intervals),
    group,
    timing: timingOf(route, first, fired),
  };
};

const escalationOf = (
  deliveries: readonly DeliveryExplanation[],
  { example, fired, around }: Delivering,
): EscalationExplanation => {
  const toTocsin = deliveries.filter(({ integrations }) =>
    integrations.some(({ isTocsin }) => isTocsin),
  );
  const [first] = toTocsin
    .flatMap(({ timing, receiver, group }) =>
      timing.firstMessage === null
        ? []
        : [{ at: Date.parse(timing.firstMessage.at), receiver, group }],
    )
    .toSorted((a, b) => a.at - b.at);
  if (first !== undefined) {
    return around.escalationOf({
      receiver: first.receiver,
      groupKey: first.group.key,
      groupLabels: first.group.labels,
      labels: example.labels,
      annotations: Object.fromEntries(example.annotations.map(({ name, text }) => [name, text])),
      startsAt: fired.at,
      at: first.at,
    });
  }
  return {
    kind: "none",
    because:
      toTocsin.length === 0
        ? "no route leads to Tocsin, so its escalation policies do not apply"
        : "no message leaves for Tocsin within 32 days",
  };
};

const alertmanagerOf = (
  routing: Routing,
  { subject, example, fired, around }: Omit<Delivering, "routing">,
): AlertmanagerExplanation => {
  const of = { routing, subject, example, fired, around };
  const routes = deliveringRoutes(routing, example.labels);
  const first = firstMessages(routing, routes, fired);
  const deliveries = routes.map((route) => deliveryOf(route, first.get(route), of));
  const { ways, areAll } = otherWaysOf(routing, subject, { labels: example.labels, routes });
  const labels = subject.arriving.map((arriving) => arriving.labels);
  return {
    file: routing.config.file,
    deliveries,
    otherWays: ways,
    areAllWays: areAll,
    ...inhibitionsOf(routing, labels, around.examined.alerts),
    escalation: escalationOf(deliveries, of),
  };
};

const notesOn = (subject: Subject, { examined }: Surroundings, unreadable: number): string[] => {
  const { alert, arriving, notes } = subject;
  const { evidence, routings, prometheus } = examined;
  const templates = routings.flatMap(({ config }) => config.templates.map(({ text }) => text));
  const all: readonly (readonly [boolean, string])[] = [
    [
      alert !== undefined && alert.query === undefined,
      "its expression is broken, so its labels and value are guesses: `tocsin check` says what is wrong",
    ],
    [
      alert?.query !== undefined && arriving.length === 0,
      "its query never gives a result, or relabelling drops the alert: it never arrives",
    ],
    [routings.length === 0, "no Alertmanager configuration was given: where it goes is not known"],
    [
      alert !== undefined && prometheus === undefined,
      "no Prometheus configuration was given: no external labels, and scraped as the settings say",
    ],
    [
      templates.length > 0 && evidence.templates.length === 0,
      `no template files were given, and the configuration loads ${templates.join(", ")}`,
    ],
    [unreadable > 0, `${unreadable} of the silences cannot be read and were left out`],
    [evidence.problems.length > 0, "some of the files have mistakes: `tocsin check` shows them"],
  ];
  return [...notes, ...all.filter(([applies]) => applies).map(([, note]) => note)];
};

const textOf = (labels: Labels, name: string): string | null => labelValue(labels, name) || null;

/** Everything that becomes of an alert that begins to fire at the moment. */
export const explainAlert = (subject: Subject, around: Surroundings): AlertExplanation => {
  const { examined, at } = around;
  const { settings, evidence, routings } = examined;
  const { alert, arriving } = subject;
  const example = exampleOf(subject, around);
  const { silences, unreadable } = readSilences(evidence.silences);
  const { alertmanagerVersion: version } = settings;
  const fired = { labels: example.labels, at, silences, version };
  const about = { example: example.labels, labels: arriving.map(({ labels }) => labels) };
  const runbook = example.annotations.find(({ name }) => name === settings.runbookAnnotation);
  return {
    alertname: alert?.rule.name.text ?? textOf(example.labels, "alertname"),
    severity: textOf(example.labels, settings.severityLabel),
    owner: textOf(example.labels, settings.ownerLabel),
    service: textOf(example.labels, "service"),
    runbook: runbook?.text ?? null,
    rule: alert === undefined ? null : ruleOf(alert, around),
    example,
    alertmanagers: distinctRoutings(routings).map((routing) =>
      alertmanagerOf(routing, { subject, example, fired, around }),
    ),
    silencesKnown: evidence.silences.length > 0,
    silences: silencesAbout(silences, about, at),
    notes: notesOn(subject, around, unreadable),
  };
};
