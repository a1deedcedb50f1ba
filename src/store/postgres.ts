import { type Kysely, type Transaction as KyselyTransaction, sql } from "kysely";
import type pg from "pg";
import { toIso } from "../lib/clock.ts";
import { newId } from "../lib/id.ts";
import type { Random } from "../lib/random.ts";
import type { Database } from "./database.ts";
import { accessRows } from "./postgres-access.ts";
import { postgresTransaction, readHistory, taskOf } from "./postgres-transaction.ts";
import { type Claim, Conflict, type Store, type Work } from "./store.ts";
import type { Tables } from "./tables.ts";

/** How often a transaction is run again when another one got in its way. */
const MOST_RUNS = 8;

/** Serialization failure, deadlock, unique violation: another process changed the same thing first. */
const CONFLICT_CODES = new Set(["40001", "40P01", "23505"]);

const isConflict = (error: unknown): boolean =>
  error instanceof Conflict ||
  (error instanceof Error && "code" in error && CONFLICT_CODES.has(String(error.code)));

const CHANNEL = "tocsin_work";

type Listener = { connect(): Promise<void>; stop(): void };

/** Listens on a connection of its own; `connect` makes a new one where it broke. */
const listener = (pool: pg.Pool, wake: () => void): Listener => {
  let closed = false;
  let current: pg.PoolClient | undefined;
  let connecting: Promise<void> | undefined;
  const drop = (client: pg.PoolClient) => {
    client.release(true);
    if (current === client) current = undefined;
  };
  const open = async () => {
    const client = await pool.connect();
    if (closed) return drop(client);
    try {
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      drop(client);
      throw error;
    }
    if (closed) return drop(client);
    current = client;
    client.on("notification", wake);
    client.once("error", () => {
      if (current === client) drop(client);
    });
    wake();
  };
  return {
    connect: async () => {
      if (closed || current !== undefined) return;
      connecting ??= open().finally(() => {
        connecting = undefined;
      });
      await connecting;
    },
    stop: () => {
      closed = true;
      if (current !== undefined) drop(current);
    },
  };
};

const claim = async (
  kysely: Kysely<Tables>,
  { lane, now, leaseMs, limit }: Claim,
  lease: string,
): Promise<Work[]> => {
  const due = kysely
    .selectFrom("work")
    .select("id")
    .where("lane", "=", lane)
    .where("run_at", "<=", sql<number>`${toIso(now)}`)
    .where((row) =>
      row.or([
        row("leased_until", "is", null),
        row("leased_until", "<=", sql<number>`${toIso(now)}`),
      ]),
    )
    .orderBy("run_at")
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const rows = await kysely
    .updateTable("work")
    .set((row) => ({ lease, leased_until: toIso(now + leaseMs), tries: row("tries", "+", 1) }))
    .where("id", "in", due)
    .returning(["id", "incident_id", "run_at", "tries", "body"])
    .execute();
  return rows
    .sort((a, b) => a.run_at - b.run_at || Number(a.id) - Number(b.id))
    .map((row) => ({
      id: String(row.id),
      incidentId: row.incident_id,
      runAt: row.run_at,
      tries: row.tries - 1,
      lease,
      task: taskOf(lane, row.body),
    }));
};

const listIncidents = async (
  kysely: Kysely<Tables>,
  { status, limit }: Parameters<Store["incidents"]>[0],
): Promise<Awaited<ReturnType<Store["incidents"]>>> => {
  let query = kysely.selectFrom("incident").selectAll().orderBy("number", "desc").limit(limit);
  if (status === "open") query = query.where("status", "<>", "resolved");
  return (await query.execute()).map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    severity: row.severity,
    status: row.status,
    service: row.service,
    team: row.team,
    openedAt: row.opened_at,
    acknowledgedAt: row.acknowledged_at,
    resolvedAt: row.resolved_at,
    nobodyTold: row.nobody_told,
    notPagedBecause: row.not_paged_because,
  }));
};

const beat = async (kysely: Kysely<Tables>, now: number): Promise<{ latestPageMs: number }> => {
  await kysely
    .insertInto("heartbeat")
    .values({ at: toIso(now) })
    .onConflict((conflict) => conflict.column("one").doUpdateSet({ at: toIso(now) }))
    .execute();
  const { oldest } = await kysely
    .selectFrom("work")
    .leftJoin("page", "page.key", "work.key")
    .select(sql<number | null>`min(coalesce(page.requested_at, work.run_at))`.as("oldest"))
    .executeTakeFirstOrThrow();
  return { latestPageMs: Math.max(0, now - (oldest ?? now)) };
};

const transact = async <T>(
  kysely: Kysely<Tables>,
  work: (tx: KyselyTransaction<Tables>) => Promise<T>,
): Promise<T> => {
  for (let run = 1; ; run++) {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      if (!isConflict(error) || run === MOST_RUNS) throw error;
    }
  }
};

/** The store on PostgreSQL. It expects a migrated database and leaves closing the pool to `close`. */
export const createPostgresStore = async (
  { kysely, pool }: Database,
  random: Random,
): Promise<Store> => {
  let wakers: (() => void)[] = [];
  const listening = listener(pool, () => {
    for (const wake of wakers) wake();
  });
  await listening.connect();
  return {
    transaction: (work) => transact(kysely, (tx) => work(postgresTransaction(tx))),
    claim: (request) => claim(kysely, request, newId(request.now, random)),
    nextRunAt: async (lane) => {
      let query = kysely
        .selectFrom("work")
        .select(sql<number | null>`min(greatest(run_at, leased_until))`.as("next"));
      if (lane !== undefined) query = query.where("lane", "=", lane);
      return (await query.executeTakeFirstOrThrow()).next;
    },
    releaseAll: async () => {
      await kysely.updateTable("work").set({ lease: null, leased_until: null }).execute();
    },
    onWork: (wake) => {
      wakers.push(wake);
    },
    incidents: (filter) => listIncidents(kysely, filter),
    history: (incidentId) => readHistory(kysely, incidentId),
    idOfNumber: async (number) =>
      (
        await kysely
          .selectFrom("incident")
          .select("id")
          .where("number", "=", number)
          .executeTakeFirst()
      )?.id ?? null,
    attempts: async (incidentId) => {
      const rows = await kysely
        .selectFrom("attempt")
        .innerJoin("page", "page.key", "attempt.page_key")
        .selectAll("attempt")
        .where("page.incident_id", "=", incidentId)
        .orderBy("attempt.started_at")
        .orderBy("attempt.id")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        pageKey: row.page_key,
        startedAt: row.started_at,
        finishedAt: row.finished_at,
        outcome: row.outcome,
        detail: row.detail,
      }));
    },
    stranded: async () => {
      const rows = await kysely
        .selectFrom("incident")
        .select("id")
        .where("status", "=", "triggered")
        .where("rests", "=", false)
        .where((row) =>
          row.not(
            row.exists(
              row.selectFrom("work").select("work.id").whereRef("incident_id", "=", "incident.id"),
            ),
          ),
        )
        .execute();
      return rows.map(({ id }) => id);
    },
    beat: async (now) => {
      // A worker that hears nothing still looks by itself; listening only makes it faster.
      listening.connect().catch(() => undefined);
      return beat(kysely, now);
    },
    ...accessRows(kysely),
    close: async () => {
      wakers = [];
      listening.stop();
      await kysely.destroy();
    },
  };
};
