import fc from "fast-check";
import { expect, test } from "vitest";
import type { Labels } from "../../labels/labels.ts";
import type { Matcher, ValueMatcher } from "../../labels/matcher.ts";
import type { Constraint, SymbolicLabels } from "../../labels/symbolic.ts";
import { includesLabels, symbolicOf } from "../../labels/symbolic-labels.ts";
import { type InhibitionRule, inhibits } from "../inhibition/inhibition.ts";
import { findCircle, meet, proveInhibition } from "./inhibition-proof.ts";
import { labelColumns } from "./label-columns.ts";

const NAMES = ["severity", "cluster", "alertname"];
const VALUES = ["a", "b", "c", ""];

const labelSets: readonly Labels[] = VALUES.flatMap((severity) =>
  VALUES.flatMap((cluster) =>
    VALUES.map((alertname) =>
      Object.fromEntries(
        Object.entries({ severity, cluster, alertname }).filter(([, value]) => value !== ""),
      ),
    ),
  ),
);

const valueMatcher: fc.Arbitrary<ValueMatcher> = fc.record({
  operator: fc.constantFrom("=", "!=", "=~", "!~"),
  value: fc.constantFrom("a", "b", "a|b", "[bc]", ".+", ""),
});

const matcher: fc.Arbitrary<Matcher> = fc
  .tuple(fc.constantFrom(...NAMES), valueMatcher)
  .map(([name, test]) => ({ name, ...test }));

const rule: fc.Arbitrary<InhibitionRule> = fc.record({
  source: fc.array(matcher, { maxLength: 2 }),
  target: fc.array(matcher, { maxLength: 2 }),
  equal: fc.subarray(NAMES),
});

const ofValues = (...values: readonly string[]): Constraint => [
  { operator: "=~", value: values.join("|") },
];

/** Only values that the concrete label sets have, so that these are all there are. */
const symbolic: fc.Arbitrary<SymbolicLabels> = fc.record({
  known: fc.record(
    Object.fromEntries(
      NAMES.map((name) => [
        name,
        fc.constantFrom<Constraint>(
          [{ operator: "=", value: "a" }],
          [{ operator: "=", value: "" }],
          ofValues("b", "c"),
          ofValues("a", "b", "c", ""),
        ),
      ]),
    ),
  ),
  others: fc.constant("impossible"),
});

const isKeptBack = (of: InhibitionRule, source: Labels, target: Labels): boolean => {
  const alertOf = (labels: Labels, fingerprint: string) => ({
    fingerprint,
    labels,
    endsAt: undefined,
  });
  return inhibits([of], [alertOf(source, "source"), alertOf(target, "target")], 0).has("target");
};

const within = (labels: SymbolicLabels): readonly Labels[] =>
  labelSets.filter((candidate) => includesLabels(labels, candidate));

/** The pairs that are proven, each with its witness looked at. */
const provenPairs = (of: InhibitionRule, alerts: readonly SymbolicLabels[]): readonly string[] => {
  const { classes, complete } = proveInhibition(labelColumns(alerts), of).pairs();
  expect(complete).toBe(true);
  const sides = classes.flatMap(({ sources, targets, isCertain }) => {
    expect(isCertain).toBe(true);
    return sources.flatMap((source) => targets.map((target) => ({ source, target })));
  });
  return sides.map(({ source, target }) => {
    const found = meet(of, source.labels, target.labels);
    if (found.kind !== "possible") throw new Error(`${found.kind} in a class of pairs`);
    const [one = {}, other = {}] = found.witnesses;
    expect(includesLabels(alerts[source.alert] ?? symbolicOf({}), one)).toBe(true);
    expect(includesLabels(alerts[target.alert] ?? symbolicOf({}), other)).toBe(true);
    expect(isKeptBack(of, one, other)).toBe(true);
    return `${source.alert} ${target.alert}`;
  });
};

