import * as grammar from "@prometheus-io/lezer-promql";
import type { MatchOperator } from "../../labels/matcher.ts";
import type { Span } from "../../lib/source.ts";
import type { LocatedMatcher, Matching, VectorSelector } from "./expr.ts";
import { stringAt } from "./literal.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { eachChild, spanAt, type TreeReader, textAt } from "./tree-reader.ts";

const quotedName = (reader: TreeReader): string => {
  const span = spanAt(reader);
  reader.newer.push({ what: "a quoted name", flag: undefined, span });
  return stringAt(reader.text, span.from, span.to);
};

const OPERATORS: Readonly<Record<string, MatchOperator>> = {
  "=": "=",
  "!=": "!=",
  "=~": "=~",
  "!~": "!~",
};

/** What bytes that are not UTF-8 are read as. */
const REPLACED = "\ufffd";

const readMatcher = (reader: TreeReader): LocatedMatcher => {
  let name = "";
  let operator: MatchOperator = "=";
  let value = "";
  const span = spanAt(reader);
  eachChild(reader, (id) => {
    if (id === grammar.LabelName) name = textAt(reader);
    else if (id === grammar.QuotedLabelName) name = quotedName(reader);
    else if (id === grammar.MatchOp) operator = OPERATORS[textAt(reader)] ?? "=";
    else value = stringAt(reader.text, reader.cursor.from, reader.cursor.to);
  });
  const written = reader.text.slice(span.from, span.to);
  if (operator.endsWith("~") && value.includes(REPLACED) && !written.includes(REPLACED)) {
    throw new SyntaxFault("the bytes of the regular expression are not UTF-8", span);
  }
  return { name, operator, value, span };
};

const NAME = "__name__";

/** The one matcher that is only another way to write the metric's name. */
const nameMatcher = (matchers: readonly LocatedMatcher[]): LocatedMatcher | undefined => {
  const named = matchers.filter((matcher) => matcher.name === NAME);
  const [only] = named;
  return named.length === 1 && only?.operator === "=" && only.value !== "" ? only : undefined;
};

const selector = (metric: string, matchers: LocatedMatcher[], span: Span): VectorSelector => {
  const only = metric === "" ? nameMatcher(matchers) : undefined;
  return {
    kind: "selector",
    metric: only?.value ?? metric,
    matchers: only === undefined ? matchers : matchers.filter((matcher) => matcher !== only),
    offsetMs: 0,
    at: undefined,
    span,
  };
};

/** The cursor is on a VectorSelector. */
export const readSelector = (reader: TreeReader): VectorSelector => {
  const span = spanAt(reader);
  const matchers: LocatedMatcher[] = [];
  let metric = "";
  const readBraces = (id: number) => {
    if (id === grammar.QuotedLabelName) {
      const value = quotedName(reader);
      matchers.push({ name: NAME, operator: "=", value, span: spanAt(reader) });
    } else matchers.push(readMatcher(reader));
  };
  eachChild(reader, (id) => {
    if (id === grammar.Identifier) metric = textAt(reader);
    else eachChild(reader, readBraces);
  });
  if (/^atan2$/i.test(metric)) {
    throw new SyntaxFault(
      `"${metric}" is an operator: for a metric of that name write {__name__="${metric}"}`,
      { from: span.from, to: span.from + metric.length },
    );
  }
  return selector(metric, matchers, span);
};

const NUMBER_WORD = /^(?:inf|nan)$/i;

/** The cursor is on GroupingLabels. */
const readGroupingLabels = (reader: TreeReader): string[] => {
  const labels: string[] = [];
  eachChild(reader, (id) => {
    const name = id === grammar.QuotedLabelName ? quotedName(reader) : textAt(reader);
    if (id === grammar.LabelName && NUMBER_WORD.test(name)) {
      throw new SyntaxFault(`${name} is a number here, not a label`, spanAt(reader));
    }
    labels.push(name);
  });
  return labels;
};

/** The cursor is on a MatchingModifierClause; `matching` is what the operator has without one. */
export const readMatching = (reader: TreeReader, matching: Matching): Matching => {
  let { mode, labels, cardinality, include } = matching;
  let grouped = false;
  eachChild(reader, (id) => {
    if (id === grammar.On) mode = "on";
    else if (id === grammar.Ignoring) mode = "ignoring";
    else if (id === grammar.GroupLeft) {
      cardinality = "many-to-one";
      grouped = true;
    } else if (id === grammar.GroupRight) {
      cardinality = "one-to-many";
      grouped = true;
    } else if (grouped) include = readGroupingLabels(reader);
    else labels = readGroupingLabels(reader);
  });
  return { mode, labels, cardinality, include, span: spanAt(reader) };
};

export type Grouping = { readonly grouping: "by" | "without"; readonly labels: readonly string[] };

/** The cursor is on an AggregateModifier. */
export const readGrouping = (reader: TreeReader): Grouping => {
  let grouping: Grouping["grouping"] = "by";
  let labels: readonly string[] = [];
  eachChild(reader, (id) => {
    if (id === grammar.Without) grouping = "without";
    else if (id === grammar.GroupingLabels) labels = readGroupingLabels(reader);
  });
  return { grouping, labels };
};
