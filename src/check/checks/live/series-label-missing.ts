import { formatMatcher } from "../../../labels/format-matcher.ts";
import { matchesValue } from "../../../labels/match.ts";
import type { Place, Span } from "../../../lib/source.ts";
import { didYouMean } from "../../../lib/suggestion.ts";
import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import type { Aggregation, Binary, VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Check, Discovery } from "../../check.ts";
import { type Examined, type ExaminedAlert, isAlert } from "../../examined.ts";
import { alertTexts, usesOf } from "../labels/alert-text.ts";
import { type LiveRule, liveRules } from "./live-rules.ts";
import { type SeriesLabels, seriesLabelsOf } from "./series-labels.ts";

type Found = Pick<Discovery, "message" | "place"> & {
  readonly severity?: "info";
  readonly help: string;
};

type Named = { readonly name: string; readonly span: Span; readonly text: string };

/** Where the name stands in a list such as `by (a, b)`. */
const placeIn = ({ name, span, text }: Named): Span => {
  for (const { 0: word, index } of text.slice(span.from, span.to).matchAll(/\w+/g)) {
    const from = span.from + index;
    if (word === name) return { from, to: from + name.length };
  }
  return span;
};

const helpFor = (name: string, labels: SeriesLabels): string =>
  didYouMean(name, [...labels]) ?? `they have ${[...labels].sort().join(", ") || "no labels"}`;

type Searched = LiveRule & { readonly examined: Examined };

const ofGrouping = function* (node: Aggregation, searched: Searched): Iterable<Found> {
  const { groupingSpan, labels, grouping } = node;
  const { rule, query, examined } = searched;
  if (grouping !== "by" || groupingSpan === undefined || labels.length === 0) return;
  const known = seriesLabelsOf(node.expr, examined);
  if (known === undefined) return;
  for (const name of labels) {
    if (known.has(name)) continue;
    const span = placeIn({ name, span: groupingSpan, text: query.text });
    yield {
      place: rule.placeOf(span),
      message: `no series that is aggregated has the label ${name}: results are not told apart by it, and do not have it`,
      help: helpFor(name, known),
    };
  }
};

const ofMatching = function* (node: Binary, searched: Searched): Iterable<Found> {
  const { mode, labels, span } = node.matching;
  const { rule, query, examined } = searched;
  if (mode !== "on" || span === undefined || labels.length === 0) return;
  const left = seriesLabelsOf(node.left, examined);
  const right = seriesLabelsOf(node.right, examined);
  if (left === undefined || right === undefined) return;
  for (const name of labels) {
    const [hasLeft, hasRight] = [left.has(name), right.has(name)];
    if (hasLeft && hasRight) continue;
    const lacking = hasLeft ? right : left;
    const side = hasLeft ? "right" : "left";
    const message =
      hasLeft || hasRight
        ? `no series on the ${side} of ${node.operator} has the label ${name}, by which it is matched: what has the label on the other side matches nothing`
        : `no series on either side of ${node.operator} has the label ${name}, by which they are matched`;
    yield {
      place: rule.placeOf(placeIn({ name, span, text: query.text })),
      message,
      help: helpFor(name, lacking),
    };
  }
};

/** Matchers that take every series, since none has the label. That a label is absent may be asked for on purpose. */
const ofSelector = function* (selector: VectorSelector, searched: Searched): Iterable<Found> {
  const { rule, examined } = searched;
  const known = seriesLabelsOf(selector, examined);
  if (known === undefined) return;
  for (const matcher of selector.matchers) {
    const { name, operator, value, span } = matcher;
    const excludes = (operator === "!=" || operator === "!~") && value !== "";
    if (!excludes || name === "__name__" || known.has(name) || !matchesValue(matcher, "")) continue;
    yield {
      place: rule.placeOf(span),
      severity: "info",
      message: `no series that is selected has the label ${name}: ${formatMatcher(matcher)} excludes nothing`,
      help: helpFor(name, known),
    };
  }
};

/** Labels that texts of an alert show, each where it is shown first. */
const shownLabels = (alert: ExaminedAlert, { settings }: Examined): ReadonlyMap<string, Place> => {
  const shown = new Map<string, Place>();
  for (const text of alertTexts(alert)) {
    const uses = usesOf(text, alert, settings);
    if ("error" in uses) continue;
    for (const { name, isGuarded, role, span } of uses.labels) {
      if (name === undefined || isGuarded || role !== "printed" || shown.has(name)) continue;
      shown.set(name, text.value.placeAt(span.from));
    }
  }
  return shown;
};

/** What the query itself rules out is a finding of `template-label-lost`. */
const ofTexts = function* ({ rule, query, examined }: Searched): Iterable<Found> {
  if (!isAlert(rule)) return;
  const known = seriesLabelsOf(query.expr, examined);
  if (known === undefined) return;
  for (const [name, place] of shownLabels(rule, examined)) {
    const { branches } = labelVerdict(query.labels(), name);
    const isOpen = branches.every(({ presence }) => presence === "maybe");
    if (known.has(name) || name === "__name__" || name === "alertname" || !isOpen) continue;
    yield {
      place,
      message: `{{ $labels.${name} }} shows nothing: no series of the query has the label`,
      help: helpFor(name, known),
    };
  }
};

const ofRule = function* (searched: Searched): Iterable<Found> {
  for (const part of searched.query.values().order) {
    if (part.kind === "aggregation") yield* ofGrouping(part, searched);
    if (part.kind === "binary") yield* ofMatching(part, searched);
    if (part.kind === "selector") yield* ofSelector(part, searched);
  }
  yield* ofTexts(searched);
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const of of liveRules(examined)) {
    for (const found of ofRule({ ...of, examined })) {
      yield { ...found, subject: of.rule.rule.name.text };
    }
  }
};

export const seriesLabelMissing: Check = {
  name: "series-label-missing",
  severity: "warning",
  title: "A label that a rule groups, matches or shows, and that no series has",
  find,
};
