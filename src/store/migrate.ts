import { readdir, readFile } from "node:fs/promises";
import type pg from "pg";

const FOLDER = new URL("./migrations/", import.meta.url);

/** Any number: it only has to be the same in every process that migrates this database. */
const LOCK = 7_262_746;

/** Brings the database to the newest schema, one transaction for each file, one process at a time. */
export const migrate = async (pool: pg.Pool): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query("create table if not exists migration (name text primary key)");
    const { rows } = await client.query<{ name: string }>("select name from migration");
    const done = new Set(rows.map(({ name }) => name));
    const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".sql")).sort();
    const known = new Set(files);
    const newer = [...done].filter((name) => !known.has(name));
    if (newer.length > 0) {
      throw new Error(
        `the database was written by a newer Tocsin (migration ${newer.join(", ")}): start that version, or restore a backup`,
      );
    }
    for (const name of files.filter((file) => !done.has(file))) {
      await client.query("begin");
      await client.query(await readFile(new URL(name, FOLDER), "utf8"));
      await client.query("insert into migration (name) values ($1)", [name]);
      await client.query("commit");
    }
  } finally {
    // Destroying the connection rolls back what is open and gives the lock back, whatever happened.
    client.release(true);
  }
};
