import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readRuleFile } from "../../../../test/rule-file.ts";
import { testedGroups } from "../rules/tested-rule.ts";
import { MUTATION_OPERATORS } from "./mutant.ts";
import { mutantsOf } from "./mutants.ts";

const mutants = (expr: string, more: object = {}) => {
  const text = JSON.stringify({ groups: [{ name: "g", rules: [{ alert: "A", expr, ...more }] }] });
  const { documents } = readRuleFile({ text, file: "rules.yml" });
  return documents.flatMap(testedGroups).flatMap(({ rules }) => rules.flatMap(mutantsOf));
};

/** `operator: changed expression` of each. */
const changes = (expr: string, more: object = {}): string[] =>
  mutants(expr, more).map(
    ({ operator, change }) =>
      `${operator}: ${change.expr ?? change.for ?? change.keepFiringFor ?? ""}`,
  );

test("comparisons and their thresholds", () => {
  expect(changes("temperature_celsius / 2 > 20.5")).toEqual([
    "comparison-negated: temperature_celsius / 2 <= 20.5",
    "comparison-edge: temperature_celsius / 2 >= 20.5",
    "comparison-dropped: (temperature_celsius / 2)",
    "threshold-raised: temperature_celsius / 2 > 22.55",
    "threshold-lowered: temperature_celsius / 2 > 18.45",
  ]);
});

test("a threshold on the left is one too, and what counts moves by whole numbers", () => {
  expect(changes("3 < count(up)")).toEqual([
    "comparison-negated: 3 >= count(up)",
    "comparison-dropped: (count(up))",
    "threshold-raised: 4 < count(up)",
    "threshold-lowered: 2 < count(up)",
  ]);
});

test("a threshold that is no number is moved by a tenth", () => {
  const moved = mutants("used_bytes > on (disk) limit_bytes").filter(({ operator }) =>
    operator.startsWith("threshold"),
  );
  expect(moved.map(({ change }) => change.expr)).toEqual([
    "used_bytes > on (disk) (1.1 * (limit_bytes))",
    "used_bytes > on (disk) (0.9 * (limit_bytes))",
  ]);
});

test("what is measured over time is not asked to be exactly on a threshold, but for 0", () => {
  const edges = (expr: string) =>
    changes(expr).filter((change) => change.startsWith("comparison-edge"));
  expect(edges("rate(errors_total[5m]) > 0.1")).toEqual([]);
  expect(edges("deriv(queue_length[5m]) > 0")).toHaveLength(1);
  expect(edges("deriv(queue_length[5m]) > 0.1")).toEqual([]);
});

test("what is known to make no difference is left out", () => {
  // `up` is 0 or 1: with any other threshold, or <=, the comparison always or never holds.
  expect(changes("up < 1")).toEqual(["comparison-negated: up >= 1", "comparison-dropped: (up)"]);
  expect(changes("up == 0")).toEqual(["comparison-negated: up != 0", "comparison-dropped: (up)"]);
  expect(changes("sum by (a, b) (sum by (a) (x)) and y")).not.toContainEqual(
    expect.stringContaining("label-dropped: sum by (a) (sum by (a) (x))"),
  );
  expect(changes("rate(errors_total[5m]) > 0")).not.toContainEqual(
    expect.stringContaining("comparison-edge"),
  );
  expect(changes("up and up")).toEqual([]);
  expect(changes("vector(1)")).toEqual([]);
  expect(changes("1 > bool 0")).toEqual([]);
});

test("labels, ranges and the sides of and, or and unless", () => {
  expect(changes("sum by (job, le) (rate(x[5m])) and y unless on (job) z")).toEqual([
    "label-dropped: sum by (le) (rate(x[5m])) and y unless on (job) z",
    "label-dropped: sum by (job) (rate(x[5m])) and y unless on (job) z",
    "side-dropped: (sum by (job, le) (rate(x[5m])) and y)",
    "side-dropped: (sum by (job, le) (rate(x[5m]))) unless on (job) z",
    "side-dropped: (y) unless on (job) z",
    "range-halved: sum by (job, le) (rate(x[2m30s])) and y unless on (job) z",
    "range-doubled: sum by (job, le) (rate(x[10m])) and y unless on (job) z",
  ]);
  expect(changes('max_over_time((x or y)[1h:5m] offset 1d) # "[9m]"')).toContain(
    'range-doubled: max_over_time((x or y)[2h:5m] offset 1d) # "[9m]"',
  );
});

test("durations of the rule", () => {
  expect(changes("x", { for: "5m", keep_firing_for: "10m" })).toEqual([
    "for-zeroed: 0s",
    "for-doubled: 10m",
    "keep-firing-zeroed: 0s",
  ]);
  expect(changes("x", { for: "0s" })).toEqual([]);
});

test("comments and line breaks of the query stay, and each mutant is another query", () => {
  const query = "# why\nsum(x) # how many\n  > 5";
  const found = mutants(query).map(({ change }) => change.expr);
  expect(found).toContain("# why\nsum(x) # how many\n  <= 5");
  expect(new Set(found).size).toBe(found.length);
});

test("a survivor tells which example is missing, and where", () => {
  const [raised] = mutants("x > 0.05").filter(({ operator }) => operator === "threshold-raised");
  expect(raised).toMatchObject({
    before: "0.05",
    after: "0.055",
    missing: "no example in which x is between 0.05 and 0.055",
    offset: 4,
  });
});

test("queries of any length have no more than a hundred mutants", () => {
  const long = Array.from({ length: 120 }, (_, index) => `m${index} > ${index}`).join(" or ");
  const { length } = mutants(long);
  expect(length).toBeLessThanOrEqual(100);
  expect(length).toBeGreaterThan(50);
});

test("docs/testing.md lists every operator", () => {
  const page = readFileSync("docs/testing.md", "utf8");
  const listed = Array.from(page.matchAll(/^\| `([a-z-]+)` \|/gm), ([, name = ""]) => name);
  expect(listed).toEqual(expect.arrayContaining([...MUTATION_OPERATORS]));
});

test("a query that Prometheus refuses has none", () => {
  expect(changes("up >")).toEqual([]);
  expect(changes("rate(up)")).toEqual([]);
});
