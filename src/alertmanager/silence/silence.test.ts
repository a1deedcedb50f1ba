import { expect, test } from "vitest";
import type { Matcher } from "../../labels/matcher.ts";
import { silencedBy, silenceState } from "./silence.ts";

const matcher = (name: string, operator: Matcher["operator"], value: string): Matcher => ({
  name,
  operator,
  value,
});

const silence = (matchers: readonly Matcher[]) => ({
  id: "1",
  matchers,
  startsAt: 1000,
  endsAt: 2000,
});

test("a silence is active from its start up to but not at its end", () => {
  expect([999, 1000, 1999, 2000].map((now) => silenceState(silence([]), now))).toEqual([
    "pending",
    "active",
    "active",
    "expired",
  ]);
});

test("a silence is about alerts that pass all its matchers", () => {
  const database = silence([
    matcher("job", "=~", "redis.*"),
    matcher("severity", "!=", "critical"),
  ]);
  const about = (labels: Record<string, string>) => silencedBy([database], labels, 1500).length;
  expect(about({ job: "redis-1" })).toBe(1);
  expect(about({ job: "redis-1", severity: "critical" })).toBe(0);
  expect(about({ job: "a-redis-1" })).toBe(0);
  expect(silencedBy([database], { job: "redis-1" }, 2000)).toEqual([]);
});
