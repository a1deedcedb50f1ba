import type { Instant } from "../lib/clock.ts";
import type { Delivery } from "./channel.ts";

/** A receiver may ask for patience, but a page that waits longer than this is no page. */
export const LONGEST_RETRY_AFTER_MS = 15 * 60_000;

/** Client errors that say "not now" rather than "no" (RFC 9110, RFC 8470, RFC 6585). */
const PASSING_CLIENT_ERRORS = new Set([408, 425, 429]);

/** Milliseconds to wait by a `Retry-After` header (RFC 9110: seconds or a date), if it says so. */
export const retryAfterMs = (header: string | null, now: Instant): number | undefined => {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS);
};

export type HttpAnswer = {
  status: number;
  retryAfter: string | null;
  /** The beginning of the body, for a person to read. */
  says: string;
};

/** What an HTTP answer means for a delivery. */
export const outcomeOf = ({ status, retryAfter, says }: HttpAnswer, now: Instant): Delivery => {
  const answer = says === "" ? `HTTP ${status}` : `HTTP ${status}: ${says}`;
  if (status >= 200 && status < 300) return { outcome: "accepted", detail: answer };
  if (status >= 500 || PASSING_CLIENT_ERRORS.has(status)) {
    const waitMs = retryAfterMs(retryAfter, now);
    return {
      outcome: "retry",
      reason: answer,
      ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    };
  }
  if (status >= 300 && status < 400) {
    return {
      outcome: "refused",
      reason: `HTTP ${status}: redirects are not followed; give the final address`,
    };
  }
  return { outcome: "refused", reason: answer };
};
