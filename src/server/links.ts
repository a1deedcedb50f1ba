import { createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../lib/clock.ts";
import { durationMs } from "../lib/duration.ts";

/** A page's link works as long as anybody may still be looking at the mail. */
const LIFETIME_MS = durationMs("7d");

export type LinkAction = "acknowledge" | "resolve";
export type LinkClaim = { incidentId: string; action: LinkAction; person: string; until: Instant };

const sign = (secret: string, { incidentId, action, person, until }: LinkClaim): string =>
  createHmac("sha256", secret)
    .update(JSON.stringify(["link", action, incidentId, person, until]))
    .digest("base64url");

/** The path and query that let `person` do one thing to one incident without signing in. */
export const linkPath = (
  secret: string,
  claim: Omit<LinkClaim, "until"> & { now: Instant },
): string => {
  const until = claim.now + LIFETIME_MS;
  const query = new URLSearchParams({
    person: claim.person,
    until: String(until),
    signature: sign(secret, { ...claim, until }),
  });
  return `/incidents/${claim.incidentId}/${claim.action}?${query}`;
};

export type LinkCheck = "valid" | "forged" | "expired";

/** Compares in constant time, and tells an honest but old link from a forged one. */
export const checkLink = (
  secret: string,
  claim: LinkClaim & { signature: string },
  now: Instant,
): LinkCheck => {
  const expected = Buffer.from(sign(secret, claim));
  const given = Buffer.from(claim.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return "forged";
  return claim.until > now ? "valid" : "expired";
};
