import type { Constraint } from "../../labels/symbolic.ts";
import type { Span } from "../../lib/source.ts";
import type { Binary, Matching } from "../syntax/expr.ts";
import {
  type Branch,
  distinctBranches,
  isNever,
  isOpen,
  type KnownLabel,
  labelOf,
  limitBranches,
  METRIC_NAME,
  withLabel,
  withOnlyLabels,
  withoutLabels,
} from "./branch.ts";
import { ANYTHING, conjunction, exactValue } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

/** Why label sets of two sides can never match: this label differs. */
export type MatchObstacle = {
  readonly label: string;
  readonly left: { readonly constraint: Constraint; readonly reason: LabelReason };
  readonly right: { readonly constraint: Constraint; readonly reason: LabelReason };
};

/** A branch of the left with one of the right; `obstacle` is undefined when they can match. */
export type MatchedPair = {
  readonly left: number;
  readonly right: number;
  readonly obstacle: MatchObstacle | undefined;
};

/** A side on which several series can have the same labels to match by, which Prometheus refuses. */
export type PossibleDuplicates = {
  readonly side: "left" | "right";
  /** Labels in which such series may differ. */
  readonly through: readonly string[];
  /** Whether labels that nobody has named may differ too. */
  readonly others: boolean;
};

/** What can come of one vector match. */
export type VectorMatching = {
  readonly node: Binary;
  readonly span: Span;
  readonly pairs: readonly MatchedPair[];
  /** False when the two sides never match. Of sides without any series, nothing is said. */
  readonly possible: boolean;
  /** Empty where it is proven that no side has duplicates, and for `and`, `or` and `unless`. */
  readonly duplicates: readonly PossibleDuplicates[];
};

const SET_OPERATORS = new Set(["and", "or", "unless"]);
const COMPARISONS = new Set(["==", "!=", ">", "<", ">=", "<="]);

const keepsName = ({ operator, bool }: Binary): boolean =>
  !bool && (SET_OPERATORS.has(operator) || COMPARISONS.has(operator));

const writtenMatching = ({ mode, labels }: Matching): string =>
  `\`${mode} (${labels.join(", ")})\``;

const spanOf = (node: Binary): Span => node.matching.span ?? node.operatorSpan;

/**
 * The branch without the name of the metric where the operator makes new values, as arithmetic and `bool` do.
 * `atan2` keeps it before Prometheus 2.47 (prometheus/prometheus#12595).
 */
export const withoutOperandName = (node: Binary, branch: Branch): Branch => {
  if (keepsName(node)) return branch;
  const operator = `\`${node.operator}${node.bool ? " bool" : ""}\``;
  const since = node.operator === "atan2" ? " since Prometheus 2.47" : "";
  const because = `removed by ${operator}${since}`;
  const reason: LabelReason = { cause: "removed", because, span: node.operatorSpan };
  return since === "" || isNever(labelOf(branch, METRIC_NAME))
    ? withoutLabels(branch, [METRIC_NAME], reason)
    : withLabel(branch, METRIC_NAME, { constraint: ANYTHING, reason });
};

/** The labels that both sides must agree in, as far as they are named. */
const matchedLabels = (matching: Matching, left: Branch, right: Branch): Iterable<string> => {
  if (matching.mode === "on") return matching.labels;
  const names = new Set(left.known.keys());
  for (const name of right.known.keys()) names.add(name);
  for (const name of matching.labels) names.delete(name);
  names.delete(METRIC_NAME);
  return names;
};

type Agreement = { readonly label: string; readonly agreed: KnownLabel };

const agree = (
  matching: Matching,
  left: Branch,
  right: Branch,
): readonly Agreement[] | MatchObstacle => {
  const agreements: Agreement[] = [];
  for (const label of matchedLabels(matching, left, right)) {
    const [a, b] = [labelOf(left, label), labelOf(right, label)];
    const constraint = conjunction(a.constraint, b.constraint);
    if (constraint === undefined) return { label, left: a, right: b };
    const reason = constraint === a.constraint ? a.reason : b.reason;
    agreements.push({ label, agreed: { constraint, reason } });
  }
  return agreements;
};

const isObstacle = (found: readonly Agreement[] | MatchObstacle): found is MatchObstacle =>
  "label" in found;

type Sides = { readonly base: Branch; readonly other: Branch };

/** The base with what the match says of it. */
const agreedBranch = (node: Binary, sides: Sides, agreements: readonly Agreement[]): Branch => {
  const known = new Map(sides.base.known);
  for (const { label, agreed } of agreements) known.set(label, agreed);
  const closes = node.matching.mode === "ignoring" && isOpen(sides.base) && !isOpen(sides.other);
  if (!closes) return { known, others: sides.base.others };
  for (const name of [...node.matching.labels, METRIC_NAME]) {
    if (!known.has(name)) known.set(name, sides.base.others);
  }
  return { known, others: sides.other.others };
};

