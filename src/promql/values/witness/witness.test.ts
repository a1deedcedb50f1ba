import { expect, test } from "vitest";
import { KNOWN_METRICS } from "../../metrics/known-metrics.ts";
import { parseExpr } from "../../syntax/parse.ts";
import { evaluate } from "../evaluate.ts";
import { verdictsIn } from "../verdicts/verdicts.ts";
import { type ValueWitness, witness } from "./witness.ts";

const witnessOf = (text: string, forMs = 0): ValueWitness | undefined => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  const analysis = evaluate(parsed.expr, { metrics: KNOWN_METRICS });
  const [verdict] = verdictsIn(analysis);
  if (verdict === undefined) throw new Error("nothing is wrong");
  return witness(verdict, analysis, forMs);
};

test("a division by zero is shown by a divisor of 0, for as long as the alert waits", () => {
  expect(witnessOf("redis_memory_used_bytes / redis_memory_max_bytes > 0.8", 300_000)).toEqual({
    interval: "1m",
    series: [
      {
        name: "redis_memory_used_bytes",
        labels: { instance: "example:9100", job: "example" },
        values: "1000000x7",
      },
      {
        name: "redis_memory_max_bytes",
        labels: { instance: "example:9100", job: "example" },
        values: "0x7",
      },
    ],
    evalTime: "7m",
    outcome: "fires",
  });
});

test("series have labels that every matcher takes and every grouping needs", () => {
  const text = 'sum by (pod) (up{job=~"web-.+", env!="test"}) > -1 or up{env="live"} > 1';
  expect(witnessOf(text)?.series).toEqual([
    {
      name: "up",
      labels: {
        env: "live",
        instance: "example:9100",
        job: expect.stringMatching(/^web-.+$/),
        pod: "example",
      },
      values: "0x2",
    },
  ]);
});

test("short windows get short intervals", () => {
  expect(witnessOf("rate(x_total[20s]) >= 0")).toMatchObject({ interval: "5s", evalTime: "30s" });
});

test.each([
  ["a metric of unknown name", 'rate({__name__=~"x.+"}[5m]) < 0'],
  ["labels that no value satisfies", 'up{a="1", a="2"} > 1'],
  [
    "series that would have to differ to exist and be the same to match",
    'up{a="1"} + up{a="2"} * 0 / 0 > 1',
  ],
  ["a moment that is fixed", "up @ 1600000000 > 1"],
  ["a window of years", "rate(x_total[10y]) < 0"],
])("%s has no witness", (_, text) => {
  expect(witnessOf(text)).toBeUndefined();
});
