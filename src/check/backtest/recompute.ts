import { replaceSpan } from "../../promql/syntax/edit-text.ts";
import type {
  Expr,
  LocatedMatcher,
  MatrixSelector,
  VectorSelector,
} from "../../promql/syntax/expr.ts";
import { quote } from "../../promql/syntax/print.ts";
import { descendants } from "../../promql/syntax/walk.ts";

/** A recording rule, as far as its series can be computed from those that it reads. */
export type Recording = {
  readonly name: string;
  readonly text: string;
  readonly expr: Expr;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  /** How often it is evaluated, in milliseconds. */
  readonly intervalMs: number;
};

export type RecordingsByName = ReadonlyMap<string, readonly Recording[]>;

export type Recomputed = { readonly text: string } | { readonly problem: string };

/** What a chain of recording rules may grow to. */
const LONGEST_QUERY = 100_000;
/** Rules that read one another in longer chains are taken to do so in a circle. */
const DEEPEST = 20;
/** Prometheus looks for the newest sample as far back as this (`--query.lookback-delta`). */
const LOOK_BACK_MS = 300_000;
/** A label that no rule has; it is gone again from the result. */
const MARK = "tocsin_matches";

class NotRecomputed extends Error {}

/**
 * The series that a matcher would find among those of an expression. PromQL has no filter for results, so those
 * whose label fits get a mark, and the mark is what is matched.
 */
const matching = (text: string, { name, operator, value }: LocatedMatcher): string => {
  const isRegexp = operator === "=~" || operator === "!~";
  const pattern = isRegexp ? value : value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const marked = `label_replace(${text}, "${MARK}", "1", ${quote(name)}, ${quote(pattern)})`;
  const set = operator === "=" || operator === "=~" ? "and" : "unless";
  const kept = `${marked} ${set} on (${MARK}) label_replace(vector(1), "${MARK}", "1", "", "")`;
  return `label_replace(${kept}, "${MARK}", "", "", "")`;
};

const withLabels = (text: string, labels: Recording["labels"]): string =>
  labels.reduce((inner, { name, value }) => {
    // A dollar sign would stand for a group of the regular expression.
    const written = quote(value.replaceAll("$", "$$$$"));
    return `label_replace(${inner}, ${quote(name)}, ${written}, "", "")`;
  }, text);

/** What stands behind the selector in the text: `offset 5m`, `@ 0`. */
const modifiersOf = ({ offsetMs, at }: VectorSelector): string => {
  const time = at === undefined ? "" : ` @ ${at}`;
  if (offsetMs === 0) return time;
  return `${time} offset ${offsetMs < 0 ? "-" : ""}${Math.abs(offsetMs)}ms`;
};

type Chain = { readonly recordings: RecordingsByName; readonly depth: number };

const within = (text: string, { kind }: Expr): string =>
  kind === "call" || kind === "paren" || kind === "aggregation" ? text : `(${text})`;

/** What the selector would find if the rules had always been there. */
const seriesOf = (
  { matchers }: VectorSelector,
  recordings: readonly Recording[],
  chain: Chain,
): string => {
  const all = recordings.map(({ text, expr, labels }) =>
    withLabels(within(expanded(text, expr, chain), expr), labels),
  );
  const series = all.length === 1 ? (all[0] ?? "") : `(${all.join(" or ")})`;
  return matchers.reduce(matching, series);
};

const replacementOf = (node: VectorSelector | MatrixSelector, chain: Chain): string | undefined => {
  const selector = node.kind === "range" ? node.selector : node;
  const recordings = chain.recordings.get(selector.metric);
  if (recordings === undefined) return undefined;
  const series = seriesOf(selector, recordings, { ...chain, depth: chain.depth + 1 });
  const isMoved = selector.offsetMs !== 0 || selector.at !== undefined;
  if (node.kind === "selector" && !isMoved) return series;
  const stepMs = Math.min(...recordings.map(({ intervalMs }) => intervalMs));
  const rangeMs = node.kind === "range" ? node.rangeMs : LOOK_BACK_MS;
  const window = `(${series})[${rangeMs}ms:${stepMs}ms]${modifiersOf(selector)}`;
  return node.kind === "range" ? window : `last_over_time(${window})`;
};

const expanded = (text: string, expr: Expr, chain: Chain): string => {
  if (chain.depth > DEEPEST) {
    throw new NotRecomputed("its recording rules read one another in a circle");
  }
  const replacements: { span: Expr["span"]; by: string }[] = [];
  const insideRanges = new Set<VectorSelector>();
  for (const node of descendants(expr)) {
    if (node.kind === "range") insideRanges.add(node.selector);
    if (node.kind !== "range" && (node.kind !== "selector" || insideRanges.has(node))) continue;
    const by = replacementOf(node, chain);
    if (by !== undefined) replacements.push({ span: node.span, by });
  }
  const result = replacements
    .toSorted((a, b) => b.span.from - a.span.from)
    .reduce((written, { span, by }) => replaceSpan(written, span, by), text);
  if (result.length <= LONGEST_QUERY) return result;
  throw new NotRecomputed("with its recording rules the query becomes too long");
};

/**
 * The query with the expressions of recording rules in the place of their series: what it would have given if
 * Prometheus had evaluated these rules all the time. `expr` is the tree of `text`.
 */
export const recomputed = (text: string, expr: Expr, recordings: RecordingsByName): Recomputed => {
  try {
    return { text: expanded(text, expr, { recordings, depth: 0 }) };
  } catch (error) {
    if (error instanceof NotRecomputed) return { problem: error.message };
    throw error;
  }
};