test("a pair is possible exactly when some label sets of it are kept back, and the witness is", () => {
  fc.assert(
    fc.property(rule, fc.array(symbolic, { minLength: 1, maxLength: 4 }), (of, alerts) => {
      const meets = (source: SymbolicLabels, target: SymbolicLabels) =>
        within(source).some((one) => within(target).some((other) => isKeptBack(of, one, other)));
      const expected = alerts.flatMap((source, a) =>
        alerts.flatMap((target, b) => (meets(source, target) ? [`${a} ${b}`] : [])),
      );
      expect(provenPairs(of, alerts).toSorted()).toEqual(expected.toSorted());
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("a circle is found exactly when two label sets keep each other back", () => {
  fc.assert(
    fc.property(
      fc.tuple(rule, rule),
      fc.array(symbolic, { minLength: 1, maxLength: 3 }),
      (rules, alerts) => {
        const [first, second] = rules;
        const found = findCircle(labelColumns(alerts), rules);
        const all = alerts.flatMap(within);
        const exists = all.some((one) =>
          all.some((other) => isKeptBack(first, one, other) && isKeptBack(second, other, one)),
        );
        expect(found !== undefined).toBe(exists);
        const [one = {}, other = {}] = found?.witnesses.witnesses ?? [];
        if (found === undefined) return;
        expect(isKeptBack(first, one, other) && isKeptBack(second, other, one)).toBe(true);
      },
    ),
    { seed: 12, numRuns: 60 },
  );
});

const severity = (value: string): Matcher => ({ name: "severity", operator: "=", value });

const LADDER: InhibitionRule = {
  source: [severity("critical")],
  target: [severity("warning")],
  equal: ["alertname", "instance"],
};

const alertOf = (alertname: string, level: string): SymbolicLabels => ({
  known: {
    alertname: [{ operator: "=", value: alertname }],
    severity: [{ operator: "=", value: level }],
    instance: [{ operator: "!=", value: "" }],
  },
  others: "possible",
});

test("alerts of different names are no pair where the name must be equal, those of one name are", () => {
  const apart = [alertOf("Down", "critical"), alertOf("Slow", "warning")];
  expect(proveInhibition(labelColumns(apart), LADDER).pairs().classes).toEqual([]);
  const ladder = [alertOf("Slow", "critical"), alertOf("Slow", "warning")];
  const [pair] = proveInhibition(labelColumns(ladder), LADDER).pairs().classes;
  expect(pair).toMatchObject({ sources: [{ alert: 0 }], targets: [{ alert: 1 }] });
});

test("alerts that are alike are looked at once, and those that equality tells apart not at all", () => {
  const ladders = Array.from({ length: 500 }, (_, index) => [
    alertOf(`Alert${index}`, "critical"),
    alertOf(`Alert${index}`, "warning"),
  ]).flat();
  const columns = labelColumns(ladders);
  expect(proveInhibition(columns, LADDER).pairs().classes).toHaveLength(500);
  const wide = proveInhibition(columns, { ...LADDER, equal: ["instance"] }).pairs();
  expect(wide.classes).toHaveLength(1);
  expect(wide.classes[0]?.sources).toHaveLength(500);
});

test("what is too large to decide is said to be unknown, never denied", () => {
  const large: SymbolicLabels = {
    known: { alertname: [{ operator: "=~", value: ".*a.{30}" }] },
    others: "impossible",
  };
  const of: InhibitionRule = {
    source: [{ name: "alertname", operator: "=~", value: "b.*" }],
    target: [{ name: "alertname", operator: "=", value: "c" }],
    equal: [],
  };
  const proof = proveInhibition(labelColumns([large, symbolicOf({ alertname: "c" })]), of);
  expect(proof.sources.map(({ isCertain }) => isCertain)).toEqual([false]);
  expect(proof.pairs().classes.map(({ isCertain }) => isCertain)).toEqual([false]);
});
