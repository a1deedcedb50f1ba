import { expect, test } from "vitest";
import { seededRandom } from "../lib/random.ts";
import { secret } from "../lib/secret.ts";
import { createMemoryStore } from "../store/memory.ts";
import { findToken, type GivenTokens, prepareTokens } from "./tokens.ts";

const none: GivenTokens = { api: null, ingest: null, metrics: null };

const setUp = () => {
  const random = seededRandom(1);
  const store = createMemoryStore(random);
  return {
    store,
    prepare: (given: Partial<GivenTokens> = {}) =>
      prepareTokens(store, { ...none, ...given }, random),
  };
};

test("a first start makes the tokens that nobody can do without, and tells them once", async () => {
  const { store, prepare } = setUp();
  const made = await prepare();
  expect(made.map(({ scope }) => scope)).toEqual(["api", "ingest"]);
  for (const { scope, token } of made) {
    expect(token).toMatch(new RegExp(`^tocsin_${scope}_[\\w-]{32}$`));
    expect(await findToken(store, token)).toMatchObject({ scope });
  }
  expect(await prepare(), "the second start").toEqual([]);
});

test("given tokens are stored and never shown", async () => {
  const { store, prepare } = setUp();
  const made = await prepare({ ingest: secret("i"), metrics: secret("m") });
  expect(made.map(({ scope }) => scope)).toEqual(["api"]);
  expect(await findToken(store, "i")).toEqual({ name: "settings", scope: "ingest" });
  expect(await findToken(store, "m")).toEqual({ name: "settings", scope: "metrics" });
  expect(await findToken(store, "x")).toBeNull();
});

test("the store never sees a token itself", async () => {
  const { store } = setUp();
  const seen: string[] = [];
  const watching = {
    ...store,
    saveToken: async (hash: string) => {
      seen.push(hash);
    },
  };
  const made = await prepareTokens(watching, { ...none, metrics: secret("m") }, seededRandom(2));
  expect(seen).toHaveLength(3);
  for (const hash of seen) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  for (const { token } of made) expect(seen.join()).not.toContain(token);
});
