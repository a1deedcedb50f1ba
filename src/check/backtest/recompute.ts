import { replaceSpan } from "../../promql/syntax/edit-text.ts";
import type {
  Call,
  Expr,
  LocatedMatcher,
  MatrixSelector,
  VectorSelector,
} from "../../promql/syntax/expr.ts";
import { quote } from "../../promql/syntax/print.ts";
import { typeOf } from "../../promql/syntax/type-of.ts";
import { descendants, withoutParens } from "../../promql/syntax/walk.ts";

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

/** Who reads recorded series. */
export type Reader = {
  readonly recordings: RecordingsByName;
  /** How often it is evaluated, in milliseconds. */
  readonly intervalMs: number;
};

type Chain = Reader & { readonly depth: number };

/** A number is recorded as a series without labels. */
const within = (text: string, expr: Expr): string => {
  if (typeOf(expr) === "scalar") return `vector(${text})`;
  const { kind } = expr;
  return kind === "call" || kind === "paren" || kind === "aggregation" ? text : `(${text})`;
};

/** What the selector would find if the rules had always been there. */
const seriesOf = (
  { matchers }: VectorSelector,
  recordings: readonly Recording[],
  chain: Chain,
): string => {
  const all = recordings.map(({ text, expr, labels, intervalMs }) =>
    withLabels(within(expanded(text, expr, { ...chain, intervalMs }), expr), labels),
  );
  const series = all.length === 1 ? (all[0] ?? "") : `(${all.join(" or ")})`;
  return matchers.reduce(matching, series);
};

/**
 * A recorded sample stands until the next evaluation, which marks the series as stale where it finds nothing, and for
 * no longer than Prometheus looks back. A window of less than one interval holds the newest evaluation and no other.
 */
const standingMs = (stepMs: number): number => Math.min(stepMs - 1, LOOK_BACK_MS);

const replacementOf = (node: VectorSelector | MatrixSelector, chain: Chain): string | undefined => {
  const selector = node.kind === "range" ? node.selector : node;
  const recordings = chain.recordings.get(selector.metric);
  if (recordings === undefined) return undefined;
  const series = seriesOf(selector, recordings, { ...chain, depth: chain.depth + 1 });
  const stepMs = Math.min(...recordings.map(({ intervalMs }) => intervalMs));
  const windowOf = (rangeMs: number): string =>
    `(${series})[${rangeMs}ms:${stepMs}ms]${modifiersOf(selector)}`;
  if (node.kind === "range") return windowOf(node.rangeMs);
  const isMoved = selector.offsetMs !== 0 || selector.at !== undefined;
  const isFresh = chain.intervalMs % stepMs === 0;
  return isMoved || !isFresh ? `last_over_time(${windowOf(standingMs(stepMs))})` : series;
};

/** The selector whose labels the function gives when there is nothing (createLabelsForAbsentFunction in promql/functions.go). */
const absentSelector = (call: Call): VectorSelector | MatrixSelector | undefined => {
  if (call.function !== "absent" && call.function !== "absent_over_time") return undefined;
  const [argument] = call.arguments;
  const inner = argument && withoutParens(argument);
  return inner?.kind === "selector" || inner?.kind === "range" ? inner : undefined;
};

/** Those that are required by one `=`, unless another matcher of the same label follows. */
const labelsWhenAbsent = ({ matchers }: VectorSelector): Recording["labels"] =>
  matchers.filter(
    ({ name, operator }, index) =>
      operator === "=" &&
      matchers.findLastIndex((other) => other.name === name) === index &&
      matchers.findIndex((other) => other.name === name && other.operator === "=") === index,
  );

/** Such a function does not know the labels any more when an expression stands in the place of its selector. */
const absentReplacementOf = (call: Call, chain: Chain): string | undefined => {
  const node = absentSelector(call);
  const by = node && replacementOf(node, chain);
  if (node === undefined || by === undefined) return undefined;
  const selector = node.kind === "range" ? node.selector : node;
  return withLabels(`${call.function}(${by})`, labelsWhenAbsent(selector));
};

type Replacement = { readonly span: Expr["span"]; readonly by: string };

const replacementsIn = (expr: Expr, chain: Chain): Replacement[] => {
  const replacements: Replacement[] = [];
  const done = new Set<Expr>();
  const replace = (node: Expr, by: string | undefined): void => {
    if (by !== undefined) replacements.push({ span: node.span, by });
  };
  for (const node of descendants(expr)) {
    if (done.has(node)) continue;
    if (node.kind === "call") {
      const inner = absentSelector(node);
      if (inner === undefined) continue;
      done.add(inner);
      if (inner.kind === "range") done.add(inner.selector);
      replace(node, absentReplacementOf(node, chain));
    } else if (node.kind === "range") {
      done.add(node.selector);
      replace(node, replacementOf(node, chain));
    } else if (node.kind === "selector") replace(node, replacementOf(node, chain));
  }
  return replacements;
};

const expanded = (text: string, expr: Expr, chain: Chain): string => {
  if (chain.depth > DEEPEST) {
    throw new NotRecomputed("its recording rules read one another in a circle");
  }
  const result = replacementsIn(expr, chain)
    .toSorted((a, b) => b.span.from - a.span.from)
    .reduce((written, { span, by }) => replaceSpan(written, span, by), text);
  if (result.length <= LONGEST_QUERY) return result;
  throw new NotRecomputed("with its recording rules the query becomes too long");
};

/**
 * The query with the expressions of recording rules in the place of their series: what it would have given if
 * Prometheus had evaluated these rules all the time. `expr` is the tree of `text`.
 */
export const recomputed = (text: string, expr: Expr, reader: Reader): Recomputed => {
  try {
    return { text: expanded(text, expr, { ...reader, depth: 0 }) };
  } catch (error) {
    if (error instanceof NotRecomputed) return { problem: error.message };
    throw error;
  }
};
