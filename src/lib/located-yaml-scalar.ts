import { CHOMPING_MODE, SCALAR_STYLE, type ScalarEvent } from "js-yaml";

/**
 * Where each character of a decoded scalar stands in the text that it was written in: runs of
 * characters that follow each other in both. The last run begins at the end of the scalar.
 */
type Runs = { readonly decoded: number[]; readonly written: number[] };

type Break = { readonly at: number; readonly after: number };

const LF = 10;
const CR = 13;

const isBreak = (code: number) => code === LF || code === CR;
const isBlank = (code: number) => code === 32 || code === 9;

const breakAt = (text: string, at: number): Break => {
  const isPair = text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF;
  return { at, after: at + (isPair ? 2 : 1) };
};

const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Collects runs while the decoded text grows. */
const runsBuilder = () => {
  const decoded: number[] = [];
  const written: number[] = [];
  let length = 0;
  return {
    runs: { decoded, written },
    add: (from: number, characters: number) => {
      if (characters === 0) return;
      decoded.push(length);
      written.push(from);
      length += characters;
    },
    end: (at: number) => {
      decoded.push(length);
      written.push(at);
    },
  };
};
type RunsBuilder = ReturnType<typeof runsBuilder>;

/** The breaks from `from` on with the blanks around them, and where the text goes on. */
const foldedBreaks = (text: string, from: number, to: number) => {
  const breaks: Break[] = [];
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (isBreak(code)) {
      const found = breakAt(text, at);
      breaks.push(found);
      at = found.after;
    } else if (isBlank(code)) at += 1;
    else break;
  }
  return { breaks, next: at };
};

type Flow = { readonly from: number; readonly to: number; readonly style: number };

/** What stands in a flow scalar for something other than itself. */
type Stand = {
  /** Blanks before it do not count. */
  readonly trims: boolean;
  readonly characters: readonly { readonly at: number; readonly length: number }[];
  readonly next: number;
};

/** One break becomes a space; more become one line feed less than they are. */
const foldAt = (text: string, at: number, to: number): Stand => {
  const { breaks, next } = foldedBreaks(text, at, to);
  const kept = breaks.length === 1 ? breaks : breaks.slice(1);
  return { trims: true, characters: kept.map((found) => ({ at: found.at, length: 1 })), next };
};

const escapeAt = (text: string, at: number, to: number): Stand => {
  if (isBreak(text.charCodeAt(at + 1))) {
    return { trims: false, characters: [], next: foldedBreaks(text, at + 1, to).next };
  }
  const digits = ESCAPE_DIGITS[text.charAt(at + 1)] ?? 0;
  const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
  return {
    trims: false,
    characters: [{ at, length: code > 0xffff ? 2 : 1 }],
    next: at + 2 + digits,
  };
};

const standAt = (text: string, at: number, { to, style }: Flow): Stand | undefined => {
  const code = text.charCodeAt(at);
  if (isBreak(code)) return foldAt(text, at, to);
  if (code === 39 && style === SCALAR_STYLE.SINGLE_QUOTED) {
    return { trims: false, characters: [{ at, length: 1 }], next: at + 2 };
  }
  if (code === 92 && style === SCALAR_STYLE.DOUBLE_QUOTED) return escapeAt(text, at, to);
  return undefined;
};

/** Plain, single-quoted and double-quoted scalars, whose lines are folded. */
const flowRuns = (text: string, flow: Flow): Runs => {
  const builder = runsBuilder();
  let start = flow.from;
  let solidEnd = flow.from;
  let at = flow.from;
  while (at < flow.to) {
    const stand = standAt(text, at, flow);
    if (stand === undefined) {
      if (!isBlank(text.charCodeAt(at))) solidEnd = at + 1;
      at += 1;
      continue;
    }
    builder.add(start, (stand.trims ? solidEnd : at) - start);
    for (const character of stand.characters) builder.add(character.at, character.length);
    at = stand.next;
    start = at;
    solidEnd = at;
  }
  const last = flow.style === SCALAR_STYLE.PLAIN ? solidEnd : flow.to;
  builder.add(start, last - start);
  builder.end(last);
  return builder.runs;
};

