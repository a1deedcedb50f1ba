import { expect, test } from "vitest";
import { durationMs } from "../lib/duration.ts";
import { checkLink, type LinkClaim, linkPath } from "./links.ts";

const NOW = Date.parse("2026-01-05T09:00:00Z");
const UNTIL = NOW + durationMs("7d");
const claim = { incidentId: "i1", action: "acknowledge" as const, person: "ana", now: NOW };

const signed = (secret = "secret") => {
  const url = new URL(linkPath(secret, claim), "http://localhost");
  return { path: url.pathname, signature: url.searchParams.get("signature") ?? "", url };
};

const given: LinkClaim = { incidentId: "i1", action: "acknowledge", person: "ana", until: UNTIL };

test("a link names the incident, the action, the person and its end", () => {
  const { path, url } = signed();
  expect(path).toBe("/incidents/i1/acknowledge");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    person: "ana",
    until: String(UNTIL),
  });
});

test("what was signed is valid until its end", () => {
  const { signature } = signed();
  expect(checkLink("secret", { ...given, signature }, NOW)).toBe("valid");
  expect(checkLink("secret", { ...given, signature }, UNTIL - 1)).toBe("valid");
  expect(checkLink("secret", { ...given, signature }, UNTIL)).toBe("expired");
});

test("a link with anything changed, or of another server, is forged, also when it is old", () => {
  const { signature } = signed();
  const changes: Partial<LinkClaim & { signature: string }>[] = [
    { incidentId: "i2" },
    { action: "resolve" },
    { person: "bo" },
    { until: UNTIL + 1 },
    { signature: signature.toLowerCase() },
    { signature: `${signature}A` },
    { signature: "" },
  ];
  for (const change of changes) {
    for (const now of [NOW, UNTIL + 1]) {
      expect(checkLink("secret", { ...given, signature, ...change }, now)).toBe("forged");
    }
  }
  const { signature: foreign } = signed("another secret");
  expect(checkLink("secret", { ...given, signature: foreign }, NOW)).toBe("forged");
});

test("the border between two fields cannot be moved", () => {
  const sign = (incidentId: string, person: string) =>
    new URL(linkPath("secret", { ...claim, incidentId, person }), "http://x").searchParams.get(
      "signature",
    );
  expect(sign('a","b', "c")).not.toBe(sign("a", 'b","c'));
});
