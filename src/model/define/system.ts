import type { AlertmanagerTimings, Direct, TocsinAddress } from "../delivery.ts";
import type { EscalationPolicy } from "../escalation-policy.ts";
import type { Kubernetes } from "../kubernetes.ts";
import type { ContactMethod, Person } from "../person.ts";
import type { Service } from "../service.ts";
import { SYSTEM_KIND, type System } from "../system.ts";
import type { Team } from "../team.ts";
import { frozen } from "./frozen.ts";
import { placedRelativeTo, placeOfCall } from "./place.ts";

/**
 * Ten seconds gather the alerts of one outage into the first page; a minute lets later ones follow
 * soon; and hearing again of everything every five minutes repairs whatever was lost on the way.
 */
const TIMINGS: AlertmanagerTimings = {
  groupWait: "10s",
  groupInterval: "1m",
  repeatEvery: "5m",
  watchdogEvery: "1m",
  directRepeatEvery: "30m",
};

/**
 * Prometheus sends an alert again, and with it the sign of life, once a minute, and so does
 * Alertmanager: word can be two minutes old while all is well.
 */
const WATCHDOG_LOST_AFTER = "5m";

export type SystemInput = {
  readonly name: string;
  readonly services: readonly Service[];
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
  readonly escalationPolicies: readonly EscalationPolicy[];
  /** Answers for alerts of services that nobody declared. */
  readonly defaultTeam: Team;
  /** Told when an escalation has ended and reached nobody. */
  readonly fallback: ContactMethod;
  /** Default `cluster`, `namespace`, `service`. */
  readonly groupBy?: readonly string[];
  /** Default `cluster`. */
  readonly sourceLabels?: readonly string[];
  /** Default `prometheus_replica`. */
  readonly replicaLabels?: readonly string[];
  /** Default 30s. */
  readonly evaluationInterval?: string;
  readonly tocsin: Omit<TocsinAddress, "maxAlerts"> & { readonly maxAlerts?: number };
  readonly direct: Omit<Direct, "alertname" | "for" | "definedAt"> & {
    /** Default `CriticalAlertsWithoutTocsin`. */
    readonly alertname?: string;
    /** Default 1m. */
    readonly for?: string;
  };
  readonly watchdog: {
    /** Default `Watchdog`. */
    readonly alertname?: string;
    /** Default 5m. */
    readonly lostAfter?: string;
    readonly runbook: string;
  };
  readonly deadMansSwitch: { readonly url: string };
  readonly alertmanager?: Partial<AlertmanagerTimings>;
  readonly kubernetes: Kubernetes;
  readonly runbookBaseUrl: string;
};

/** What was left out stays out, so that it is reported as missing, and not each of its fields. */
const filled = <Given extends object, Defaults extends object>(
  given: Given,
  defaults: Defaults,
): Defaults & Given => (given === undefined ? given : { ...defaults, ...given });

/**
 * The whole: what `tocsin build` compiles. Places and runbooks are named relative to the folder of
 * the file that calls this. Nothing is checked here: reading the system reports all mistakes at once.
 */
export const defineSystem = (input: SystemInput): System => {
  const definedAt = placeOfCall(defineSystem);
  const system: System = {
    ...input,
    kind: SYSTEM_KIND,
    services: [...(input.services ?? [])],
    teams: [...(input.teams ?? [])],
    people: [...(input.people ?? [])],
    escalationPolicies: [...(input.escalationPolicies ?? [])],
    defaultTeam: input.defaultTeam?.id,
    groupBy: [...(input.groupBy ?? ["cluster", "namespace", "service"])],
    sourceLabels: [...(input.sourceLabels ?? ["cluster"])],
    replicaLabels: [...(input.replicaLabels ?? ["prometheus_replica"])],
    evaluationInterval: input.evaluationInterval ?? "30s",
    tocsin: filled(input.tocsin, { maxAlerts: 0 }),
    direct: filled(input.direct, { alertname: "CriticalAlertsWithoutTocsin", for: "1m" }),
    watchdog: filled(input.watchdog, { alertname: "Watchdog", lostAfter: WATCHDOG_LOST_AFTER }),
    alertmanager: { ...TIMINGS, ...input.alertmanager },
    definedAt,
  };
  return frozen(placedRelativeTo(system, definedAt));
};
