import { type Kysely, type Transaction as KyselyTransaction, sql } from "kysely";
import type { TimerInput } from "../incident/decision.ts";
import { incidentEventSchema, type PageOf } from "../incident/event.ts";
import type { Incident, Recorded } from "../incident/state.ts";
import { type Instant, toIso } from "../lib/clock.ts";
import {
  awaitedSources,
  type Commit,
  Conflict,
  type Lane,
  LeaseLost,
  laneOf,
  saysWhyItRests,
  type Transaction,
  type Work,
} from "./store.ts";
import type { Tables } from "./tables.ts";

type Tx = KyselyTransaction<Tables>;

/** Rows of `work` are written by this folder alone, so the body is what its lane says. */
export const taskOf = (lane: Lane, body: object): Work["task"] =>
  lane === "timer"
    ? { kind: "timer", input: body as TimerInput }
    : { kind: "page", page: body as PageOf };

export const readHistory = async (
  kysely: Kysely<Tables>,
  incidentId: string,
): Promise<Recorded[]> => {
  const rows = await kysely
    .selectFrom("event")
    .select(["at", "body"])
    .where("incident_id", "=", incidentId)
    .orderBy("version")
    .execute();
  return rows.map(({ at, body }) => ({ at, event: incidentEventSchema.parse(body) }));
};

const rowOf = (incident: Incident) => ({
  key: incident.key,
  title: incident.title,
  severity: incident.severity,
  status: incident.status,
  service: incident.service,
  team: incident.team,
  opened_at: toIso(incident.openedAt),
  acknowledged_at: incident.acknowledgedAt === null ? null : toIso(incident.acknowledgedAt),
  resolved_at: incident.resolvedAt === null ? null : toIso(incident.resolvedAt),
  nobody_told: incident.nobodyTold,
  not_paged_because: incident.notPagedBecause,
  rests: saysWhyItRests(incident),
  awaited_sources: awaitedSources(incident),
});

