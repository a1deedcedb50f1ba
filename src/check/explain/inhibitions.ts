import type { InhibitRule } from "../../alertmanager/config/config.ts";
import { type InhibitionRule, inhibits } from "../../alertmanager/inhibition/inhibition.ts";
import { inhibitionRuleOf } from "../../alertmanager/inhibition/written-rule.ts";
import { meet } from "../../alertmanager/proof/inhibition-proof.ts";
import { matchersText } from "../../alertmanager/routing/matcher-text.ts";
import type { Labels } from "../../labels/labels.ts";
import { satisfy } from "../../labels/language.ts";
import type { Matcher } from "../../labels/matcher.ts";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { constraintOf, withMatchers } from "../../labels/symbolic-labels.ts";
import type { ExaminedAlert, Routing } from "../examined.ts";
import type { InhibitionExplanation } from "./explanation.ts";
import { readableValue } from "./sample-labels.ts";

/** What one alert may be kept back by, and what it may keep back. */
export type Inhibitions = {
  readonly inhibitedBy: InhibitionExplanation[];
  readonly inhibits: InhibitionExplanation[];
};

/** Those of the label sets that pass; undefined when none do. */
const passing = (
  labels: SymbolicLabels,
  matchers: readonly Matcher[],
): SymbolicLabels | undefined => {
  const narrowed = withMatchers(labels, matchers);
  const names = new Set(matchers.map(({ name }) => name));
  for (const name of names) {
    if (satisfy(constraintOf(narrowed, name)).kind === "unsatisfiable") return undefined;
  }
  return narrowed;
};

type Pair = { readonly source: SymbolicLabels; readonly target: SymbolicLabels };

/** The pair with values that read well, if the one still holds the other back with them. */
const readablePair = (
  rule: InhibitionRule,
  [from, to]: readonly [Labels, Labels],
  { source, target }: Pair,
): readonly [Labels, Labels] => {
  const improve = (labels: Labels, symbolic: SymbolicLabels): Labels =>
    Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [
        name,
        readableValue(symbolic, name, { value }),
      ]),
    );
  const pair = [improve(from, source), improve(to, target)] as const;
  const [first, second] = pair.map((labels, index) => ({
    fingerprint: String(index),
    labels,
    endsAt: undefined,
  }));
  if (first === undefined || second === undefined) return [from, to];
  return inhibits([rule], [first, second], 0).has(second.fingerprint) ? pair : [from, to];
};

const explained = (
  rule: InhibitRule,
  alert: ExaminedAlert,
  { source, target }: Pair,
): InhibitionExplanation | undefined => {
  const plain = inhibitionRuleOf(rule);
  const answer = meet(plain, source, target);
  if (answer.kind === "impossible") return undefined;
  const [first = {}, second = {}] = answer.kind === "possible" ? answer.witnesses : [];
  const [from, to] = readablePair(plain, [first, second], { source, target });
  return {
    alert: alert.rule.name.text,
    source: from,
    target: to,
    rule: {
      place: rule.place,
      source: matchersText(rule.source),
      target: matchersText(rule.target),
      equal: [...plain.equal],
      labels: [
        ...new Set([...[...plain.source, ...plain.target].map(({ name }) => name), ...plain.equal]),
      ],
    },
    isCertain: answer.kind === "possible",
  };
};

type Side = "source" | "target";

/** The first pair of the other alert's label sets with these, this alert being on the other side of the rule. */
const meeting = (
  rule: InhibitRule,
  own: readonly SymbolicLabels[],
  { other, otherSide }: { readonly other: ExaminedAlert; readonly otherSide: Side },
): InhibitionExplanation | undefined => {
  for (const arriving of other.arriving()) {
    const theirs = passing(arriving, rule[otherSide]);
    if (theirs === undefined) continue;
    for (const labels of own) {
      const pair =
        otherSide === "source"
          ? { source: theirs, target: labels }
          : { source: labels, target: theirs };
      const found = explained(rule, other, pair);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};

const allMeetings = (
  { config }: Routing,
  labels: readonly SymbolicLabels[],
  { alerts, otherSide }: { readonly alerts: readonly ExaminedAlert[]; readonly otherSide: Side },
): InhibitionExplanation[] =>
  config.inhibitRules.flatMap((rule) => {
    const own = labels.flatMap(
      (each) => passing(each, rule[otherSide === "source" ? "target" : "source"]) ?? [],
    );
    if (own.length === 0) return [];
    return alerts.flatMap((other) => meeting(rule, own, { other, otherSide }) ?? []);
  });

/** Which alerts of the set can keep back alerts with such labels, and which they can keep back, each with a pair. */
export const inhibitionsOf = (
  routing: Routing,
  labels: readonly SymbolicLabels[],
  alerts: readonly ExaminedAlert[],
): Inhibitions => ({
  inhibitedBy: allMeetings(routing, labels, { alerts, otherSide: "source" }),
  inhibits: allMeetings(routing, labels, { alerts, otherSide: "target" }),
});
