import { expect, test } from "vitest";
import { HTTP_ANSWERS } from "../../test/fakes/http-answers.ts";
import { LONGEST_RETRY_AFTER_MS, outcomeOf, retryAfterMs } from "./http-outcome.ts";

const NOW = Date.parse("2026-01-05T09:00:00Z");

test.each(HTTP_ANSWERS)("HTTP $status is $outcome", ({ status, outcome }) => {
  expect(outcomeOf({ status, retryAfter: null, says: "" }, NOW).outcome).toBe(outcome);
});

test("the receiver's words are kept for the timeline", () => {
  expect(outcomeOf({ status: 422, retryAfter: null, says: "no such team" }, NOW)).toEqual({
    outcome: "refused",
    reason: "HTTP 422: no such team",
  });
});

test.each([
  { header: null, ms: undefined },
  { header: "0", ms: 0 },
  { header: " 30 ", ms: 30_000 },
  { header: "Mon, 05 Jan 2026 09:00:45 GMT", ms: 45_000 },
  { header: "Mon, 05 Jan 2026 08:00:00 GMT", ms: 0 },
  { header: "86400", ms: LONGEST_RETRY_AFTER_MS },
  { header: "99999999999999999999999999", ms: LONGEST_RETRY_AFTER_MS },
  { header: "soon", ms: undefined },
])("Retry-After $header is $ms ms", ({ header, ms }) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});

test("Retry-After counts only where a retry is meant", () => {
  const says = "";
  expect(outcomeOf({ status: 503, retryAfter: "7", says }, NOW)).toMatchObject({
    outcome: "retry",
    retryAfterMs: 7000,
  });
  expect(outcomeOf({ status: 404, retryAfter: "7", says }, NOW)).not.toHaveProperty("retryAfterMs");
});
