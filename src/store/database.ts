import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Tables } from "./tables.ts";

const { builtins } = pg.types;

/** How PostgreSQL's values arrive here: `bigint` and `timestamptz` as numbers, all else as pg has it. */
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (oid === builtins.INT8) return Number;
    if (oid === builtins.TIMESTAMPTZ) return (text: string) => Date.parse(text);
    return pg.types.getTypeParser(oid, format);
  },
};

/** Longest wait for a connection before PostgreSQL counts as away. */
const CONNECT_MS = 10_000;
/** Longest wait for one statement: one that stores fifty thousand alerts takes seconds. */
const STATEMENT_MS = 30_000;

export type Database = { kysely: Kysely<Tables>; pool: pg.Pool };

/** Connects lazily; `onTrouble` hears of connections that break, which pg reports as events. */
export const openDatabase = (url: string, onTrouble: (error: Error) => void): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: STATEMENT_MS,
    types,
  });
  // Also while a transaction holds the connection: an event that nobody hears would end the process.
  pool.on("connect", (client) => client.on("error", onTrouble));
  // The pool repeats what an idle connection has just said.
  pool.on("error", () => undefined);
  return { pool, kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
};
