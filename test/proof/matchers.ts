import { parseMatchers } from "../../src/alertmanager/matcher/parse-matchers.ts";
import { hasBit } from "../../src/labels/bit-set.ts";
import { formatMatcher } from "../../src/labels/format-matcher.ts";
import type { Labels } from "../../src/labels/labels.ts";
import { satisfy } from "../../src/labels/language.ts";
import { compileMatcher, matches } from "../../src/labels/match.ts";
import type { Matcher, ValueMatcher } from "../../src/labels/matcher.ts";
import { partitionValues } from "../../src/labels/partition.ts";
import { readPrometheusRegexp } from "../../src/labels/regexp.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import {
  matchedByAlertmanager,
  printedByAlertmanager,
  takenByAlertmanager,
} from "./matchers-amtool.ts";
import { pick, randomRegexp, randomValue } from "./matchers-expressions.ts";
import { matchedByPrometheus, type RegexpAnswer } from "./matchers-promtool.ts";
import { randomMatchersText } from "./matchers-texts.ts";

export type MatcherDisagreement = {
  readonly about: string;
  readonly ours: string;
  readonly theirs: string;
};

export type MatcherProof = {
  readonly compared: number;
  readonly disagreements: readonly MatcherDisagreement[];
};

type Run = (count: number, random: Random) => Promise<MatcherProof> | MatcherProof;

const inRuns =
  (size: number, run: Run) =>
  async (count: number, seed: number): Promise<MatcherProof> => {
    const random = seededRandom(seed);
    const disagreements: MatcherDisagreement[] = [];
    let compared = 0;
    while (compared < count) {
      const outcome = await run(Math.min(size, count - compared), random);
      if (outcome.compared === 0) throw new Error("a run of the proof compared nothing");
      compared += outcome.compared;
      disagreements.push(...outcome.disagreements);
    }
    return { compared, disagreements };
  };

const witnessesOf = (expression: string): string[] => {
  if (!readPrometheusRegexp(expression).ok) return [];
  return (["=~", "!~"] as const).flatMap((operator) => {
    const found = satisfy([{ operator, value: expression }]);
    return found.kind === "satisfiable" ? [found.witness] : [];
  });
};

const answerOf = (expression: string, values: readonly string[]): RegexpAnswer => {
  const result = readPrometheusRegexp(expression);
  if (!result.ok) return "refused";
  return new Set(values.flatMap((value, index) => (result.regexp.test(value) ? [index] : [])));
};

const printAnswer = (answer: RegexpAnswer, values: readonly string[]): string =>
  answer === "refused"
    ? answer
    : JSON.stringify([...answer].sort((a, b) => a - b).map((index) => values[index]));

/** Random expressions and values: what matches, and what is refused, is as in Prometheus 2.42. */
export const proveRegexps = inRuns(200, async (count, random) => {
  const expressions = Array.from({ length: count }, () => randomRegexp(random));
  const randomValues = Array.from({ length: 60 }, () => randomValue(random));
  const values = [...new Set([...randomValues, ...expressions.flatMap(witnessesOf)])];
  const answers = await matchedByPrometheus(expressions, values);
  const disagreements = expressions.flatMap((expression, index) => {
    const ours = printAnswer(answerOf(expression, values), values);
    const theirs = printAnswer(answers[index] ?? "refused", values);
    return ours === theirs ? [] : [{ about: expression, ours, theirs }];
  });
  return { compared: count, disagreements };
});

const compareBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

const OPERATOR_ORDER = ["=", "!=", "=~", "!~"];

/** Alertmanager sorts the matchers of a route. */
const printed = (matchers: readonly Matcher[]): string => {
  const sorted = matchers.toSorted(
    (a, b) =>
      compareBytes(a.name, b.name) ||
      compareBytes(a.value, b.value) ||
      OPERATOR_ORDER.indexOf(a.operator) - OPERATOR_ORDER.indexOf(b.operator),
  );
  return `{${sorted.map(formatMatcher).join(",")}}`;
};

