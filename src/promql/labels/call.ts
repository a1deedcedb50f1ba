import type { Call, Expr } from "../syntax/expr.ts";
import { absentBranch } from "./absent.ts";
import {
  type Branch,
  closedBranch,
  type KnownLabel,
  METRIC_NAME,
  withLabel,
  withoutLabels,
} from "./branch.ts";
import { ANYTHING, mayBeAbsent, PRESENT } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";
import { labelJoin, labelReplace } from "./replace-labels.ts";

/** Series of one part of a query; a scalar is without labels, and a string is only an argument. */
export type Vector = {
  readonly kind: "vector" | "scalar" | "string";
  readonly branches: readonly Branch[];
};

/** These give each series its name; all other functions remove it (promql/engine.go, functions.go). */
const KEEPS_NAME = new Set([
  "sort",
  "sort_desc",
  "sort_by_label",
  "sort_by_label_desc",
  "last_over_time",
  "first_over_time",
]);

const SCALARS = new Set(["scalar", "time", "pi"]);
const HISTOGRAM_BUCKETS = new Set([
  "histogram_quantile",
  "histogram_quantiles",
  "histogram_fraction",
]);

const reasonOf = (call: Call, cause: LabelReason["cause"], because: string): LabelReason => ({
  cause,
  because,
  span: call.functionSpan,
});

export const scalarOf = (reason: LabelReason): Vector => ({
  kind: "scalar",
  branches: [closedBranch(reason)],
});

const textArgument = (call: Call): string | undefined =>
  call.arguments.find((argument) => argument.kind === "string")?.value;

const overBuckets = (call: Call, branch: Branch): Branch => {
  const removed = withoutLabels(
    branch,
    ["le", METRIC_NAME],
    reasonOf(call, "removed", `removed by \`${call.function}()\``),
  );
  const label = call.function === "histogram_quantiles" ? textArgument(call) : undefined;
  if (label === undefined) return removed;
  const reason = reasonOf(call, "set", "`histogram_quantiles()` sets it to the quantile");
  return withLabel(removed, label, { constraint: PRESENT, reason });
};

const dataLabels = (selector: Expr | undefined): readonly string[] | undefined => {
  if (selector?.kind !== "selector") return undefined;
  const names = selector.matchers.map(({ name }) => name).filter((name) => name !== METRIC_NAME);
  return names.length === 0 ? undefined : names;
};

/**
 * `info()` adds labels of info series to series that lack them, those that its selector names or all; it
 * changes none that is there, and no identifying label (promql/info.go).
 */
const withDataLabels = (call: Call, branch: Branch): Branch => {
  const reason = reasonOf(call, "set", "`info()` adds it where an info series has it");
  const added: KnownLabel = { constraint: ANYTHING, reason };
  const names = dataLabels(call.arguments[1]);
  const known = new Map(branch.known);
  for (const name of names ?? known.keys()) {
    const before = known.get(name) ?? branch.others;
    if (name !== METRIC_NAME && mayBeAbsent(before.constraint)) known.set(name, added);
  }
  return { known, others: names === undefined ? added : branch.others };
};

const named = (call: Call, branches: readonly Branch[]): readonly Branch[] | undefined => {
  if (call.function === "label_replace") return labelReplace(call, branches);
  if (call.function === "label_join") return labelJoin(call, branches);
  if (call.function === "info") return branches.map((branch) => withDataLabels(call, branch));
  if (HISTOGRAM_BUCKETS.has(call.function)) {
    return branches.map((branch) => overBuckets(call, branch));
  }
  return KEEPS_NAME.has(call.function) ? branches : undefined;
};

/** What a function gives, from what its arguments are. */
export const callVector = (call: Call, values: readonly Vector[]): Vector => {
  if (SCALARS.has(call.function)) {
    return scalarOf(reasonOf(call, "scalar", `\`${call.function}()\` is a number without labels`));
  }
  if (call.function === "absent" || call.function === "absent_over_time") {
    return { kind: "vector", branches: [absentBranch(call)] };
  }
  const series = values.find(({ kind }) => kind === "vector");
  if (series === undefined) {
    const because = `\`${call.function}()\` of a number has no labels`;
    return { kind: "vector", branches: [closedBranch(reasonOf(call, "scalar", because))] };
  }
  const removed = reasonOf(call, "removed", `removed by \`${call.function}()\``);
  const branches =
    named(call, series.branches) ??
    series.branches.map((branch) => withoutLabels(branch, [METRIC_NAME], removed));
  return { kind: "vector", branches };
};