const withMatchedLabels = (node: Binary, branch: Branch): Branch => {
  const { mode, labels } = node.matching;
  const reason: LabelReason = {
    cause: "removed",
    because: `removed by ${writtenMatching(node.matching)}: a match of one to one keeps only labels to match by`,
    span: spanOf(node),
  };
  return mode === "on"
    ? withOnlyLabels(branch, labels, reason)
    : withoutLabels(branch, labels, {
        ...reason,
        because: `removed by ${writtenMatching(node.matching)}`,
      });
};

const withIncluded = (node: Binary, branch: Branch, one: Branch): Branch => {
  const { include, cardinality } = node.matching;
  const [group, side] =
    cardinality === "many-to-one" ? ["group_left", "right"] : ["group_right", "left"];
  let result = branch;
  for (const name of include) {
    const from = labelOf(one, name);
    const copied = `\`${group} (${name})\` copies it from the ${side} side`;
    const because = isNever(from)
      ? `${copied}, where it is not there: ${from.reason.because}`
      : copied;
    const reason: LabelReason = { cause: "matching", because, span: spanOf(node) };
    result = withLabel(result, name, { constraint: from.constraint, reason });
  }
  return result;
};

const matchedBranch = (node: Binary, sides: Sides, agreements: readonly Agreement[]): Branch => {
  const agreed = agreedBranch(node, sides, agreements);
  if (SET_OPERATORS.has(node.operator)) return agreed;
  const named = withoutOperandName(node, agreed);
  return node.matching.cardinality === "one-to-one"
    ? withMatchedLabels(node, named)
    : withIncluded(node, named, sides.other);
};

/** The named labels that take no part in the match. */
const labelsBeyond = (matching: Matching, branches: readonly Branch[]): ReadonlySet<string> => {
  if (matching.mode === "ignoring") return new Set([...matching.labels, METRIC_NAME]);
  const names = new Set(branches.flatMap(({ known }) => [...known.keys()]));
  for (const name of matching.labels) names.delete(name);
  return names;
};

const certainValue = (label: KnownLabel): string | undefined =>
  isNever(label) ? "" : exactValue(label.constraint);

const isSameEverywhere = (branches: readonly Branch[], name: string): boolean => {
  const values = new Set(branches.map((branch) => certainValue(labelOf(branch, name))));
  return values.size <= 1 && !values.has(undefined);
};

/** The labels beyond those to match by in which series of the side may differ from one another. */
const differing = (
  matching: Matching,
  branches: readonly Branch[],
): { through: readonly string[]; others: boolean } => ({
  through: [...labelsBeyond(matching, branches)].filter(
    (name) => !isSameEverywhere(branches, name),
  ),
  others: matching.mode === "on" && branches.some(isOpen),
});

type MatchSides = { readonly left: readonly Branch[]; readonly right: readonly Branch[] };

const duplicatesOf = (node: Binary, { left, right }: MatchSides): readonly PossibleDuplicates[] => {
  const { cardinality } = node.matching;
  const duplicates: PossibleDuplicates[] = [];
  const look = (side: "left" | "right", branches: readonly Branch[]) => {
    const { through, others } = differing(node.matching, branches);
    if (through.length > 0 || others) duplicates.push({ side, through, others });
  };
  if (cardinality === "one-to-one" || cardinality === "one-to-many") look("left", left);
  if (cardinality === "one-to-one" || cardinality === "many-to-one") look("right", right);
  return duplicates;
};

const resultOf = (node: Binary, matched: readonly Branch[], { left, right }: MatchSides) => {
  if (node.operator === "or") return [...left, ...right];
  return node.operator === "unless" ? left : distinctBranches(matched);
};

/** What comes of two vectors, and whether they can match at all. */
export const matchVectors = (
  node: Binary,
  sides: MatchSides,
): { readonly branches: readonly Branch[]; readonly matching: VectorMatching } => {
  const pairs: MatchedPair[] = [];
  const matched: Branch[] = [];
  const isManyRight = node.matching.cardinality === "one-to-many";
  for (const [leftIndex, left] of sides.left.entries()) {
    for (const [rightIndex, right] of sides.right.entries()) {
      const found = agree(node.matching, left, right);
      const obstacle = isObstacle(found) ? found : undefined;
      pairs.push({ left: leftIndex, right: rightIndex, obstacle });
      if (isObstacle(found)) continue;
      const pair = isManyRight ? { base: right, other: left } : { base: left, other: right };
      matched.push(matchedBranch(node, pair, found));
    }
  }
  return {
    branches: limitBranches(resultOf(node, matched, sides)),
    matching: {
      node,
      span: spanOf(node),
      pairs,
      possible: pairs.length === 0 || pairs.some(({ obstacle }) => obstacle === undefined),
      duplicates: SET_OPERATORS.has(node.operator) ? [] : duplicatesOf(node, sides),
    },
  };
};
