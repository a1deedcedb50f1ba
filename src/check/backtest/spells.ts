import type { Instant } from "../../lib/clock.ts";
import type { QueryRange, RangeSeries } from "../../prometheus/range-series.ts";
import type { ConditionValue } from "./condition-value.ts";
import { answeredFrom, type Unanswered } from "./question.ts";

/** How an alert could be set instead: where its value is compared, and for how long the condition must hold. */
export type AlertSetting = { readonly threshold: number; readonly forMs: number };

/** From the first evaluation at which an alert would have fired to the one that resolved it. */
export type Spell = {
  readonly activeAt: Instant;
  readonly firedAt: Instant;
  /** Undefined at the end of what is looked at. */
  readonly resolvedAt: Instant | undefined;
};

type Compare = (value: number, threshold: number) => boolean;

const COMPARISONS: Readonly<Record<ConditionValue["operator"], Compare>> = {
  ">": (value, threshold) => value > threshold,
  ">=": (value, threshold) => value >= threshold,
  "<": (value, threshold) => value < threshold,
  "<=": (value, threshold) => value <= threshold,
};

export type SpellQuestion = {
  readonly operator: ConditionValue["operator"];
  readonly keepFiringForMs: number;
  readonly range: QueryRange;
  /** Where nothing is known nothing changes. */
  readonly unanswered: readonly Unanswered[];
};

/** A condition that holds from one evaluation to another. */
type Stretch = { readonly from: Instant; readonly to: Instant };

const stretchesOf = (
  { times, values }: RangeSeries,
  { operator, range: { stepMs }, unanswered }: SpellQuestion,
  threshold: number,
): Stretch[] => {
  const holds = COMPARISONS[operator];
  const stretches: Stretch[] = [];
  let from: Instant | undefined;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < times.length; index++) {
    const at = times[index] ?? 0;
    const isHeld = holds(values[index] ?? Number.NaN, threshold);
    const isNext = at <= answeredFrom(last + stepMs, unanswered, stepMs);
    if (from !== undefined && (!isHeld || !isNext)) {
      stretches.push({ from, to: last });
      from = undefined;
    }
    if (isHeld) {
      from ??= at;
      last = at;
    }
  }
  if (from !== undefined) stretches.push({ from, to: last });
  return stretches;
};

/**
 * When one series would have made an alert fire. The same as Prometheus's states, evaluation by evaluation, but for
 * one label set and with so little work that many settings can be tried: a stretch fires once it is as long as
 * `for`; an alert that fires goes on over gaps for which `keep_firing_for` holds it.
 */
export const spellsOf = (
  series: RangeSeries,
  question: SpellQuestion,
  { threshold, forMs }: AlertSetting,
): Spell[] => {
  const { keepFiringForMs, range, unanswered } = question;
  const { stepMs, to: end } = range;
  const evaluationAfter = (at: Instant, waitMs: number): Instant =>
    answeredFrom(at + Math.ceil(waitMs / stepMs) * stepMs, unanswered, stepMs);
  const spells: Spell[] = [];
  for (const { from, to } of stretchesOf(series, question, threshold)) {
    const endsAt = evaluationAfter(evaluationAfter(to, stepMs), keepFiringForMs);
    const resolvedAt = endsAt > end ? undefined : endsAt;
    const last = spells.at(-1);
    if (last !== undefined && (last.resolvedAt === undefined || from <= last.resolvedAt)) {
      spells[spells.length - 1] = { ...last, resolvedAt };
      continue;
    }
    const firedAt = evaluationAfter(from, forMs);
    if (firedAt <= to) spells.push({ activeAt: from, firedAt, resolvedAt });
  }
  return spells;
};
