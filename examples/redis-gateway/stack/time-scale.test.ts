import { expect, test } from "vitest";
import { production } from "../tocsin.ts";
import { scalePromql, scaleTime } from "./time-scale.ts";

test.each([
  ["rate(errors_total[5m]) > 1", "rate(errors_total[15s]) > 1"],
  ["increase(x[1h30m]) / increase(x[1h30m])", "increase(x[4m30s]) / increase(x[4m30s])"],
  ["rate(x[1m])", "rate(x[5s])"],
  ["max_over_time(up[1h:1m])", "max_over_time(up[3m:3s])"],
  ["max_over_time(up[ 1h : ])", "max_over_time(up[3m:])"],
  ["up offset 10m", "up offset 30s"],
  ["up offset -10m", "up offset -30s"],
  ["sum(x{path=\"/a[5m]\", other='[5m]'}[5m])", "sum(x{path=\"/a[5m]\", other='[5m]'}[15s])"],
  ['x{path="\\"[5m]"}[20m]', 'x{path="\\"[5m]"}[1m]'],
  ["time() - x > 300", "time() - x > 300"],
])("%s becomes %s", (promql, expected) => {
  expect(scalePromql(promql, 20)).toBe(expected);
});

test("a system keeps everything but its durations", () => {
  const scaled = scaleTime(production, 20);
  expect(scaled.escalationPolicies[0]).toMatchObject({
    steps: [{ after: "0s" }, { after: "15s" }, { after: "45s" }],
    repeat: { every: "1m30s", times: 2 },
  });
  const down = scaled.services[0]?.alerts.find(({ name }) => name === "RedisInstanceDown");
  expect(down).toMatchObject({ for: "3s", when: 'redis_up{job="redis"} == 0' });
  expect(scaled.services[0]?.objectives[0]).toMatchObject({
    target: "99.9%",
    window: "1d12h",
    burn: {
      windows: [
        { long: "3m", short: "15s" },
        { long: "18m", short: "1m30s" },
      ],
    },
  });
  expect(scaled.people).toEqual(production.people);
  expect(scaleTime(production, 1)).toMatchObject({
    services: [{ alerts: production.services[0]?.alerts.map(({ name }) => ({ name })) }],
  });
});

test("nothing becomes shorter than what a scrape a second can tell apart", () => {
  const scaled = scaleTime(production, 1_000_000);
  expect(scaled.evaluationInterval).toBe("1s");
  expect(scaled.direct.for).toBe("1s");
  expect(scaled.services[0]?.objectives[0]?.burn.windows[0]).toMatchObject({ short: "5s" });
});
