import type { Labels } from "../../labels/labels.ts";
import { satisfy } from "../../labels/language.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import {
  constraintOf,
  describeSymbolic,
  symbolicOf,
  withMatchers,
} from "../../labels/symbolic-labels.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import type { Examined, ExaminedAlert } from "../examined.ts";

/** What is asked about: an alert by name, a label set, or an alert with some of its labels. */
export type Asked = { readonly name: string | undefined; readonly labels: Labels };

/** Labels in which an alert can arrive, and their place among all in which it can. */
export type Arriving = { readonly branch: number; readonly labels: SymbolicLabels };

/** A rule, or no more than a label set. */
export type Subject = {
  readonly alert: ExaminedAlert | undefined;
  readonly arriving: readonly Arriving[];
  readonly notes: readonly string[];
};

export type FoundSubjects =
  | { readonly subjects: readonly Subject[] }
  | { readonly problem: string; readonly mend: string };

const MOST_NAMES = 8;

const some = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`
    : names.join(", ");

/** Everything that is written of the rule: what is the same in two files is one rule. */
export const ruleIdentity = ({ rule, group }: ExaminedAlert): string => {
  const pairs = (all: ExaminedAlert["rule"]["labels"]) =>
    all.map(({ name, value }) => [name.text, value.text]);
  return JSON.stringify([
    rule.expr.text.trim(),
    rule.for?.ms,
    pairs(group.labels),
    pairs(rule.labels),
    pairs(rule.annotations),
  ]);
};

/** A rule that stands in two files, such as one and the manifest that wraps it, is one. */
const distinct = (alerts: readonly ExaminedAlert[]): ExaminedAlert[] =>
  [
    ...new Map(alerts.toReversed().map((alert) => [ruleIdentity(alert), alert])).values(),
  ].toReversed();

const matchersOf = (labels: Labels): Matcher[] =>
  Object.entries(labels).map(([name, value]) => ({ name, operator: "=", value }));

const narrowed = (alert: ExaminedAlert, labels: Labels): Arriving[] => {
  const matchers = matchersOf(labels);
  return alert.arriving().flatMap((arriving, branch) => {
    const found = withMatchers(arriving, matchers);
    const isPossible = matchers.every(
      ({ name }) => satisfy(constraintOf(found, name)).kind !== "unsatisfiable",
    );
    return isPossible ? [{ branch, labels: found }] : [];
  });
};

/** An alert has no metric's name, which goes without saying. */
const describe = ({ known, others }: SymbolicLabels): string => {
  const { __name__: _, ...labels } = known;
  return describeSymbolic({ known: labels, others });
};

const labelSet = (labels: Labels, notes: readonly string[]): FoundSubjects => ({
  subjects: [{ alert: undefined, arriving: [{ branch: 0, labels: symbolicOf(labels) }], notes }],
});

const ofLabels = (examined: Examined, labels: Labels): FoundSubjects => {
  const { alerts } = examined;
  const givers = new Set(
    alerts.filter((alert) => narrowed(alert, labels).length > 0).map(({ rule }) => rule.name.text),
  );
  if (alerts.length === 0) return labelSet(labels, []);
  const whose = givers.size === 0 ? "no alert of this set" : some([...givers]);
  return labelSet(labels, [`alerts of this set that may have these labels: ${whose}`]);
};

const nobody = (name: string, names: readonly string[]): { problem: string; mend: string } => ({
  problem: `no rule of this set gives an alert "${name}"`,
  mend:
    didYouMean(name, names) ??
    (names.length === 0
      ? "name the rule files too, or ask by labels: alertname=… severity=…"
      : `ask for one of ${some(names)}`),
});

/** The rules, or the label set, that are meant; or what to do when nothing of the kind is there. */
export const findSubjects = (examined: Examined, { name: given, labels }: Asked): FoundSubjects => {
  const name = given ?? labels["alertname"];
  if (name === undefined) return ofLabels(examined, labels);
  const named = distinct(examined.alerts.filter(({ rule }) => rule.name.text === name));
  if (named.length === 0) {
    const names = [...new Set(examined.alerts.map(({ rule }) => rule.name.text))];
    const { problem, mend } = nobody(name, names);
    if (given !== undefined) return { problem, mend };
    return labelSet(labels, names.length === 0 ? [] : [`${problem} (${mend})`]);
  }
  const { alertname: _, ...narrowing } = labels;
  const isNarrowed = Object.keys(narrowing).length > 0;
  const subjects = named
    .map((alert) => ({ alert, arriving: narrowed(alert, narrowing), notes: [] }))
    .filter(({ arriving }) => !isNarrowed || arriving.length > 0);
  if (subjects.length > 0) return { subjects };
  const possible = named.flatMap((alert) => alert.arriving().map(describe));
  return {
    problem: `${name} never has these labels together: ${Object.entries(narrowing)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(", ")}`,
    mend: `its labels are ${some([...new Set(possible)])}`,
  };
};
