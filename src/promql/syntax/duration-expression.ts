import type { TreeCursor } from "@lezer/common";
import * as grammar from "@prometheus-io/lezer-promql";
import { MAX_DEPTH } from "./depth.ts";
import { numberAt } from "./literal.ts";
import { SyntaxFault } from "./syntax-fault.ts";

type Source = {
  readonly text: string;
  readonly cursor: TreeCursor;
  /** Told of each duration that older versions cannot read. */
  readonly note: (from: number, to: number) => void;
};

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": (a, b) => a ** b,
};

const isComment = (cursor: TreeCursor): boolean => cursor.type.id === grammar.LineComment;

const refuseCallInDuration = ({ cursor }: Source): never => {
  throw new SyntaxFault(
    "a duration that depends on the query (step(), range(), min_of(), max_of()) cannot be checked: write the duration itself",
    { from: cursor.from, to: cursor.to },
  );
};

/** Seconds of the node under the cursor, which is left where it was. */
const seconds = (source: Source, depth: number): number => {
  const { text, cursor } = source;
  const { from, to } = cursor;
  if (depth > MAX_DEPTH) throw new SyntaxFault("the duration is nested too deeply", { from, to });
  if (cursor.type.id === grammar.NumberDurationLiteralInDurationContext) {
    return numberAt(text, from, to);
  }
  const values: number[] = [];
  let operator = "";
  cursor.firstChild();
  do {
    switch (cursor.type.id) {
      case grammar.LineComment:
        break;
      case grammar.DurationExpr:
      case grammar.OffsetDurationExpr:
      case grammar.NumberDurationLiteralInDurationContext:
        values.push(seconds(source, depth + 1));
        break;
      case grammar.DurationStep:
      case grammar.DurationRange:
      case grammar.DurationMinOf:
      case grammar.DurationMaxOf:
        refuseCallInDuration(source);
        break;
      default:
        operator = text.slice(cursor.from, cursor.to);
    }
  } while (cursor.nextSibling());
  cursor.parent();
  const [first = 0, second] = values;
  if (second === undefined) return operator === "-" ? -first : first;
  if (second === 0 && (operator === "/" || operator === "%")) {
    throw new SyntaxFault("the duration divides by zero", { from, to });
  }
  return OPERATORS[operator]?.(first, second) ?? Number.NaN;
};

/** The longest duration: Go counts nanoseconds in 64 bits. */
const MAX_DURATION_MS = 9_223_372_036_854;

/** What all versions read. */
const PLAIN = /^(?:-\s*)?(?:\d+(?:ms|[smhdwy]))+$/;

/** Milliseconds of the duration under the cursor; constant arithmetic is evaluated. */
export const readDuration = (source: Source): number => {
  const { text, cursor } = source;
  while (isComment(cursor)) cursor.nextSibling();
  const { from, to } = cursor;
  const written = text.slice(from, to);
  if (!PLAIN.test(written)) source.note(from, to);
  const ms = Math.round(seconds(source, 0) * 1_000);
  if (Math.abs(ms) <= MAX_DURATION_MS) return ms === 0 ? 0 : ms;
  throw new SyntaxFault(`${written} is out of the range of durations`, { from, to });
};
