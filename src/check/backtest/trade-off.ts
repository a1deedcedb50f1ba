import type { Instant } from "../../lib/clock.ts";
import type { RangeSeries } from "../../prometheus/range-series.ts";
import { type AlertSetting, type Spell, type SpellQuestion, spellsOf } from "./spells.ts";
import { isSelfResolved, middleOf } from "./statistics.ts";

/** A time at which something was wrong, as people know it. */
export type KnownIncident = {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  /** The alerts that should have told of it; all without it. */
  readonly alerts: readonly string[] | undefined;
};

/** What another setting of an alert would have done. */
export type Choice = AlertSetting & {
  readonly fired: number;
  /** Firings that were over within 5 minutes. */
  readonly selfResolved: number;
  /** What had to be found and was not: known incidents, or else firings of the present setting that lasted. */
  readonly missed: number;
  /** How much later, or earlier, what was found would have been found than with the present setting; the middle of all. */
  readonly laterMs: number;
  /** Firings at a time of no known incident; null where none are known. */
  readonly falseFirings: number | null;
};

export type TradeOff = {
  /** Null where the query compares its value with nothing constant: there is no threshold to choose. */
  readonly operator: SpellQuestion["operator"] | null;
  readonly present: Choice;
  /** By threshold, with the present `for`. */
  readonly thresholds: Choice[];
  /** By `for`, with the present threshold. */
  readonly fors: Choice[];
  /** What had to be found. */
  readonly worthy: number;
  readonly worthyAre: "known incidents" | "lasting firings";
};

export type TradeOffQuestion = SpellQuestion & {
  readonly present: AlertSetting;
  /** Known incidents that the alert should tell of. */
  readonly incidents: readonly KnownIncident[] | undefined;
};

const MINUTE_MS = 60_000;
const FORS_MS = [0, 1, 2, 3, 5, 10, 15, 20, 30, 60].map((minutes) => minutes * MINUTE_MS);
/** An alert may know of an incident before people do; one that has fired for longer is not about it. */
export const FOREWARNING_MS = 30 * MINUTE_MS;
/** A detection counts this long after an incident is over: rates go on over their window. */
export const AFTERMATH_MS = 10 * MINUTE_MS;
const MOST_LOOSER = 4;
const MOST_STRICTER = 10;
/** Values beyond are left out of the choice: nobody wants to see a threshold that always or never fires. */
const QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 1];

type Worthy = {
  /** What began before then is about something else. */
  readonly begin: Instant;
  readonly from: Instant;
  readonly to: Instant;
  /** Which series must tell of it, by its index; any of them without it. */
  readonly series: number | undefined;
};

/** The spells of each series, in the order of time. */
type SpellsOfAll = readonly (readonly Spell[])[];

const endOf = ({ resolvedAt }: Spell): Instant => resolvedAt ?? Number.POSITIVE_INFINITY;

const overlaps = (spell: Spell, { begin, from, to }: Worthy): boolean =>
  spell.activeAt >= begin && spell.activeAt <= to && endOf(spell) >= from;