const parsed = (text: string): readonly Matcher[] | undefined => {
  const result = parseMatchers(text, "0.25");
  return result.ok ? result.matchers : undefined;
};

const randomLabels = (random: Random): Labels => {
  const labels: Record<string, string> = { always: "there" };
  for (const name of ["a", "b", "foo"]) {
    if (random.fraction() < 0.7) labels[name] = randomValue(random);
  }
  return labels;
};

const LABEL_SETS_OF_A_RUN = 12;

/** Random texts: what Alertmanager 0.25 takes, how it reads them, and which label sets they match. */
export const proveMatcherTexts = inRuns(200, async (count, random) => {
  const texts = Array.from({ length: count }, () => randomMatchersText(random));
  const taken = await takenByAlertmanager(texts);
  const disagreements: MatcherDisagreement[] = [];
  const compare = (about: string, ours: string, theirs: string): void => {
    if (ours !== theirs) disagreements.push({ about, ours, theirs });
  };
  const verdict = (good: boolean): string => (good ? "taken" : "refused");
  texts.forEach((text, index) => {
    compare(text, verdict(parsed(text) !== undefined), verdict(taken[index] === true));
  });
  const good = texts.filter((text, index) => taken[index] === true && parsed(text) !== undefined);
  const theirs = await printedByAlertmanager(good);
  good.forEach((text, index) => {
    compare(text, printed(parsed(text) ?? []), theirs[index] ?? "");
  });
  const labelSets = Array.from({ length: LABEL_SETS_OF_A_RUN }, () => randomLabels(random));
  const matched = await matchedByAlertmanager(good, labelSets);
  labelSets.forEach((labels, which) => {
    good.forEach((text, index) => {
      const ours = matches(parsed(text) ?? [], labels);
      const about = `${text} of ${JSON.stringify(labels)}`;
      compare(about, String(ours), String(matched[which]?.has(index) === true));
    });
  });
  return { compared: count, disagreements };
});

const randomMatcher = (random: Random): ValueMatcher => {
  const operator = pick(random, ["=", "!=", "=~", "!~"] as const);
  if (operator === "=" || operator === "!=") return { operator, value: randomValue(random) };
  const value = randomRegexp(random);
  return readPrometheusRegexp(value).ok ? { operator, value } : randomMatcher(random);
};

const bitsOf = (matchers: readonly ValueMatcher[], value: string): string =>
  matchers.map((matcher) => (compileMatcher(matcher)(value) ? "1" : "0")).join("");

const VALUES_OF_A_PARTITION = 100;

const checkPartition = (random: Random): MatcherDisagreement[] => {
  const matchers = Array.from({ length: 1 + Math.floor(random.fraction() * 6) }, () =>
    randomMatcher(random),
  );
  const { classes, classOf, complete } = partitionValues(matchers);
  if (!complete) return [];
  const truths = classes.map(({ truth }) =>
    matchers.map((_, index) => (hasBit(truth, index) ? "1" : "0")).join(""),
  );
  const wrong = (value: string, ours: string | undefined): MatcherDisagreement[] => {
    const theirs = bitsOf(matchers, value);
    if (ours === theirs) return [];
    return [{ about: JSON.stringify([value, matchers]), ours: ours ?? "no class", theirs }];
  };
  const sampled = Array.from({ length: VALUES_OF_A_PARTITION }, () => randomValue(random));
  return [
    ...classes.flatMap(({ witness }, index) => wrong(witness, truths[index])),
    ...sampled
      .filter((value) => !value.includes("\n"))
      .flatMap((value) => wrong(value, truths[classOf(value)])),
  ];
};

/** Random matchers and values: the classes of a partition against matching one by one. */
export const provePartitions = inRuns(50, (count, random) => ({
  compared: count,
  disagreements: Array.from({ length: count }, () => checkPartition(random)).flat(),
}));
