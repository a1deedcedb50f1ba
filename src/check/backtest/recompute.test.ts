import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../test/prometheus-with-history.ts";
import { createPrometheus } from "../../integrations/prometheus/prometheus.ts";
import { systemClock } from "../../lib/clock.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";
import { type Recording, recomputed } from "./recompute.ts";

const BEGIN = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const MINUTES = 60;

const exprOf = (text: string) => {
  const parsed = parseExpr(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return parsed.expr;
};

const recording = (
  name: string,
  text: string,
  others: Partial<Pick<Recording, "labels" | "intervalMs">> = {},
): Recording => ({ name, text, expr: exprOf(text), labels: [], intervalMs: MINUTE, ...others });

const RECORDINGS = Map.groupBy(
  [
    recording("job:requests:rate5m", "sum by (job) (rate(requests_total[5m]))"),
    recording("load:doubled", "load * 2", { labels: [{ name: "unit", value: "$1.50 (two)" }] }),
    recording("load:quadrupled", "load:doubled * 2"),
    recording("mixed", "load > 3", { labels: [{ name: "kind", value: "load" }] }),
    recording("mixed", "-load", { labels: [{ name: "kind", value: "minus" }] }),
    recording("load:high", "load > 3"),
    recording("load:slow", "load", { intervalMs: 5 * MINUTE }),
    recording("limit:load", "3 + 1"),
  ],
  ({ name }) => name,
);

const at = (minute: number) => BEGIN / 1000 + minute * 60;
const minutes = Array.from({ length: MINUTES + 1 }, (_, minute) => minute);

/** What the rules would have recorded, written down by hand. */
const stored = [
  "# TYPE load gauge",
  ...["a", "b.c"].flatMap((host, index) =>
    minutes.map((minute) => `load{host="${host}"} ${index + (minute % 7)} ${at(minute)}`),
  ),
  "# TYPE stored_doubled gauge",
  ...["a", "b.c"].flatMap((host, index) =>
    minutes.map(
      (minute) =>
        `stored_doubled{host="${host}",unit="$1.50 (two)"} ${2 * (index + (minute % 7))} ${at(minute)}`,
    ),
  ),
  "# EOF",
  "",
].join("\n");

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({ openMetrics: stored });
});
afterAll(() => running.stop());

const askedOf = (query: string) =>
  createPrometheus({ url: running.url, limitMs: 10_000 }, systemClock).queryRange(query, {
    from: BEGIN + 20 * MINUTE,
    to: BEGIN + 50 * MINUTE,
    stepMs: MINUTE,
  });

const textOf = (query: string) => {
  const made = recomputed(query, exprOf(query), { recordings: RECORDINGS, intervalMs: MINUTE });
  if ("problem" in made) throw new Error(made.problem);
  return made.text;
};

const named = (series: Awaited<ReturnType<typeof askedOf>>) =>
  series.map(({ labels: { __name__: _, ...labels }, ...rest }) => ({ labels, ...rest }));

test.each([
  "load:doubled > 6",
  'load:doubled{host="a"} > 2',
  'load:doubled{host="b.c", unit="$1.50 (two)"}',
  'load:doubled{host!="b.c"}',
  'load:doubled{host=~"b.+"}',
  'load:doubled{host!~"a|x", nothing=""}',
  'load:doubled{nothing!=""}',
  "load:doubled offset 5m",
  "max_over_time(load:doubled[5m])",
  'avg_over_time(load:doubled{host="a"}[6m] offset 4m)',
  "sum(load:doubled) / count(load:doubled) > 1",
])("%s gives what the recorded series gives", async (query) => {
  const expected = await askedOf(query.replaceAll("load:doubled", "stored_doubled"));
  expect(named(await askedOf(textOf(query)))).toEqual(named(expected));
});

test("a series with some results is compared at all", async () => {
  expect((await askedOf('stored_doubled{host="a"} > 2')).length).toBeGreaterThan(0);
});

test("rules that read recorded series are followed", async () => {
  const expected = named(await askedOf('stored_doubled{host="a"} * 2'));
  expect(named(await askedOf(textOf('load:quadrupled{host="a"}')))).toEqual(expected);
});

test("several rules of one name are joined, each with its labels", async () => {
  const found = named(await askedOf(textOf('mixed{host="a"}')));
  expect(found.map(({ labels }) => labels)).toEqual([
    { host: "a", kind: "load" },
    { host: "a", kind: "minus" },
  ]);
});

test("a recorded series ends at the first evaluation that finds nothing, read in the past too", async () => {
  const found = named(await askedOf(textOf("load:high offset 10m")));
  expect(found).toEqual(named(await askedOf("(load offset 10m) > 3")));
  expect(found.flatMap(({ values }) => values).every((value) => value > 3)).toBe(true);
});

test("between the evaluations of a slower rule its last samples stand", async () => {
  const [found] = named(await askedOf(textOf('load:slow{host="a"}')));
  const expected = minutes.slice(20, 51).map((minute) => (Math.floor(minute / 5) * 5) % 7);
  expect(found?.values).toEqual(expected);
});

test("a recorded number is a series without labels", async () => {
  const found = named(await askedOf(textOf("load > on () group_left () limit:load")));
  expect(found).toEqual(named(await askedOf("load > 4")));
  expect(found.length).toBeGreaterThan(0);
});

test.each([
  'absent(load:doubled{host="nobody", unit="x"})',
  'absent((load:doubled{host="nobody", unit=~"x|y"}))',
  'absent(load:doubled{host="nobody", host!="x"})',
  'absent_over_time(load:doubled{host="nobody"}[5m])',
  'absent(load:doubled{host="a"})',
])("%s has the labels that its selector requires", async (query) => {
  const expected = await askedOf(query.replaceAll("load:doubled", "stored_doubled"));
  expect(named(await askedOf(textOf(query)))).toEqual(named(expected));
});

test("an aggregation stands without further parentheses", () => {
  expect(textOf("job:requests:rate5m > 5")).toBe("sum by (job) (rate(requests_total[5m])) > 5");
});

test("a query that reads nothing recorded stays as it is", () => {
  expect(textOf("rate(requests_total[5m])  >  1 # often")).toBe(
    "rate(requests_total[5m])  >  1 # often",
  );
});

test("rules that read one another in a circle are not followed for ever", () => {
  const rules = [recording("a:x", "b:x + 1"), recording("b:x", "a:x")];
  const recordings = Map.groupBy(rules, ({ name }) => name);
  const reader = { recordings, intervalMs: MINUTE };
  expect(recomputed("a:x > 1", exprOf("a:x > 1"), reader)).toEqual({
    problem: "its recording rules read one another in a circle",
  });
});

test("a query that would grow without end is given up", () => {
  const doubling = Array.from({ length: 15 }, (_, index) =>
    recording(`r:${index + 1}`, Array(4).fill(`r:${index}`).join(" + ")),
  );
  const recordings = Map.groupBy(doubling, ({ name }) => name);
  const made = recomputed("r:15", exprOf("r:15"), { recordings, intervalMs: MINUTE });
  expect(made).toEqual({ problem: "with its recording rules the query becomes too long" });
});