/** The index of the first spell that is not over by then. */
const firstGoingOn = (spells: readonly Spell[], at: Instant): number => {
  let [low, high] = [0, spells.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const spell = spells[middle];
    if (spell !== undefined && endOf(spell) < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

const foundBySeries = (spells: readonly Spell[], worthy: Worthy): Instant | undefined => {
  for (let index = firstGoingOn(spells, worthy.from); index < spells.length; index++) {
    const spell = spells[index];
    if (spell === undefined || spell.activeAt > worthy.to) return undefined;
    if (overlaps(spell, worthy) && spell.firedAt <= worthy.to) return spell.firedAt;
  }
  return undefined;
};

/** When the worthy time was found, if ever. */
const foundAt = (all: SpellsOfAll, worthy: Worthy): Instant | undefined => {
  const series = worthy.series === undefined ? all : [all[worthy.series] ?? []];
  let first: Instant | undefined;
  for (const spells of series) {
    const found = foundBySeries(spells, worthy);
    if (found !== undefined && (first === undefined || found < first)) first = found;
  }
  return first;
};

const howMany = (all: SpellsOfAll, isCounted: (spell: Spell) => boolean): number =>
  all.reduce((sum, spells) => sum + spells.filter(isCounted).length, 0);

type Judged = {
  readonly worthy: readonly Worthy[];
  readonly present: SpellsOfAll;
  readonly incidents: readonly KnownIncident[] | undefined;
};

const choiceOf = (
  setting: AlertSetting,
  spells: SpellsOfAll,
  { worthy, present, incidents }: Judged,
): Choice => {
  const found = worthy.map((one) => ({
    now: foundAt(spells, one),
    before: foundAt(present, one),
  }));
  const delays = found.flatMap(({ now, before }) =>
    now === undefined || before === undefined ? [] : [now - before],
  );
  return {
    ...setting,
    fired: howMany(spells, () => true),
    selfResolved: howMany(spells, isSelfResolved),
    missed: found.filter(({ now }) => now === undefined).length,
    laterMs: middleOf(delays) ?? 0,
    falseFirings:
      incidents === undefined
        ? null
        : howMany(spells, (spell) => !worthy.some((one) => overlaps(spell, one))),
  };
};

const round = (value: number): number => Number(value.toPrecision(2));

const finiteValues = (series: readonly RangeSeries[]): Float64Array => {
  const values = new Float64Array(series.reduce((sum, one) => sum + one.values.length, 0));
  let length = 0;
  for (const one of series) {
    for (const value of one.values) {
      if (!Number.isFinite(value)) continue;
      values[length] = value;
      length += 1;
    }
  }
  return values.subarray(0, length);
};

/** Thresholds worth a look: round numbers among the values that the series have, and some around the present one. */
export const candidateThresholds = (
  series: readonly RangeSeries[],
  { present: { threshold }, operator }: Pick<TradeOffQuestion, "present" | "operator">,
): number[] => {
  const values = finiteValues(series).sort();
  const isAbove = operator.startsWith(">");
  const at = (share: number): number => {
    const index = Math.round((isAbove ? share : 1 - share) * (values.length - 1));
    return values[index] ?? threshold;
  };
  const beside = [0.5, 0.75, 1.25, 1.5, 2].map((factor) => round(threshold * factor));
  const all = [...new Set([...QUANTILES.map((share) => round(at(share))), ...beside])];
  const below = all.filter((value) => value < threshold).sort((a, b) => b - a);
  const above = all.filter((value) => value > threshold).sort((a, b) => a - b);
  const looser = (isAbove ? below : above).slice(0, MOST_LOOSER);
  const stricter = (isAbove ? above : below).slice(0, MOST_STRICTER);
  return [...looser, threshold, ...stricter].sort((a, b) => a - b);
};

/** Beside thresholds that fire so much more often than the present one nothing else could be seen. */
const MOST_TIMES = 5;
const FEW_FIRINGS = 10;

/** Thresholds beyond everything that happened are all alike: one of them says it. Those far within it drown the others. */
const telling = (choices: readonly Choice[], present: Choice): Choice[] => {
  const most = MOST_TIMES * Math.max(present.fired, FEW_FIRINGS);
  const idle = choices.filter(({ fired }) => fired === 0);
  const shown = new Set(choices[0]?.fired === 0 ? idle.slice(-1) : idle.slice(0, 1));
  return choices.filter(
    (choice) =>
      shown.has(choice) ||
      choice.threshold === present.threshold ||
      (choice.fired > 0 && choice.fired <= most),
  );
};

/**
 * What other thresholds and other times of `for` would have done. Without known incidents, a firing of the present
 * setting that lasted for more than 5 minutes counts as something that had to be found, by the same series.
 */
export const tradeOff = (
  series: readonly RangeSeries[],
  question: TradeOffQuestion,
  thresholds: readonly number[],
): TradeOff => {
  const { present: setting, incidents } = question;
  const spellsWith = (other: AlertSetting): SpellsOfAll =>
    series.map((one) => spellsOf(one, question, other));
  const present = spellsWith(setting);
  const worthy =
    incidents?.map(({ from, to }) => ({
      begin: from - FOREWARNING_MS,
      from,
      to: to + AFTERMATH_MS,
      series: undefined,
    })) ??
    present.flatMap((spells, index) =>
      spells
        .filter((spell) => !isSelfResolved(spell))
        .map(({ activeAt, resolvedAt }) => ({
          begin: Number.NEGATIVE_INFINITY,
          from: activeAt,
          to: resolvedAt ?? question.range.to,
          series: index,
        })),
    );
  const judged = { worthy, present, incidents };
  const choose = (other: AlertSetting): Choice => choiceOf(other, spellsWith(other), judged);
  const chosen = choose(setting);
  const fors = [...new Set([...FORS_MS, setting.forMs])].sort((a, b) => a - b);
  return {
    operator: thresholds.length === 0 ? null : question.operator,
    present: chosen,
    thresholds: telling(
      thresholds.map((threshold) => choose({ ...setting, threshold })),
      chosen,
    ),
    fors: fors.map((forMs) => choose({ ...setting, forMs })),
    worthy: worthy.length,
    worthyAre: incidents === undefined ? "lasting firings" : "known incidents",
  };
};