type BlockLine = { readonly from: number; readonly content: number; readonly ending: Break };

const blockLines = (text: string, { valueStart, valueEnd, indent }: ScalarEvent): BlockLine[] => {
  const lines: BlockLine[] = [];
  let from = valueStart;
  while (from < valueEnd) {
    let end = from;
    while (end < valueEnd && !isBreak(text.charCodeAt(end))) end += 1;
    let content = from;
    while (content < end && content - from < indent && text.charCodeAt(content) === 32)
      content += 1;
    const ending = end < valueEnd ? breakAt(text, end) : { at: end, after: end };
    lines.push({ from, content: indent < 0 ? end : content, ending });
    from = ending.after;
  }
  return lines;
};

/** The breaks between two lines of a folded block that are kept; a lone one becomes a space. */
const keptInFold = (breaks: readonly Break[], isBesideIndented: boolean, hasRead: boolean) =>
  isBesideIndented || !hasRead || breaks.length === 1 ? breaks : breaks.slice(1);

type BlockEnd = { readonly breaks: readonly Break[]; readonly hasRead: boolean };

/** What chomping leaves of the breaks after the last line with text. */
const endBlock = (builder: RunsBuilder, event: ScalarEvent, { breaks, hasRead }: BlockEnd) => {
  if (event.chomping === CHOMPING_MODE.STRIP) {
    builder.end(breaks[0]?.at ?? event.valueEnd);
    return;
  }
  const clipped = hasRead ? breaks.slice(0, 1) : [];
  const kept = event.chomping === CHOMPING_MODE.KEEP ? breaks : clipped;
  for (const { at } of kept) builder.add(at, 1);
  builder.end(kept.at(-1)?.after ?? event.valueEnd);
};

/** Literal and folded blocks. */
const blockRuns = (text: string, event: ScalarEvent): Runs => {
  const builder = runsBuilder();
  let hasRead = false;
  let wasIndented = false;
  let breaks: Break[] = [];
  for (const { content, ending } of blockLines(text, event)) {
    if (content >= ending.at) {
      breaks.push(ending);
      continue;
    }
    const isIndented = isBlank(text.charCodeAt(content));
    const kept =
      event.style === SCALAR_STYLE.FOLDED_BLOCK
        ? keptInFold(breaks, isIndented || wasIndented, hasRead)
        : breaks;
    for (const { at } of kept) builder.add(at, 1);
    builder.add(content, ending.at - content);
    wasIndented = isIndented;
    hasRead = true;
    breaks = [ending];
  }
  endBlock(builder, event, { breaks, hasRead });
  return builder.runs;
};

const runsOf = (text: string, event: ScalarEvent): Runs => {
  const { style, valueStart, valueEnd } = event;
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
  return isBlock
    ? blockRuns(text, event)
    : flowRuns(text, { from: valueStart, to: valueEnd, style });
};

/** The run that holds the offset: the last that begins at or before it. */
const runAt = ({ decoded }: Runs, offset: number): number => {
  let low = 0;
  let high = decoded.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((decoded[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * For a scalar of `text`: from an offset of its decoded value to the offset in `text` of what that
 * character was written as. A folded line break stands where it was written; the end of the value
 * is the end of the scalar.
 */
export const scalarOffsets = (text: string, event: ScalarEvent): ((offset: number) => number) => {
  if (event.fast) {
    const length = event.valueEnd - event.valueStart;
    return (offset) => event.valueStart + Math.min(Math.max(offset, 0), length);
  }
  let runs: Runs | undefined;
  return (wanted) => {
    runs ??= runsOf(text, event);
    const end = runs.decoded.at(-1) ?? 0;
    const offset = Math.min(Math.max(wanted, 0), end);
    const run = runAt(runs, offset);
    return (runs.written[run] ?? 0) + offset - (runs.decoded[run] ?? 0);
  };
};
