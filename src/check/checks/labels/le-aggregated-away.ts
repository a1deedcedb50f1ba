import { type BranchVerdict, labelVerdict } from "../../../promql/labels/label-verdict.ts";
import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { selectorsOf, withoutParens } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule, Query } from "../../examined.ts";
import type { Fix } from "../../fix.ts";
import { isNeeded, silentExample } from "./silence.ts";

const isBucket = ({ metric }: { readonly metric: string }): boolean => metric.endsWith("_bucket");

/** Whether what the quantile is of comes from classic buckets, in the query or in a rule that records them. */
const isOfBuckets = (argument: Expr, { reason }: BranchVerdict): boolean =>
  selectorsOf(reason.recordedBy?.rule.expr ?? argument).some(isBucket);

/** Why no result has `le`; undefined when some may. */
const lossOf = (argument: Expr, query: Query): BranchVerdict | undefined => {
  const { presence, branches } = labelVerdict(query.labelsOf(argument), "le");
  const [first] = branches;
  const isLost = presence === "never" && first !== undefined && isOfBuckets(argument, first);
  return isLost ? first : undefined;
};

/** `le` first in the list of `by (…)`, which stands right within the quantile. */
const fixFor = (argument: Expr, { rule }: ExaminedRule): { readonly fix?: Fix } => {
  const inner = withoutParens(argument);
  if (inner.kind !== "aggregation" || inner.grouping !== "by") return {};
  if (inner.groupingSpan === undefined || inner.labels.length === 0) return {};
  const { from, to } = inner.groupingSpan;
  const open = rule.expr.text.slice(from, to).indexOf("(");
  const at = rule.expr.offsetAt(from + open + 1);
  const edit = { file: rule.expr.file, from: at, to: at, text: "le, " };
  return open < 0 ? {} : { fix: { edits: [edit] } };
};

const discovery = (
  { call, argument, loss }: { call: Call; argument: Expr; loss: BranchVerdict },
  rule: ExaminedRule,
  query: Query,
): Discovery => {
  const isSilent = isNeeded(query, call);
  const alert = rule.rule.kind === "alerting" && "arriving" in rule ? rule : undefined;
  const counterexample = isSilent && alert ? silentExample(alert, query) : undefined;
  const { because, recordedBy, span } = loss.reason;
  const where = recordedBy === undefined ? "" : `, in the rule ${recordedBy.rule.name}`;
  const silent = alert === undefined ? "the rule records nothing" : "the alert never fires";
  return {
    place: rule.placeOf(span),
    subject: rule.rule.name.text,
    message: `the buckets lose their label le (${because}${where}), and without it histogram_quantile gives nothing\n${isSilent ? silent : "this part of the query is always empty"}`,
    help: "keep le: sum by (le, …) (rate(…))",
    ...(counterexample === undefined ? {} : { counterexample }),
    ...fixFor(argument, rule),
  };
};

const quantilesIn = function* (query: Query) {
  for (const part of query.values().order) {
    if (part.kind !== "call" || part.function !== "histogram_quantile") continue;
    const [, argument] = part.arguments;
    const loss = argument && lossOf(argument, query);
    if (argument !== undefined && loss !== undefined) yield { call: part, argument, loss };
  }
};

const find = function* ({ rules }: Examined): Iterable<Discovery> {
  for (const rule of rules) {
    const { query } = rule;
    if (query === undefined || !query.text.includes("histogram_quantile")) continue;
    for (const quantile of quantilesIn(query)) yield discovery(quantile, rule, query);
  }
};

export const leAggregatedAway: Check = {
  name: "le-aggregated-away",
  severity: "error",
  title: "A quantile of buckets that have lost their label le",
  find,
};
