import { formatMatcher } from "../../../labels/format-matcher.ts";
import type { Constraint } from "../../../labels/symbolic.ts";
import type { LabelReason } from "../../../promql/labels/label-reason.ts";
import { type LabelVerdict, labelVerdict } from "../../../promql/labels/label-verdict.ts";
import type { MatchObstacle, VectorMatching } from "../../../promql/labels/match-vectors.ts";
import { factsOf } from "../../../promql/metrics/metrics.ts";
import type { Binary, Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import { type Examined, isAlert, type Query } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import { isEmptyOf, type SeriesLabels, settingOf } from "./firing-case.ts";
import { inMatchings, type MatchingQuery } from "./query-matchings.ts";
import { seriesRatio } from "./series-ratio.ts";
import { isNeeded, silentWith } from "./silence.ts";

type Side = { readonly constraint: Constraint; readonly reason: LabelReason };

const becauseOf = ({ because, recordedBy }: LabelReason): string =>
  recordedBy === undefined ? because : `${because}, in the rule ${recordedBy.rule.name}`;

const sideText = (name: string, { constraint, reason }: Side): string => {
  const [first, ...others] = constraint;
  const because = becauseOf(reason);
  if (others.length > 0 || first === undefined) return `${name} is something else (${because})`;
  if (first.value !== "") return `${formatMatcher({ ...first, name })} (${because})`;
  return `${first.operator === "=" ? "no" : "always a"} ${name} (${because})`;
};

/** What comes of an operator whose sides never match. */
const effectOf = (node: Binary, { rule, query }: MatchingQuery): string => {
  if (node.operator === "unless") return "`unless` never takes anything away";
  if (!isNeeded(query, node)) return "this part of the query is always empty";
  return isAlert(rule) ? "the alert never fires" : "the rule records nothing";
};

/** Whether a side's labels rest on a rule of the set, whose series may come from elsewhere too. */
const isRecorded = ({ left, right }: MatchObstacle): boolean =>
  left.reason.recordedBy !== undefined || right.reason.recordedBy !== undefined;

const severityOf = (node: Binary, obstacle: MatchObstacle): FindingSeverity =>
  node.operator === "unless" || isRecorded(obstacle) ? "warning" : "error";

const helpFor = ({ matching }: Binary, label: string): string =>
  matching.mode === "on"
    ? `take ${label} out of on (…), or give both sides the same ${label}`
    : `match by the labels that both sides have, with on (…), or leave ${label} out with ignoring (${label})`;

/** Only series that match as little as those that are known: of recorded ones, that cannot be said. */
const neverExample = (node: Binary, { rule, query }: MatchingQuery): Counterexample | undefined => {
  if (!isAlert(rule) || node.operator === "unless" || !isNeeded(query, node)) return undefined;
  const setting = settingOf(rule, query);
  return setting && isEmptyOf(query, setting.labels) ? silentWith(rule, setting) : undefined;
};

const never = (
  { node }: VectorMatching,
  obstacle: MatchObstacle,
  found: MatchingQuery,
): Discovery => {
  const { rule } = found;
  const counterexample = neverExample(node, found);
  const { label, left, right } = obstacle;
  return {
    place: rule.placeOf(node.operatorSpan),
    subject: rule.rule.name.text,
    severity: severityOf(node, obstacle),
    message: `the two sides of \`${node.operator}\` never match: ${effectOf(node, found)}\nleft: ${sideText(label, left)}\nright: ${sideText(label, right)}`,
    help: helpFor(node, label),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** A label that one side always has, and that the other is declared without. */
type Gap = { readonly label: string; readonly having: Expr; readonly lacking: Expr };

const isDeclaredWithout = ({ branches }: LabelVerdict): boolean =>
  branches.length > 0 &&
  branches.every(
    ({ reason, constraint }) => reason.cause === "declared" && constraint.length === 0,
  );

/** Labels to match by that metrics of one side are declared to have and those of the other are not. */
const candidates = (
  having: Expr,
  lacking: Expr,
  { examined, matching }: Sides,
): readonly string[] => {
  const carried = new Set<string>();
  for (const { metric, matchers } of selectorsOf(lacking)) {
    const facts = factsOf(examined.metrics, metric)?.facts;
    for (const name of [...(facts?.labels ?? []), ...(facts?.optionalLabels ?? [])])
      carried.add(name);
    for (const { name } of matchers) carried.add(name);
  }
  const declared = new Set(
    selectorsOf(having).flatMap(
      ({ metric }) => factsOf(examined.metrics, metric)?.facts.labels ?? [],
    ),
  );
  return [...declared].filter(
    (name) => !carried.has(name) && (matching.mode === "on") === matching.labels.includes(name),
  );
};

const gapBetween = (having: Expr, lacking: Expr, sides: Sides): Gap | undefined => {
  const labels = candidates(having, lacking, sides);
  if (labels.length === 0) return undefined;
  const [flow, without] = [sides.query.labelsOf(having), sides.query.labelsOf(lacking)];
  if (flow.alternatives.length !== 1) return undefined;
  const label = labels.find(
    (name) =>
      labelVerdict(flow, name).presence === "always" &&
      without.alternatives.every(({ reasons }) => !reasons.has(name)) &&
      isDeclaredWithout(labelVerdict(without, name)),
  );
  return label === undefined ? undefined : { label, having, lacking };
};

type Sides = {
  readonly query: Query;
  readonly examined: Examined;
  readonly matching: Binary["matching"];
};

const isDeclared = (expr: Expr, { metrics }: Examined): boolean =>
  selectorsOf(expr).every(({ metric }) => metrics.has(metric));

const gapIn = (node: Binary, { query, examined }: MatchingQuery): Gap | undefined => {
  const { left, right, matching } = node;
  if (!isDeclared(left, examined) || !isDeclared(right, examined)) return undefined;
  const sides = { query, examined, matching };
  return gapBetween(left, right, sides) ?? gapBetween(right, left, sides);
};

const gapExample = (
  { label, having, lacking }: Gap,
  { rule, query }: MatchingQuery,
): Counterexample | undefined => {
  if (!isAlert(rule)) return undefined;
  const setting = settingOf(rule, query);
  if (setting === undefined) return undefined;
  const isIn = (side: Expr, selector: VectorSelector): boolean =>
    side.span.from <= selector.span.from && selector.span.to <= side.span.to;
  const labels: SeriesLabels = new Map(
    [...setting.labels].map(([selector, own]) => {
      const changed = new Map(own);
      if (isIn(lacking, selector)) changed.delete(label);
      if (isIn(having, selector) && !own.has(label)) changed.set(label, "example");
      return [selector, changed];
    }),
  );
  return isEmptyOf(query, labels) ? silentWith(rule, { ...setting, labels }) : undefined;
};

const metricsIn = (expr: Expr): string =>
  [...new Set(selectorsOf(expr).map(({ metric }) => metric))].join(", ");

const probably = (node: Binary, gap: Gap, found: MatchingQuery): Discovery => {
  const { rule } = found;
  const { label, having, lacking } = gap;
  const counterexample = node.operator === "unless" ? undefined : gapExample(gap, found);
  return {
    place: rule.placeOf(node.operatorSpan),
    subject: rule.rule.name.text,
    severity: "warning",
    message: `the two sides of \`${node.operator}\` do not match: ${effectOf(node, found)}\n${metricsIn(having)} always has the label ${label}, and ${metricsIn(lacking)} is declared without it (unless its targets carry one)`,
    help: helpFor(node, label),
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const ofMatching = (matching: VectorMatching, found: MatchingQuery): Discovery | undefined => {
  const { node, possible, pairs } = matching;
  const obstacle = pairs[0]?.obstacle;
  if (!possible) return obstacle && never(matching, obstacle, found);
  if (seriesRatio(node) !== undefined) return undefined;
  const gap = gapIn(node, found);
  return gap && probably(node, gap, found);
};

export const matchEmpty: Check = {
  name: "match-empty",
  severity: "error",
  title: "An operator whose two sides never have the same labels to match by",
  find: (examined) => inMatchings(examined, ofMatching),
};
