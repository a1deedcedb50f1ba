import type { Kysely } from "kysely";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type Access = Pick<Store, "saveToken" | "findToken" | "hasToken" | "settingOr">;

/** Tokens (only their hashes are stored) and the server's own settings. */
export const accessRows = (kysely: Kysely<Tables>): Access => ({
  saveToken: (hash, token) =>
    kysely.transaction().execute(async (tx) => {
      await tx
        .deleteFrom("token")
        .where("name", "=", token.name)
        .where("scope", "=", token.scope)
        .execute();
      await tx
        .insertInto("token")
        .values({ hash, ...token })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet(token))
        .execute();
    }),
  findToken: async (hash) =>
    (await kysely
      .selectFrom("token")
      .select(["name", "scope"])
      .where("hash", "=", hash)
      .executeTakeFirst()) ?? null,
  hasToken: async (scope) =>
    (await kysely
      .selectFrom("token")
      .select("hash")
      .where("scope", "=", scope)
      .limit(1)
      .executeTakeFirst()) !== undefined,
  settingOr: async (name, value) => {
    await kysely
      .insertInto("setting")
      .values({ name, value })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await kysely
      .selectFrom("setting")
      .select("value")
      .where("name", "=", name)
      .executeTakeFirstOrThrow();
    return row.value;
  },
});
