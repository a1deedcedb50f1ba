import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { TimerInput } from "../incident/decision.ts";
import type { PageOf } from "../incident/event.ts";
import type { Incident } from "../incident/state.ts";
import type { Instant } from "../lib/clock.ts";
import type { Severity } from "../model/severity.ts";
import type { AttemptOutcome, Lane, TokenScope } from "./store.ts";

/** `timestamptz`: read as milliseconds, written as RFC 3339. */
type Moment = ColumnType<Instant, string, string>;
type MomentOrNull = ColumnType<Instant | null, string | null, string | null>;

/** The tables of `migrations/`, as kysely sees them. */
export type Tables = {
  incident: {
    id: string;
    number: number;
    key: string;
    title: string;
    severity: Severity;
    status: Incident["status"];
    service: string | null;
    team: string | null;
    opened_at: Moment;
    acknowledged_at: MomentOrNull;
    resolved_at: MomentOrNull;
    nobody_told: boolean;
    not_paged_because: string | null;
    rests: boolean;
    awaited_sources: string[];
    version: number;
  };
  event: { incident_id: string; version: number; at: Moment; body: JSONColumnType<object> };
  open_alert: { fingerprint: string; incident_id: string };
  source: { source: string; life_at: Moment };
  work: {
    id: Generated<string>;
    key: string;
    incident_id: string;
    lane: Lane;
    run_at: Moment;
    body: JSONColumnType<TimerInput | PageOf>;
    tries: Generated<number>;
    lease: string | null;
    leased_until: MomentOrNull;
  };
  page: { key: string; incident_id: string; requested_at: Moment };
  attempt: {
    id: string;
    page_key: string;
    started_at: Moment;
    finished_at: MomentOrNull;
    outcome: AttemptOutcome | null;
    detail: Generated<string>;
  };
  token: { hash: string; name: string; scope: TokenScope };
  setting: { name: string; value: string };
  heartbeat: { one: Generated<boolean>; at: Moment };
};
