import fc from "fast-check";
import { expect, test } from "vitest";
import { valueMatcher, valueMatchers } from "../../test/proof/matchers-notation.ts";
import { hasBit } from "./bit-set.ts";
import { implies, satisfy } from "./language.ts";
import { compileMatcher } from "./match.ts";
import type { ValueMatcher } from "./matcher.ts";
import { partitionValues } from "./partition.ts";

const bitsOf = (matchers: readonly ValueMatcher[], value: string) =>
  matchers.map((matcher) => (compileMatcher(matcher)(value) ? "1" : "0")).join("");

const classesOf = (...texts: string[]) =>
  Object.fromEntries(
    partitionValues(valueMatchers(...texts)).classes.map(({ witness, truth }) => [
      witness,
      texts.map((_, index) => (hasBit(truth, index) ? "1" : "0")).join(""),
    ]),
  );

test("classes are the combinations of matchers that some value passes", () => {
  expect(classesOf("=critical", "=warning", "!=", "=~crit.*", "=~critical|page", "!~.*")).toEqual({
    "": "000000",
    critical: "101110",
    warning: "011000",
    page: "001010",
    other: "001000",
    crit: "001100",
  });
});

test("without matchers there is one class", () => {
  expect(classesOf()).toEqual({ other: "" });
});

test("overlapping expressions have a class for each combination", () => {
  expect(classesOf("=~.*foo.*", "=~.*bar.*", "=~.*x")).toEqual({
    other: "000",
    x: "001",
    bar: "010",
    foo: "100",
    barx: "011",
    foox: "101",
    barfoo: "110",
    barfoox: "111",
  });
});

test("a combination that only named values could have is no class", () => {
  expect(classesOf("=~ab?", "=a", "=ab")).toEqual({ other: "000", a: "110", ab: "101" });
  expect(classesOf("=~[a-c]", "=~a|b|c")).toEqual({ other: "00", a: "11" });
});

test("values with a line break are no class of their own unless a matcher asks for them", () => {
  expect(classesOf("=~a\\s", "=~.*")).toEqual({ other: "01", "a ": "11" });
  expect(classesOf("=~a\\s", "=~.*", "=a\n")).toMatchObject({ "a\n": "101" });
  expect(classesOf("=~\\s", "=~b*\\n")).toEqual({
    other: "00",
    " ": "10",
    "\n": "11",
    "b\n": "01",
  });
});

test("a value finds its class", () => {
  const partition = partitionValues(valueMatchers("=a", "=~b.*", "!="));
  const witnessOf = (value: string) => partition.classes[partition.classOf(value)]?.witness;
  expect(["", "a", "b", "bx", "zzz", "a\n"].map(witnessOf)).toEqual([
    "",
    "a",
    "b",
    "b",
    "other",
    "other",
  ]);
});

test("a constraint leaves the classes that it meets, each with a value within it", () => {
  const partition = partitionValues(valueMatchers("=critical", "=~crit.*", "=~page|ticket"));
  const within = (...texts: string[]) =>
    partition.within(valueMatchers(...texts)).classes.map(({ witness }) => witness);
  expect(within("=critical")).toEqual(["critical"]);
  expect(within("=~critical|none")).toEqual(["none", "critical"]);
  expect(within("!=critical", "!=other")).toEqual(["x", "page", "crit"]);
  expect(within("=~crit.+", "!=critical")).toEqual(["critx"]);
  expect(within("=~.*page.*")).toEqual(["pagex", "page", "critpage"]);
  expect(within("!~.+")).toEqual([""]);
  expect(within("=a", "=b")).toEqual([]);
  expect(within("=~x.*", "!~x.*")).toEqual([]);
  expect(within()).toEqual(["other", "critical", "page", "crit"]);
});

test("a thousand values and lists of them are a thousand classes and one for the rest", () => {
  const names = Array.from({ length: 1000 }, (_, index) => `service-${index}`);
  const partition = partitionValues([
    ...names.map((value) => ({ operator: "=" as const, value })),
    { operator: "=~", value: names.slice(0, 50).join("|") },
    { operator: "!~", value: "service-[0-9]" },
  ]);
  expect(partition.complete).toBe(true);
  expect(partition.classes).toHaveLength(1001);
  const found = partition.within(valueMatchers("=~service-1.", "!=service-10"));
  expect(found.classes.map(({ witness }) => witness).slice(0, 2)).toEqual([
    "service-1x",
    "service-11",
  ]);
  expect(found.complete).toBe(true);
});

