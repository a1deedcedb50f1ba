import { COLLECTION_STYLE, EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { MAX_DEPTH } from "./located-yaml-nodes.ts";

/** Where and why a text is no YAML. */
export type SyntaxFault = { readonly offset: number; readonly reason: string };

export type EventsOrFault = { readonly events: readonly Event[] } | { readonly fault: SyntaxFault };

const strictEvents = (text: string): EventsOrFault => {
  try {
    return { events: parseEvents(text, { maxDepth: MAX_DEPTH }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const offset = Math.min(error.mark?.position ?? 0, text.length);
    return { fault: { offset, reason: error.reason } };
  }
};

/** Each costs another reading of the text. */
const MAX_FORGIVEN = 20;
const MAX_FORGIVING_CHARACTERS = 1_000_000;

const isBreak = (character: string) => character === "\n" || character === "\r";

/**
 * The text with blanks in place of what YAML 1.2 forbids and Go's YAML 1.1 does not: tabs between tokens
 * of a line, line breaks in quotes and brackets before text that is not indented, and comments right
 * behind a quote or bracket. Offsets stay.
 */
const forgiven = (text: string, { offset, reason }: SyntaxFault): string | undefined => {
  if (text.charAt(offset) === "#" && /["'\]}]/.test(text.charAt(offset - 1))) {
    const comment = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? "";
    return text.slice(0, offset) + " ".repeat(comment.length) + text.slice(offset + comment.length);
  }
  if (reason !== "deficient indentation") return undefined;
  let lineStart = offset;
  while (lineStart > 0 && !isBreak(text.charAt(lineStart - 1))) lineStart -= 1;
  const line = text.slice(lineStart, offset);
  if (line.includes("\t")) {
    return text.slice(0, lineStart) + line.replaceAll("\t", " ") + text.slice(offset);
  }
  let from = lineStart;
  while (from > 0 && /\s/.test(text.charAt(from - 1))) from -= 1;
  const previous = text.slice(Math.max(text.lastIndexOf("\n", from - 1), 0), from);
  const isBoundary = /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(lineStart, lineStart + 4));
  if (from === lineStart || line.trim() !== "" || isBoundary) return undefined;
  if (/\s#/.test(previous)) return undefined;
  return text.slice(0, from) + " ".repeat(offset - from) + text.slice(offset);
};

/** What was read on one line may have been written on several. */
const asWritten = (events: readonly Event[], text: string): readonly Event[] =>
  events.map((event) =>
    event.type === EVENT_ID.SCALAR &&
    event.fast &&
    /[\r\n]/.test(text.slice(event.valueStart, event.valueEnd))
      ? { ...event, fast: false }
      : event,
  );

const INDENTATION_WITH_TAB = /^ *(?:- +)*-?\t/gm;

const startOf = (event: Event): number | undefined => {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) return event.start;
  return undefined;
};

/** Whether the offset is outside of scalars and brackets, where Go's YAML takes no tabs. */
const isBetweenBlocks = (events: readonly Event[], offset: number): boolean => {
  const brackets: boolean[] = [];
  let isBracketed = false;
  for (const event of events) {
    const start = startOf(event);
    if (event.type === EVENT_ID.POP) brackets.pop();
    if (start === undefined) continue;
    if (start > offset) break;
    if (event.type === EVENT_ID.SCALAR && offset < event.valueEnd) return false;
    if ("style" in event && event.type !== EVENT_ID.SCALAR) {
      brackets.push(event.style === COLLECTION_STYLE.FLOW);
    }
    isBracketed = brackets.at(-1) ?? false;
  }
  return !isBracketed;
};

/** No file of people's has more of them; looking at each costs time. */
const MAX_TABS = 100;

const tabFault = (events: readonly Event[], text: string): SyntaxFault | undefined => {
  if (!text.includes("\t")) return undefined;
  let looked = 0;
  for (const { 0: indentation, index } of text.matchAll(INDENTATION_WITH_TAB)) {
    const offset = index + indentation.length - 1;
    if (isBetweenBlocks(events, offset)) {
      return { offset, reason: "tab characters must not be used in indentation" };
    }
    looked += 1;
    if (looked >= MAX_TABS) return undefined;
  }
  return undefined;
};

/** The parser's events for a text, with the leniency and strictness of Go's YAML where they matter. */
export const eventsOf = (text: string): EventsOrFault => {
  const strict = strictEvents(text);
  let read = strict;
  let candidate = text;
  const isSmall = text.length <= MAX_FORGIVING_CHARACTERS;
  for (let tries = 0; "fault" in read && isSmall && tries < MAX_FORGIVEN; tries++) {
    const next = forgiven(candidate, read.fault);
    if (next === undefined) break;
    candidate = next;
    read = strictEvents(candidate);
  }
  if ("fault" in read) return strict;
  const events = read === strict ? read.events : asWritten(read.events, text);
  const fault = tabFault(events, text);
  return fault === undefined ? { events } : { fault };
};
