import fc from "fast-check";
import { expect, test } from "vitest";
import { type AlertRuleState, NO_ALERTS, stepAlerts } from "../../prometheus/alert-state.ts";
import { type Spell, type SpellQuestion, spellsOf } from "./spells.ts";

const MINUTE = 60_000;
const OPERATORS = [">", ">=", "<", "<="] as const;

const COMPARE = {
  ">": (a: number, b: number) => a > b,
  ">=": (a: number, b: number) => a >= b,
  "<": (a: number, b: number) => a < b,
  "<=": (a: number, b: number) => a <= b,
} as const;

const isUnknown = (at: number, unanswered: SpellQuestion["unanswered"]): boolean =>
  unanswered.some(({ from, to }) => from <= at && at <= to);

/** The same by Prometheus's own states. */
const byStates = (
  values: readonly (number | null)[],
  { operator, keepFiringForMs, unanswered }: SpellQuestion,
  { threshold, forMs }: { threshold: number; forMs: number },
): Spell[] => {
  const timing = { forMs, keepFiringForMs };
  const spells: Spell[] = [];
  let state: AlertRuleState = NO_ALERTS;
  let open: Spell | undefined;
  for (const [minute, value] of values.entries()) {
    if (isUnknown(minute * MINUTE, unanswered)) continue;
    const samples = [value ?? Number.NaN]
      .filter((one) => COMPARE[operator](one, threshold))
      .map((one) => ({ labels: { a: "b" }, value: one }));
    const step = stepAlerts(state, samples, {
      now: minute * MINUTE,
      timing,
    });
    state = step.state;
    for (const { to, at, alert } of step.transitions) {
      if (to === "firing") open = { activeAt: alert.activeAt, firedAt: at, resolvedAt: undefined };
      if (to === "resolved" && open !== undefined) {
        spells.push({ ...open, resolvedAt: at });
        open = undefined;
      }
    }
  }
  return open === undefined ? spells : [...spells, open];
};

const isWithin = (minute: number, [from, length]: readonly [number, number]): boolean =>
  minute >= from && minute < from + length;

const seriesOf = (values: readonly (number | null)[], gap: readonly [number, number]) => {
  const points = values.flatMap((value, minute) =>
    value === null || isWithin(minute, gap) ? [] : [{ at: minute * MINUTE, value }],
  );
  return { labels: {}, times: points.map(({ at }) => at), values: points.map((p) => p.value) };
};

const valueArbitrary = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(null, Number.NaN) },
);

const caseArbitrary = fc.record({
  values: fc.array(valueArbitrary, { minLength: 1, maxLength: 60 }),
  operator: fc.constantFrom(...OPERATORS),
  threshold: fc.integer({ min: 0, max: 4 }),
  forMs: fc.constantFrom(0, 1_000, 90_000, 2 * MINUTE, 5 * MINUTE),
  keepFiringForMs: fc.constantFrom(0, MINUTE, 150_000),
  gap: fc.tuple(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 8 })),
});

test("spells are what Prometheus's states make of the same values", () => {
  let fired = 0;
  fc.assert(
    fc.property(caseArbitrary, ({ values, operator, threshold, forMs, keepFiringForMs, gap }) => {
      const to = (values.length - 1) * MINUTE;
      const [from, length] = gap;
      const unanswered = [
        { from: from * MINUTE, to: (from + length - 1) * MINUTE, because: "it failed" },
      ];
      const range = { from: 0, to, stepMs: MINUTE };
      const question = { operator, keepFiringForMs, range, unanswered };
      const spells = spellsOf(seriesOf(values, gap), question, { threshold, forMs });
      fired += spells.length;
      expect(spells).toEqual(byStates(values, question, { threshold, forMs }));
    }),
    { seed: 21, numRuns: 2_000 },
  );
  expect(fired).toBeGreaterThan(500);
});
