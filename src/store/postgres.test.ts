import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { eventually } from "../../test/running-server.ts";
import { type Database, openDatabase } from "./database.ts";

const NOW = Date.parse("2026-01-05T09:00:00Z");

let postgres: TestPostgres;
const admins: Database[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  for (const { kysely } of admins) await kysely.destroy();
  await postgres.stop();
});

/** A store, and somebody who ends its connections, as a restart of PostgreSQL does. */
const breakable = async () => {
  const { store, url } = await postgres.freshStore();
  const name = url.match(/\/(\w+)\?/)?.[1] ?? "";
  const admin = openDatabase(url.replace(`/${name}?`, "/postgres?"), () => undefined);
  admins.push(admin);
  return {
    store,
    allow: (isAllowed: boolean) =>
      admin.pool.query(`alter database ${name} allow_connections ${isAllowed}`),
    disconnect: async () => {
      await admin.pool.query(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1",
        [name],
      );
    },
    notify: async () => {
      const own = openDatabase(url, () => undefined);
      await own.pool.query("select pg_notify('tocsin_work', '')");
      await own.kysely.destroy();
    },
  };
};

test("a connection that breaks in the middle of a transaction fails that transaction and nothing else", async () => {
  const { store, disconnect } = await breakable();
  const broken = store.transaction(async (tx) => {
    await tx.nextNumber();
    await disconnect();
    await tx.nextNumber();
  });
  await expect(broken).rejects.toThrow(/terminat|not queryable/);
  await expect(store.transaction((tx) => tx.nextNumber())).resolves.toBeGreaterThan(0);
});

test("after PostgreSQL has been away the store hears of new work again", async () => {
  const { store, allow, disconnect, notify } = await breakable();
  await allow(false);
  await disconnect();
  await expect(store.beat(NOW)).rejects.toThrow("not currently accepting connections");
  await allow(true);
  let isConnected = false;
  store.onWork(() => {
    isConnected = true;
  });
  await eventually(async () => {
    await store.beat(NOW);
    return isConnected;
  });
  let isWoken = false;
  store.onWork(() => {
    isWoken = true;
  });
  await notify();
  await eventually(() => isWoken);
});
