import { type Answer, type Answers, answerTo, type Question, questionKey } from "./question.ts";
import type { Replay, ReplayedRule } from "./replay.ts";
import { candidateThresholds, type KnownIncident, type TradeOff, tradeOff } from "./trade-off.ts";

/** Rules of one name are variants of one alert, each with its own threshold: the busiest speaks for it. */
export const busiestOf = (rules: readonly [ReplayedRule, ...ReplayedRule[]]): ReplayedRule =>
  rules.reduce((a, b) => (b.firings.length > a.firings.length ? b : a), rules[0]);

/** What is known before values are asked. */
type Known = {
  readonly answers: Answers;
  readonly incidents: readonly KnownIncident[] | undefined;
};

const sharedOf = ({ plan: { alert } }: ReplayedRule, { incidents }: Known) => {
  const { name, keepFiringFor } = alert.rule;
  return {
    keepFiringForMs: keepFiringFor?.ms ?? 0,
    incidents: incidents?.filter(
      ({ alerts }) => alerts === undefined || alerts.includes(name.text),
    ),
  };
};

const byValue = (rule: ReplayedRule, answer: Answer, known: Known): TradeOff | undefined => {
  const { alert, value } = rule.plan;
  if (value === undefined || answer.series.length === 0) return undefined;
  const { operator, threshold } = value.of;
  const question = {
    ...sharedOf(rule, known),
    range: value.question.range,
    unanswered: answer.unanswered,
    operator,
    present: { threshold, forMs: alert.rule.for?.ms ?? 0 },
  };
  return tradeOff(answer.series, question, candidateThresholds(answer.series, question));
};

/** Where there is no threshold, that there is a result at all is the condition. */
const byResult = (rule: ReplayedRule, known: Known): TradeOff | undefined => {
  const { alert, condition } = rule.plan;
  if ("problem" in condition) return undefined;
  const { series, unanswered } = answerTo(condition, known.answers);
  const results = series.map((one) => ({ ...one, values: one.times.map(() => 1) }));
  const question = {
    ...sharedOf(rule, known),
    range: condition.range,
    unanswered,
    operator: ">=" as const,
    present: { threshold: 1, forMs: alert.rule.for?.ms ?? 0 },
  };
  return tradeOff(results, question, []);
};

/** Finds what other settings would have done, with one answer at a time: all of them would fill the memory. */
export type Judge = {
  readonly questions: readonly Question[];
  readonly take: (key: string, answer: Answer) => void;
  readonly tradeOffs: () => ReadonlyMap<ReplayedRule, TradeOff>;
};

/** Judges the alerts that fired, or nearly. */
export const createJudge = ({ rules }: Pick<Replay, "rules">, known: Known): Judge => {
  const byName = Map.groupBy(rules, ({ plan }) => plan.alert.rule.name.text);
  const judged = [...byName.values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [busiestOf([first, ...others])]))
    .filter(({ firings, pendingOnly }) => firings.length + pendingOnly > 0);
  const questionOf = ({ plan }: ReplayedRule): Question | undefined => plan.value?.question;
  const byKey = Map.groupBy(judged, (rule) => {
    const question = questionOf(rule);
    return question && questionKey(question);
  });
  const found = new Map<ReplayedRule, TradeOff>();
  return {
    questions: judged.flatMap((rule) => questionOf(rule) ?? []),
    take: (key, answer) => {
      for (const rule of byKey.get(key) ?? []) {
        const tradeOff = byValue(rule, answer, known);
        if (tradeOff !== undefined) found.set(rule, tradeOff);
      }
    },
    tradeOffs: () => {
      for (const rule of judged) {
        const tradeOff = found.get(rule) ?? byResult(rule, known);
        if (tradeOff !== undefined) found.set(rule, tradeOff);
      }
      return found;
    },
  };
};
