import fc from "fast-check";
import { expect, test } from "vitest";
import type { Labels } from "../labels/labels.ts";
import type { Constraint, SymbolicLabels } from "../labels/symbolic.ts";
import { includesLabels } from "../labels/symbolic-labels.ts";
import { RELABEL_ACTIONS, type RelabelStep, relabel } from "./relabel.ts";
import { relabelSymbolic } from "./relabel-symbolic.ts";

const DEFAULTS: RelabelStep = {
  sourceLabels: [],
  separator: ";",
  regex: "(.*)",
  modulus: 0,
  targetLabel: "",
  replacement: "$1",
  action: "replace",
};

const step = (changes: Partial<RelabelStep>): RelabelStep => ({ ...DEFAULTS, ...changes });

const is = (value: string): Constraint => [{ operator: "=", value }];

const symbolic = (
  known: Record<string, Constraint>,
  others: SymbolicLabels["others"] = "possible",
): SymbolicLabels => ({ known, others });

const knownAfter = (labels: SymbolicLabels, ...steps: readonly RelabelStep[]) =>
  relabelSymbolic(labels, steps).map(({ known }) => ({ ...known }));

test("a constant is set whatever the labels are", () => {
  const set = step({ targetLabel: "team", replacement: "db" });
  expect(knownAfter(symbolic({ team: is("web") }), set)).toEqual([{ team: is("db") }]);
});

test("what is set only for some values splits the label sets", () => {
  const set = step({ sourceLabels: ["job"], regex: "db", targetLabel: "team", replacement: "dba" });
  expect(knownAfter(symbolic({}), set)).toEqual([
    { job: [{ operator: "=~", value: "db" }], team: is("dba") },
    { job: [{ operator: "!~", value: "db" }] },
  ]);
  expect(knownAfter(symbolic({ job: is("db") }), set)).toEqual([
    { job: is("db"), team: is("dba") },
  ]);
  expect(knownAfter(symbolic({ job: is("web") }), set)).toEqual([{ job: is("web") }]);
});

test("label sets that are always dropped are gone", () => {
  const drop = step({ sourceLabels: ["severity"], regex: "none|info", action: "drop" });
  expect(knownAfter(symbolic({ severity: is("info") }), drop)).toEqual([]);
  expect(knownAfter(symbolic({ severity: is("critical") }), drop)).toHaveLength(1);
  const keep = step({ sourceLabels: ["severity"], regex: "critical", action: "keep" });
  expect(knownAfter(symbolic({}, "impossible"), keep)).toEqual([]);
});

test("a drop by two labels leaves those that differ in one of them", () => {
  const drop = step({ sourceLabels: ["a", "b"], regex: "1;2", action: "drop" });
  expect(knownAfter(symbolic({ a: is("1") }), drop)).toEqual([
    { a: is("1"), b: [{ operator: "!=", value: "2" }] },
  ]);
  expect(knownAfter(symbolic({ a: is("1"), b: is("2") }), drop)).toEqual([]);
});

test("names that are listed are known to be gone", () => {
  const drop = step({ regex: "replica|pod", action: "labeldrop" });
  expect(knownAfter(symbolic({ pod: is("1"), job: is("a") }), drop)).toEqual([
    { replica: is(""), pod: is(""), job: is("a") },
  ]);
  const [kept] = relabelSymbolic(symbolic({ pod: is("1") }), [
    step({ regex: "alertname|job", action: "labelkeep" }),
  ]);
  expect(kept?.others).toBe("impossible");
  expect({ ...kept?.known }).toEqual({ alertname: [], job: [], pod: is("") });
});

test("steps that work on a known value give a known value", () => {
  const labels = symbolic({ a: is("Ab") }, "impossible");
  expect(
    knownAfter(
      labels,
      step({ sourceLabels: ["a"], targetLabel: "low", action: "lowercase" }),
      step({ sourceLabels: ["a"], targetLabel: "up", action: "uppercase" }),
      step({ sourceLabels: ["a"], targetLabel: "hash", action: "hashmod", modulus: 10 }),
      step({ regex: "(up)", replacement: "x_$1", action: "labelmap" }),
      step({ sourceLabels: ["low"], targetLabel: "a", action: "keepequal" }),
    ),
  ).toEqual([]);
  const [known] = knownAfter(
    labels,
    step({ sourceLabels: ["a"], targetLabel: "up", action: "uppercase" }),
    step({ regex: "(up)", replacement: "x_$1", action: "labelmap" }),
  );
  expect(known).toEqual({ a: is("Ab"), up: is("AB"), x_up: is("AB") });
});

const NAMES = ["a", "b", "c", "ab"] as const;
const VALUES = ["x", "y", "xy", "x:1", "1"] as const;

const labelSets = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), {
  maxKeys: 4,
});

const steps = fc.array(
  fc.record<RelabelStep>({
    sourceLabels: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
    separator: fc.constantFrom(";", "", ":"),
    regex: fc.constantFrom(
      "(.*)",
      "(.+)",
      "x",
      "x;y",
      "x|y",
      "(x)(.*)",
      "a|b",
      "(a)b?",
      "([^:]+):(.*)",
      "a(.*)",
    ),
    modulus: fc.constantFrom(2, 7),
    targetLabel: fc.constantFrom(...NAMES, "$1", "a$1"),
    replacement: fc.constantFrom("$1", "x", "", "$2", "b", "a$1", "$1$2"),
    action: fc.constantFrom(...RELABEL_ACTIONS),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The label set with more or less of it forgotten. */
const symbolicOf = (labels: Labels, memory: readonly string[]): SymbolicLabels => {
  const known: Record<string, Constraint> = {};
  for (const [index, name] of NAMES.entries()) {
    const value = labels[name] ?? "";
    const kind = memory[index];
    if (kind === "exact") known[name] = is(value);
    if (kind === "present") known[name] = [{ operator: value === "" ? "=" : "!=", value: "" }];
    if (kind === "one of") known[name] = [{ operator: "=~", value: `${value}|other` }];
  }
  const isAllKnown = Object.keys(labels).every((name) => Object.hasOwn(known, name));
  return { known, others: isAllKnown && memory[4] === "closed" ? "impossible" : "possible" };
};

const memories = fc.tuple(
  ...NAMES.map(() => fc.constantFrom("exact", "present", "one of", "nothing")),
  fc.constantFrom("closed", "open"),
);

test("what relabelling makes of a label set is in one of the alternatives", () => {
  let kept = 0;
  fc.assert(
    fc.property(labelSets, memories, steps, (labels, memory, relabelling) => {
      const result = relabel(labels, relabelling);
      if (result === undefined) return true;
      kept += 1;
      const alternatives = relabelSymbolic(symbolicOf(labels, memory), relabelling);
      return alternatives.some((alternative) => includesLabels(alternative, result));
    }),
    { seed: 11, numRuns: 3000 },
  );
  expect(kept).toBeGreaterThan(1000);
});

test("of a label set that is all known, relabelling gives that one set", () => {
  fc.assert(
    fc.property(labelSets, steps, (labels, relabelling) => {
      const known = Object.fromEntries(NAMES.map((name) => [name, is(labels[name] ?? "")]));
      const alternatives = relabelSymbolic({ known, others: "impossible" }, relabelling);
      const result = relabel(labels, relabelling);
      return alternatives.length === (result === undefined ? 0 : 1);
    }),
    { seed: 12, numRuns: 1000 },
  );
});
