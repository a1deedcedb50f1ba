import { labelValue } from "../../labels/match.ts";
import type { Instant } from "../../lib/clock.ts";
import { formatDuration } from "../../lib/duration.ts";
import type { Examined } from "../examined.ts";
import { isoText } from "../explain/moment-text.ts";
import type { Backtest, ReportedAlert, ReportedIncident } from "./backtest-report.ts";
import type { ArrivedFiring } from "./deliveries.ts";
import { busiestOf } from "./judge.ts";
import { isNightIn } from "./night.ts";
import { isSignOfLife, type Past } from "./plan.ts";
import type { Replay, ReplayedRule } from "./replay.ts";
import { type Counting, figuresOf, type Told, toldOfEach } from "./statistics.ts";
import { suggestionFrom } from "./suggestion.ts";
import { AFTERMATH_MS, FOREWARNING_MS, type KnownIncident, type TradeOff } from "./trade-off.ts";

export type Surroundings = {
  readonly examined: Examined;
  readonly past: Past;
  /** What other settings would have done, by rule. */
  readonly tradeOffs: ReadonlyMap<ReplayedRule, TradeOff>;
  /** The IANA name of the time zone whose nights are meant. */
  readonly zone: string;
  /** What people know to have gone wrong; undefined where nobody says. */
  readonly incidents: readonly KnownIncident[] | undefined;
  /** When people whom Tocsin pages acknowledge, in milliseconds; undefined where nobody is known. */
  readonly acknowledgement: number | "never" | undefined;
};

const MOST_FIRINGS = 1_000;

const reportedFiring = ({ labels, activeAt, firedAt, resolvedAt }: ArrivedFiring) => ({
  labels: { ...labels },
  activeAt: isoText(activeAt),
  firedAt: isoText(firedAt),
  resolvedAt: resolvedAt === undefined ? null : isoText(resolvedAt),
});

type Counted = { readonly told: Told; readonly counting: Counting };

const alertReport = (
  name: string,
  rules: readonly [ReplayedRule, ...ReplayedRule[]],
  { told, counting, ...around }: Surroundings & Counted,
): ReportedAlert => {
  const firings = rules.flatMap((rule) => rule.firings).toSorted((a, b) => a.firedAt - b.firedAt);
  const pendingOnly = rules.reduce((sum, rule) => sum + rule.pendingOnly, 0);
  const busiest = busiestOf(rules);
  const found = around.tradeOffs.get(busiest);
  const suggestion = found && suggestionFrom(found);
  const [example] = firings;
  const label = around.examined.settings.severityLabel;
  return {
    name,
    severity: (example && labelValue(example.labels, label)) || null,
    place: busiest.plan.alert.rule.place,
    figures: figuresOf(firings, { told, pendingOnly }, counting),
    firings: firings.slice(0, MOST_FIRINGS).map(reportedFiring),
    tradeOff: found ?? null,
    suggestion: suggestion ?? null,
    notes: [...new Set(rules.flatMap(({ notes }) => notes))],
  };
};

const incidentReport = (
  { name, from, to, alerts }: KnownIncident,
  { rings, messages }: Told,
): ReportedIncident => {
  const isOfIt = ({ labels, activeAt, resolvedAt }: ArrivedFiring): boolean =>
    (alerts === undefined || alerts.includes(labels["alertname"] ?? "")) &&
    activeAt >= from - FOREWARNING_MS &&
    activeAt <= to + AFTERMATH_MS &&
    (resolvedAt ?? Number.POSITIVE_INFINITY) >= from;
  const told = [...rings, ...messages.filter(({ kind }) => kind === "ticket")]
    .filter(({ at }) => at <= to + AFTERMATH_MS)
    .flatMap(({ at, about }) => about.filter(isOfIt).map(({ labels }) => ({ at, labels })))
    .toSorted((a, b) => a.at - b.at);
  const [first] = told;
  return {
    name,
    from: isoText(from),
    to: isoText(to),
    found:
      first === undefined
        ? null
        : {
            alert: first.labels["alertname"] ?? "",
            at: isoText(first.at),
            afterMs: Math.max(0, first.at - from),
          },
  };
};

const acknowledgementText = ({ acknowledgement }: Surroundings): string[] => {
  if (acknowledgement === undefined) return [];
  return [
    acknowledgement === "never"
      ? "nobody acknowledges a page"
      : `the person whom Tocsin pages acknowledges ${formatDuration(acknowledgement)} later`,
  ];
};

const assumptionsOf = (around: Surroundings, rules: readonly ReplayedRule[]): string[] => {
  const { examined } = around;
  const { prometheus, routings, recordings, evidence } = examined;
  const intervals = [...new Set(rules.map(({ plan }) => plan.alert.intervalMs))].map(
    formatDuration,
  );
  const signs = examined.alerts.filter(isSignOfLife).map(({ rule }) => rule.name.text);
  return [
    ...(signs.length > 0
      ? [`left out, for its query says the same at all times: ${signs.join(", ")}`]
      : []),
    `rules are evaluated every ${intervals.join(", ")}, at round moments, and never miss a turn`,
    ...(recordings.length > 0
      ? ["recording rules of the set are computed anew from what they read"]
      : []),
    ...(prometheus === undefined
      ? ["no external labels and no alert relabelling, since no Prometheus configuration was given"]
      : []),
    ...(routings.length === 0
      ? ["no Alertmanager configuration was given, so nobody is told anything"]
      : []),
    ...acknowledgementText(around),
    ...(routings.length > 0 && evidence.silences.length === 0 ? ["no silences"] : []),
  ];
};

/** What is to be shown of a replay. */
export const summarize = (
  { rules, messages }: Replay,
  rings: Told["rings"],
  around: Surroundings,
): Backtest => {
  const { past, zone, incidents } = around;
  const told = { rings, messages };
  const counting = { ...past, isNight: isNightIn(zone) };
  const firings = rules.flatMap((rule) => rule.firings);
  const pendingOnly = rules.reduce((sum, rule) => sum + rule.pendingOnly, 0);
  const toldOf = toldOfEach(told);
  const byName = Map.groupBy(rules, ({ plan }) => plan.alert.rule.name.text);
  return {
    from: isoText(past.from),
    to: isoText(past.to),
    zone,
    alerts: [...byName].flatMap(([name, [first, ...others]]) =>
      first === undefined
        ? []
        : [alertReport(name, [first, ...others], { ...around, told: toldOf(name), counting })],
    ),
    total: figuresOf(firings, { told, pendingOnly }, counting),
    knownIncidents: (incidents ?? []).map((incident) => incidentReport(incident, told)),
    assumptions: assumptionsOf(around, rules),
  };
};

/** Pages of receivers other than Tocsin, and of Tocsin where nobody knows whom it would tell. */
export const ringsOfMessages = (
  { messages }: Pick<Replay, "messages">,
  isCounted: (message: Replay["messages"][number]) => boolean,
): { readonly at: Instant; readonly about: readonly ArrivedFiring[] }[] =>
  messages.filter((message) => message.kind === "page" && isCounted(message));
