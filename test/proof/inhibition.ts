import { stringify } from "yaml";
import type { InhibitionRule } from "../../src/alertmanager/inhibition/inhibition.ts";
import { meet, proveInhibition } from "../../src/alertmanager/proof/inhibition-proof.ts";
import { labelColumns } from "../../src/alertmanager/proof/label-columns.ts";
import { formatMatcher } from "../../src/labels/format-matcher.ts";
import type { Labels } from "../../src/labels/labels.ts";
import { matchesValue } from "../../src/labels/match.ts";
import type { Matcher } from "../../src/labels/matcher.ts";
import type { Constraint, SymbolicLabels } from "../../src/labels/symbolic.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { startAlertmanagerProcess } from "./alertmanager-process.ts";
import { mutedStatuses, SETTLED_RULE } from "./inhibition-program.ts";

const NAMES = ["severity", "cluster", "team"];
const VALUES = ["a", "b", "ab", "c", ""];
const EXPRESSIONS = ["a", "b", "a|b", "a.*", "[bc]", ".+", ""];
const CONSTRAINTS: readonly Constraint[] = [
  [{ operator: "=", value: "a" }],
  [{ operator: "=", value: "" }],
  [{ operator: "!=", value: "" }],
  [{ operator: "=~", value: "b|c" }],
  [{ operator: "!~", value: "a.*" }],
  [],
];

const pick = <T>(random: Random, all: readonly T[]): T => {
  const found = all[Math.floor(random.fraction() * all.length)];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

const randomMatcher = (random: Random): Matcher => ({
  name: pick(random, NAMES),
  operator: pick(random, ["=", "!=", "=~", "!~"] as const),
  value: pick(random, EXPRESSIONS),
});

const randomMatchers = (random: Random): readonly Matcher[] =>
  Array.from({ length: 1 + Math.floor(random.fraction() * 2) }, () => randomMatcher(random));

const randomAlert = (random: Random, alertname: string): SymbolicLabels => ({
  known: {
    alertname: [{ operator: "=", value: alertname }],
    ...Object.fromEntries(NAMES.map((name) => [name, pick(random, CONSTRAINTS)])),
  },
  others: pick(random, ["possible", "impossible"]),
});

/** One of its label sets, with values that the matchers tell apart. */
const someLabels = (random: Random, { known }: SymbolicLabels): Labels =>
  Object.fromEntries(
    Object.entries(known)
      .map(([name, constraint]): [string, string] => {
        const exact = constraint.find(({ operator }) => operator === "=")?.value;
        const fitting = VALUES.filter((value) =>
          constraint.every((matcher) => matchesValue(matcher, value)),
        );
        return [name, exact ?? pick(random, fitting)];
      })
      .filter(([, value]) => value !== ""),
  );

/** Two label sets, and whether the first is to keep the second back. */
type Pair = { readonly source: Labels; readonly target: Labels; readonly isKeptBack: boolean };

type Case = {
  readonly rule: InhibitionRule;
  readonly alerts: readonly [SymbolicLabels, SymbolicLabels];
  readonly pairs: readonly Pair[];
};

const SAMPLES = 3;

/** What is proven of a random rule and two random alerts, as pairs that the program can be asked about. */
const randomCase = (random: Random): Case => {
  const rule = {
    source: randomMatchers(random),
    target: randomMatchers(random),
    equal: NAMES.filter(() => random.fraction() < 0.4),
  };
  const alerts = [randomAlert(random, "S"), randomAlert(random, "T")] as const;
  const { sources, targets, pairs } = proveInhibition(labelColumns(alerts), rule);
  const source = sources.find(({ alert }) => alert === 0);
  const target = targets.find(({ alert }) => alert === 1);
  const isPossible = pairs().classes.some(
    (each) =>
      each.sources.some(({ alert }) => alert === 0) &&
      each.targets.some(({ alert }) => alert === 1),
  );
  const found =
    isPossible && source !== undefined && target !== undefined
      ? meet(rule, source.labels, target.labels)
      : undefined;
  const [one, other] = found?.kind === "possible" ? found.witnesses : [];
  if (one !== undefined && other !== undefined) {
    return { rule, alerts, pairs: [{ source: one, target: other, isKeptBack: true }] };
  }
  const samples = Array.from({ length: SAMPLES }, () => ({
    source: someLabels(random, alerts[0]),
    target: someLabels(random, alerts[1]),
    isKeptBack: false,
  }));
  return { rule, alerts, pairs: samples };
};

const configOf = (cases: readonly Case[]): string =>
  stringify({
    route: { receiver: "nobody" },
    receivers: [{ name: "nobody" }],
    inhibit_rules: [
      ...cases.map(({ rule: { source, target, equal } }, index) => ({
        source_matchers: [`case=~"${index}-.*"`, ...source.map(formatMatcher)],
        target_matchers: [`case=~"${index}-.*"`, ...target.map(formatMatcher)],
        equal: ["case", ...equal],
      })),
      SETTLED_RULE,
    ],
  });

/**
 * Compares what is proven of `count` random inhibitions and alerts with what the real Alertmanager does: every pair that
 * is possible by its witness, every pair that is not by some of its label sets.
 */
export const compareInhibitions = async (
  count: number,
  seed: number,
): Promise<{ compared: number; keptBack: number; disagreements: string[] }> => {
  const random = seededRandom(seed);
  const cases = Array.from({ length: count }, () => randomCase(random));
  const asked = cases.flatMap(({ rule, alerts, pairs }, index) =>
    pairs.map((pair, number) => ({ rule, alerts, pair, key: `${index}-${number}` })),
  );
  const process = await startAlertmanagerProcess(configOf(cases));
  try {
    const posted = asked.flatMap(({ pair: { source, target }, key }) => [
      { ...source, case: key },
      { ...target, case: key },
    ]);
    const statuses = await mutedStatuses(process.url, posted);
    const disagreements = asked.flatMap(({ rule, alerts, pair }, index) => {
      const isKeptBack = (statuses[2 * index + 1]?.inhibitedBy.length ?? 0) > 0;
      if (isKeptBack === pair.isKeptBack) return [];
      return [JSON.stringify({ rule, alerts, pair, theirs: isKeptBack })];
    });
    const keptBack = asked.filter(({ pair }) => pair.isKeptBack).length;
    return { compared: count, keptBack, disagreements };
  } finally {
    await process.stop();
  }
};