const writeIncident = async (tx: Tx, commit: Commit): Promise<void> => {
  const { incident, version, events } = commit;
  const row = { ...rowOf(incident), version: version + events.length };
  if (version === 0) {
    await tx
      .insertInto("incident")
      .values({ id: incident.id, number: incident.number, ...row })
      .execute();
    return;
  }
  const updated = await tx
    .updateTable("incident")
    .set(row)
    .where("id", "=", incident.id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (updated.numUpdatedRows !== 1n)
    throw new Conflict(`incident ${incident.id} changed meanwhile`);
};

const writeOpenAlerts = async (tx: Tx, { incident, events }: Commit): Promise<void> => {
  if (incident.status === "resolved") {
    await tx.deleteFrom("open_alert").where("incident_id", "=", incident.id).execute();
    return;
  }
  const fired = events.flatMap((event) =>
    event.type === "alert-fired" ? [event.alert.fingerprint] : [],
  );
  if (fired.length === 0) return;
  // A fingerprint that another incident took meanwhile breaks the primary key, and the run is repeated.
  await sql`
    insert into open_alert (fingerprint, incident_id)
    select distinct fired, ${incident.id}::uuid from unnest(${fired}::text[]) as fired
    where not exists (
      select from open_alert
      where fingerprint = fired and incident_id = ${incident.id}::uuid
    )`.execute(tx);
};

/** One statement however many there are: a statement has no more than 65,535 parameters. */
const writeEvents = async (tx: Tx, { incident, version, at, events }: Commit): Promise<void> => {
  const bodies = events.map((event) => JSON.stringify(event));
  await sql`
    insert into event (incident_id, version, at, body)
    select ${incident.id}::uuid, ${version}::integer + place, ${toIso(at)}::timestamptz, body::jsonb
    from unnest(${bodies}::text[]) with ordinality as listed (body, place)`.execute(tx);
};

const writeEffects = async (tx: Tx, { incident, effects, at }: Commit): Promise<void> => {
  if (effects.length === 0) return;
  const pages = effects.flatMap((effect) => (effect.type === "page" ? [effect.page] : []));
  if (pages.length > 0) {
    await tx
      .insertInto("page")
      .values(pages.map(({ key }) => ({ key, incident_id: incident.id, requested_at: toIso(at) })))
      .execute();
  }
  await tx
    .insertInto("work")
    .values(
      effects.map((effect) => ({
        key: effect.type === "page" ? effect.page.key : effect.key,
        incident_id: incident.id,
        lane: laneOf(effect),
        run_at: toIso(effect.type === "page" ? at : effect.at),
        body: JSON.stringify(effect.type === "page" ? effect.page : effect.input),
      })),
    )
    // A timer that already runs is the same timer.
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  await sql`select pg_notify('tocsin_work', '')`.execute(tx);
};

const commit = async (tx: Tx, request: Commit): Promise<void> => {
  if (request.events.length > 0) {
    await writeIncident(tx, request);
    await writeEvents(tx, request);
    await writeOpenAlerts(tx, request);
  }
  await writeEffects(tx, request);
};

const findOpen = async (
  tx: Tx,
  { fingerprints, keys }: Parameters<Transaction["findOpen"]>[0],
): ReturnType<Transaction["findOpen"]> => {
  const held = await tx
    .selectFrom("open_alert")
    .selectAll()
    .where(sql<boolean>`fingerprint = any(${fingerprints}::text[])`)
    .execute();
  const open = await tx
    .selectFrom("incident")
    .select(["id", "key"])
    .where("status", "<>", "resolved")
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute();
  return {
    byFingerprint: new Map(held.map((row) => [row.fingerprint, row.incident_id])),
    byKey: new Map(open.map((row) => [row.key, row.id])),
  };
};

const leased = (affected: bigint, work: Work): void => {
  if (affected !== 1n) throw new LeaseLost(`work ${work.id} was claimed by somebody else`);
};

const finishWork: (tx: Tx) => Transaction["finish"] = (tx) => async (work) => {
  const { numDeletedRows } = await tx
    .deleteFrom("work")
    .where("id", "=", work.id)
    .where("lease", "=", work.lease)
    .executeTakeFirst();
  leased(numDeletedRows, work);
};

const postpone: (tx: Tx) => Transaction["postpone"] = (tx) => async (work, runAt) => {
  const { numUpdatedRows } = await tx
    .updateTable("work")
    .set({ run_at: toIso(runAt), lease: null, leased_until: null })
    .where("id", "=", work.id)
    .where("lease", "=", work.lease)
    .executeTakeFirst();
  leased(numUpdatedRows, work);
};

const recordLife = async (tx: Tx, source: string, at: Instant): Promise<void> => {
  await tx
    .insertInto("source")
    .values({ source, life_at: toIso(at) })
    .onConflict((conflict) =>
      conflict
        .column("source")
        .doUpdateSet({ life_at: sql`greatest(source.life_at, excluded.life_at)` }),
    )
    .execute();
};

const abandonAttempts = async (tx: Tx, pageKey: string, at: Instant): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable("attempt")
    .set({ outcome: "unknown", finished_at: toIso(at), detail: "the process ended first" })
    .where("page_key", "=", pageKey)
    .where("outcome", "is", null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
};

const startAttempt: (tx: Tx) => Transaction["startAttempt"] = (tx) => async (attempt) => {
  const { numUpdatedRows } = await tx
    .updateTable("work")
    .set({ leased_until: toIso(attempt.leasedUntil) })
    .where("id", "=", attempt.work.id)
    .where("lease", "=", attempt.work.lease)
    .executeTakeFirst();
  leased(numUpdatedRows, attempt.work);
  await abandonAttempts(tx, attempt.pageKey, attempt.at);
  await tx
    .insertInto("attempt")
    .values({ id: attempt.id, page_key: attempt.pageKey, started_at: toIso(attempt.at) })
    .execute();
};

/** The operations of one open transaction. */
export const postgresTransaction = (tx: Tx): Transaction => ({
  history: async (incidentId) => {
    await tx.selectFrom("incident").select("id").where("id", "=", incidentId).forUpdate().execute();
    return readHistory(tx, incidentId);
  },
  findOpen: (wanted) => findOpen(tx, wanted),
  nextNumber: async () => {
    const { rows } = await sql<{ number: number }>`
      select nextval('incident_number') as number`.execute(tx);
    return rows[0]?.number ?? 0;
  },
  commit: (request) => commit(tx, request),
  lives: async (sources) => {
    if (sources.length === 0) return {};
    const rows = await tx
      .selectFrom("source")
      .selectAll()
      .where("source", "in", [...sources])
      .orderBy("source")
      // A sign of life that comes meanwhile waits, and then finds what waits for it.
      .forShare()
      .execute();
    return Object.fromEntries(rows.map((row) => [row.source, row.life_at]));
  },
  recordLife: (source, at) => recordLife(tx, source, at),
  waitingFor: async (source) => {
    const rows = await tx
      .selectFrom("incident")
      .select("id")
      .where("status", "<>", "resolved")
      .where(sql<boolean>`awaited_sources @> array[${source}]::text[]`)
      .orderBy("id")
      .execute();
    return rows.map(({ id }) => id);
  },
  startAttempt: startAttempt(tx),
  abandonAttempts: (pageKey, at) => abandonAttempts(tx, pageKey, at),
  finishAttempt: async ({ id, at, outcome, detail }) => {
    await tx
      .updateTable("attempt")
      .set({ finished_at: toIso(at), outcome, detail })
      .where("id", "=", id)
      .execute();
  },
  finish: finishWork(tx),
  postpone: postpone(tx),
});
