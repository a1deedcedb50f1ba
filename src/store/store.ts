import type { Effect, TimerInput } from "../incident/decision.ts";
import type { IncidentEvent, PageOf } from "../incident/event.ts";
import type { Incident, Recorded } from "../incident/state.ts";
import type { Instant } from "../lib/clock.ts";
import type { ContactMethod } from "../model/person.ts";

/** A timer or a page whose time comes at `runAt`. A claim holds it until its lease runs out. */
export type Work = {
  id: string;
  incidentId: string;
  runAt: Instant;
  /** How often it has been claimed before. */
  tries: number;
  /** Proves the claim; work can only be finished or postponed with it. */
  lease: string;
  task: { kind: "timer"; input: TimerInput } | { kind: "page"; page: PageOf };
};

/** `unknown`: the process ended, or lost its lease, before the answer was written. */
export type AttemptOutcome = "accepted" | "retry" | "refused" | "unknown";

export type Attempt = {
  id: string;
  pageKey: string;
  startedAt: Instant;
  finishedAt: Instant | null;
  outcome: AttemptOutcome | null;
  detail: string;
};

export type TokenScope = "api" | "ingest" | "metrics";
export type Token = { name: string; scope: TokenScope };

export type IncidentFilter = { status: "open" | "all"; limit: number };

/** An incident as it stands in the list: what the last commit knew of it. */
export type IncidentSummary = Pick<
  Incident,
  | "id"
  | "number"
  | "title"
  | "severity"
  | "status"
  | "service"
  | "team"
  | "openedAt"
  | "acknowledgedAt"
  | "resolvedAt"
  | "nobodyTold"
  | "notPagedBecause"
>;

export type Commit = {
  /** The incident after the events. */
  incident: Incident;
  /** How many events were on disk when the decision was made. */
  version: number;
  at: Instant;
  events: readonly IncidentEvent[];
  effects: readonly Effect[];
};

/** Everything inside happens, or nothing does. Incidents that were read stay locked until the end. */
export type Transaction = {
  /** The events of an incident, which nobody else can add to meanwhile. Empty when there is none. */
  history(incidentId: string): Promise<readonly Recorded[]>;
  /** The open incident that holds each fingerprint or key, for those that are in one. */
  findOpen(wanted: {
    fingerprints: readonly string[];
    keys: readonly string[];
  }): Promise<{ byFingerprint: Map<string, string>; byKey: Map<string, string> }>;
  nextNumber(): Promise<number>;
  commit(commit: Commit): Promise<void>;
  /**
   * When each source was last known to be alive; sources never heard of are left out. No newer sign of
   * life of them is kept before this transaction has ended.
   */
  lives(sources: readonly string[]): Promise<Record<string, Instant>>;
  /** Keeps the newest sign of life of a source. */
  recordLife(source: string, at: Instant): Promise<void>;
  /** Open incidents that wait for a sign of life from the source, or call it lost. */
  waitingFor(source: string): Promise<readonly string[]>;
  /**
   * Writes an attempt before it is made; older ones without an outcome become `unknown`. The lease is
   * counted anew from here. Throws LeaseLost when somebody else has the work by now.
   */
  startAttempt(attempt: {
    id: string;
    work: Work;
    pageKey: string;
    at: Instant;
    leasedUntil: Instant;
  }): Promise<void>;
  /** For a page that is given up: its attempts without an outcome become `unknown`. Returns how many. */
  abandonAttempts(pageKey: string, at: Instant): Promise<number>;
  finishAttempt(attempt: {
    id: string;
    at: Instant;
    outcome: AttemptOutcome;
    detail: string;
  }): Promise<void>;
  /** Removes claimed work. Throws LeaseLost when somebody else has it by now. */
  finish(work: Work): Promise<void>;
  postpone(work: Work, runAt: Instant): Promise<void>;
};

export type Claim = { lane: Lane; now: Instant; leaseMs: number; limit: number };

/** What the server keeps: PostgreSQL, or its twin in memory for simulation. */
export type Store = {
  /** May run `work` again from the start when another transaction got in its way. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Due work of one lane that nobody holds, oldest first; leased to the caller. */
  claim(claim: Claim): Promise<Work[]>;
  /** When the next work of a lane, or of any, can be claimed; null when there is none. */
  nextRunAt(lane?: Lane): Promise<Instant | null>;
  /** Frees work that a process which is known to be dead had claimed. */
  releaseAll(): Promise<void>;
  /** Calls `wake` whenever work was added, from whichever process. */
  onWork(wake: () => void): void;
  incidents(filter: IncidentFilter): Promise<IncidentSummary[]>;
  history(incidentId: string): Promise<readonly Recorded[]>;
  idOfNumber(number: number): Promise<string | null>;
  attempts(incidentId: string): Promise<Attempt[]>;
  /** Open, unacknowledged, without due work and without a stated reason: must always be empty. */
  stranded(): Promise<string[]>;
  /** Makes one durable write, and says how late the latest page is, or the timer that would ask for it. */
  beat(now: Instant): Promise<{ latestPageMs: number }>;
  /** Keeps a token by its hash, in place of an older one of the same name and scope. */
  saveToken(hash: string, token: Token): Promise<void>;
  findToken(hash: string): Promise<Token | null>;
  hasToken(scope: TokenScope): Promise<boolean>;
  /** The stored value, which is `value` if there was none. */
  settingOr(name: string, value: string): Promise<string>;
  close(): Promise<void>;
};

/** Somebody else holds the work by now: what was done with it must not be committed. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Another transaction changed the incident first; the store tries again by itself. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/**
 * Work of one lane never waits for another's: timers, and each kind of channel. So a mail server that
 * hangs delays no webhook.
 */
export type Lane = "timer" | ContactMethod["type"];

/** The lane of an effect. A contact method's name begins with its type. */
export const laneOf = (effect: Effect): Lane => {
  if (effect.type === "start-timer") return "timer";
  return effect.page.method.startsWith("email:") ? "email" : "webhook";
};

/** Sources whose sign of life would change this incident. */
export const awaitedSources = (incident: Incident): string[] => {
  if (incident.status === "resolved") return [];
  const waiting = Object.values(incident.alerts)
    .filter(({ status }) => status === "recovering")
    .map(({ source }) => source);
  return [...new Set([...waiting, ...incident.lostSources])];
};

/** True when an open incident may rest without due work, because it says why. */
export const saysWhyItRests = (incident: Incident): boolean =>
  incident.status !== "triggered" ||
  incident.notPagedBecause !== null ||
  incident.escalation?.finished != null;