test("automata that grow too large are admitted, and what was found is true", () => {
  const texts = [
    "=critical",
    "=~.*a.{30}",
    ...[..."abcdefghijklmnopqrst"].map((letter) => `=~.*${letter}.*`),
  ];
  const matchers = valueMatchers(...texts);
  const partition = partitionValues(matchers);
  expect(partition.complete).toBe(false);
  expect(partition.classes.length).toBeGreaterThan(10);
  for (const { witness, truth } of partition.classes) {
    const bits = matchers.map((_, index) => (hasBit(truth, index) ? "1" : "0")).join("");
    expect([witness, bits]).toEqual([witness, bitsOf(matchers, witness)]);
  }
  expect(partition.within(valueMatchers("=critical"))).toMatchObject({
    classes: [{ witness: "critical" }],
    complete: true,
  });
  expect(partition.within(valueMatchers("!=")).complete).toBe(false);
});

const VALUES = fc
  .array(fc.constantFrom("a", "b", "c", "-", "A", "1", "é"), { maxLength: 5 })
  .map((characters) => characters.join(""));

const EXPRESSIONS: fc.Arbitrary<string> = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      "a",
      "b",
      "ab",
      "[a-b]",
      "[^a]",
      ".",
      "\\w",
      "(?i:a)",
      "\\pL",
      "",
      "c|-",
      "\\b",
    ),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("*", "+", "?", "{2}", "{1,2}"))
      .map(([a, repetition]) => `(?:${a})${repetition}`),
  ),
})).expression;

const MATCHERS: fc.Arbitrary<ValueMatcher[]> = fc.array(
  fc.oneof(
    fc.record({ operator: fc.constantFrom("=" as const, "!=" as const), value: VALUES }),
    fc.record({ operator: fc.constantFrom("=~" as const, "!~" as const), value: EXPRESSIONS }),
  ),
  { minLength: 1, maxLength: 6 },
);

const SAMPLES = fc.sample(VALUES, { numRuns: 400, seed: 7 }).concat("other", "x", "aaaaaaa");

test("classes are exactly the combinations that sampled values have", () => {
  fc.assert(
    fc.property(MATCHERS, (matchers) => {
      const { classes, classOf, complete } = partitionValues(matchers);
      const truths = classes.map(({ truth }) =>
        matchers.map((_, index) => (hasBit(truth, index) ? "1" : "0")).join(""),
      );
      expect(complete).toBe(true);
      expect(new Set(truths).size).toBe(truths.length);
      classes.forEach(({ witness }, index) => {
        expect([witness, truths[index]]).toEqual([witness, bitsOf(matchers, witness)]);
      });
      for (const value of SAMPLES) {
        expect([value, truths[classOf(value)]]).toEqual([value, bitsOf(matchers, value)]);
      }
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("classes within a constraint are those of the values that pass it", () => {
  fc.assert(
    fc.property(MATCHERS, MATCHERS, (matchers, constraint) => {
      const partition = partitionValues(matchers);
      const { classes, complete } = partition.within(constraint);
      const passes = (value: string) => bitsOf(constraint, value).match(/0/) === null;
      expect(complete).toBe(true);
      const found = new Set(classes.map(({ index }) => index));
      for (const { index, witness } of classes) {
        expect([witness, passes(witness), partition.classOf(witness)]).toEqual([
          witness,
          true,
          index,
        ]);
      }
      for (const value of SAMPLES.filter(passes)) {
        expect([value, found.has(partition.classOf(value))]).toEqual([value, true]);
      }
    }),
    { seed: 12, numRuns: 60 },
  );
});

test("what is said to be satisfiable, or implied, agrees with sampled values", () => {
  fc.assert(
    fc.property(MATCHERS, (matchers) => {
      const [first = valueMatcher("="), ...rest] = matchers;
      const found = satisfy(matchers);
      if (found.kind === "satisfiable") expect(bitsOf(matchers, found.witness)).not.toContain("0");
      const implied = implies(rest, first);
      for (const value of SAMPLES) {
        const bits = bitsOf(matchers, value);
        if (found.kind === "unsatisfiable")
          expect([value, bits.includes("0")]).toEqual([value, true]);
        if (implied.kind === "implied" && !bits.slice(1).includes("0")) expect(bits[0]).toBe("1");
      }
      if (implied.kind === "not implied") {
        expect(bitsOf(matchers, implied.counterexample)).toMatch(/^01*$/);
      }
    }),
    { seed: 13, numRuns: 100 },
  );
});
