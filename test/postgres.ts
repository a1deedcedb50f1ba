import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/lib/clock.ts";
import { systemRandom } from "../src/lib/random.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPostgresStore } from "../src/store/postgres.ts";
import { startPrivatePostgres } from "../src/store/private-postgres.ts";
import type { Store } from "../src/store/store.ts";

export type TestPostgres = {
  /** A store on a database of its own, and the address of that database. */
  freshStore(): Promise<{ store: Store; url: string }>;
  stop(): Promise<void>;
};

/** A real PostgreSQL for one test file, gone with it. */
export const startTestPostgres = async (): Promise<TestPostgres> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-test-"));
  const postgres = await startPrivatePostgres({ folder, binDir: null }, systemClock);
  const admin = openDatabase(postgres.url, () => undefined);
  const stores: Store[] = [];
  return {
    freshStore: async () => {
      const name = `test_${stores.length + 1}`;
      await admin.pool.query(`create database ${name}`);
      const url = postgres.url.replace("/postgres?", `/${name}?`);
      const database = openDatabase(url, () => undefined);
      await migrate(database.pool);
      const store = await createPostgresStore(database, systemRandom);
      stores.push(store);
      return { store, url };
    },
    stop: async () => {
      for (const store of stores) await store.close();
      await admin.kysely.destroy();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
