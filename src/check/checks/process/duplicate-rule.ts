import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { RuleDocument } from "../../../prometheus/rule.ts";
import { printExpr } from "../../../promql/syntax/print.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { type Examined, type ExaminedRule, isAlert } from "../../examined.ts";
import { firedLabels, firingCase, linesOf, seriesExample } from "../labels/firing-case.ts";
import { counted } from "./listed.ts";

/** Labels in the order of their names; those of the group stand behind the rule's own. */
const labelsText = ({ rule, group }: ExaminedRule): string => {
  const labels = new Map(
    [...group.labels, ...rule.labels].map(({ name, value }) => [name.text, value.text]),
  );
  return Array.from(labels, ([name, value]) => formatMatcher({ name, operator: "=", value }))
    .sort()
    .join(",");
};

const headOf = (rule: ExaminedRule): string =>
  `${rule.rule.kind} ${rule.rule.name.text}{${labelsText(rule)}}`;

/** Rules with the same name and labels that evaluate the same query: expressions are printed only for those. */
const sameRules = (rules: readonly ExaminedRule[]): readonly (readonly ExaminedRule[])[] => {
  const sets: (readonly ExaminedRule[])[] = [];
  for (const named of Map.groupBy(rules, ({ rule }) => rule.name.text).values()) {
    if (named.length < 2) continue;
    for (const alike of Map.groupBy(named, headOf).values()) {
      if (alike.length < 2) continue;
      const read = alike.filter(({ query }) => query !== undefined);
      const same = Map.groupBy(read, ({ query }) => (query ? printExpr(query.expr) : ""));
      for (const set of same.values()) if (set.length > 1) sets.push(set);
    }
  }
  return sets;
};

/** Series with which the alert fires as often as it is written. */
const firingTwice = (alert: ExaminedRule, times: number): Counterexample | undefined => {
  const { query } = alert;
  if (!isAlert(alert) || query === undefined) return undefined;
  const found = firingCase(alert, query);
  const labels = found && firedLabels(alert, query, found.labels);
  if (found === undefined || labels === undefined) return undefined;
  const firing = Array.from({ length: times }, () => labels);
  return seriesExample(alert, found.history, { series: linesOf(found), firing });
};

type Repeat = {
  readonly first: ExaminedRule;
  readonly again: ExaminedRule;
  /** How often it stands there in all. */
  readonly times: number;
};

const repeated = ({ first, again, times }: Repeat): Discovery => {
  const counterexample = firingTwice(again, times);
  const { file, line } = first.rule.place;
  const what = first.rule.kind === "alerting" ? "alert" : "recording rule";
  const where = file === again.rule.place.file ? `on line ${line}` : `in ${file}:${line}`;
  return {
    place: again.rule.name.placeAt(0),
    subject: again.rule.name.text,
    severity: first.document === again.document ? "warning" : "info",
    message: `the same ${what} stands ${where}, with the same query and labels: a change to one leaves the other as it was`,
    help: "remove one of the two",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const isCopy = (document: RuleDocument, repeats: number): boolean =>
  document.groups.reduce((sum, { rules }) => sum + rules.length, 0) === repeats && repeats > 1;

/** A file of which every rule stands in other files too: one finding is enough. */
const copied = (document: RuleDocument, again: readonly ExaminedRule[], first: ExaminedRule) => ({
  place: again[0]?.rule.place ?? document.groups[0]?.place ?? first.rule.place,
  subject: document.file,
  severity: "info" as const,
  message: `all ${counted(again.length, "rule")} of this file stand in ${first.document.file} too`,
  help: "leave one of the files out, unless different Prometheus servers load them",
});

const find = function* ({ rules }: Examined): Iterable<Discovery> {
  const pairs = sameRules(rules).flatMap(([first, ...others]): Repeat[] =>
    first === undefined ? [] : others.map((again) => ({ first, again, times: others.length + 1 })),
  );
  for (const [document, ofFile] of Map.groupBy(pairs, ({ again }) => again.document)) {
    const elsewhere = ofFile.filter(({ first }) => first.document !== document);
    const [pair] = elsewhere;
    if (pair !== undefined && isCopy(document, elsewhere.length)) {
      yield copied(
        document,
        elsewhere.map(({ again }) => again),
        pair.first,
      );
    } else yield* ofFile.map(repeated);
  }
};

export const duplicateRule: Check = {
  name: "duplicate-rule",
  severity: "warning",
  title: "A rule that stands there twice",
  find,
};
