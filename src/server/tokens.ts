import { createHash } from "node:crypto";
import type { Random } from "../lib/random.ts";
import type { Secret } from "../lib/secret.ts";
import type { Store, Token, TokenScope } from "../store/store.ts";

const TOKEN_BYTES = 24;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** A new token with its scope in front, so that a leaked one can be told apart by eye. */
const makeToken = (scope: TokenScope, random: Random): string =>
  `tocsin_${scope}_${Buffer.from(random.bytes(TOKEN_BYTES)).toString("base64url")}`;

/** Looked up by hash: nothing to compare, so nothing to time. */
export const findToken = (store: Store, token: string): Promise<Token | null> =>
  store.findToken(hashOf(token));

export type GivenTokens = Readonly<Record<TokenScope, Secret | null>>;

/**
 * Stores the tokens that the settings give, and makes those that a first start cannot do without.
 * Returns what was made: it is shown once and kept nowhere.
 */
export const prepareTokens = async (
  store: Store,
  given: GivenTokens,
  random: Random,
): Promise<{ scope: TokenScope; token: string }[]> => {
  const made: { scope: TokenScope; token: string }[] = [];
  for (const scope of ["api", "ingest", "metrics"] as const) {
    const token = given[scope];
    if (token !== null) {
      await store.saveToken(hashOf(token.reveal()), { name: "settings", scope });
    } else if (scope !== "metrics" && !(await store.hasToken(scope))) {
      const fresh = makeToken(scope, random);
      await store.saveToken(hashOf(fresh), { name: "first start", scope });
      made.push({ scope, token: fresh });
    }
  }
  return made;
};
