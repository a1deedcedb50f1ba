import { EVENT_ID, type Event } from "js-yaml";
import type { Place, Span } from "./source.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A comment of a YAML text. */
export type YamlComment = {
  readonly place: Place;
  /** Offsets into the file, from the `#` to the end of the line. */
  readonly span: Span;
  /** What stands after the `#`, without blanks around it. */
  readonly text: string;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
};

const isSeparated = (text: string, at: number): boolean =>
  at === 0 || /[\s\uFEFF]/.test(text.charAt(at - 1));

const lineEnd = (text: string, from: number): number => {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
};

const isAlone = (text: string, at: number): boolean => {
  for (let before = at - 1; before >= 0; before--) {
    const code = text.charCodeAt(before);
    if (code === 10 || code === 13 || code === 0xfeff) return true;
    if (code !== 32 && code !== 9) return false;
  }
  return true;
};

const commentAt = (source: YamlSource, from: number, to: number): YamlComment => ({
  place: source.placeAt(from),
  span: { from: source.toFile(from), to: source.toFile(to) },
  text: source.text.slice(from + 1, to).trim(),
  alone: isAlone(source.text, from),
});

/** The comments of a YAML text, given its events; `#` inside scalars begins none. */
export const commentsAmong = (source: YamlSource, events: readonly Event[]): YamlComment[] => {
  const { text } = source;
  const comments: YamlComment[] = [];
  let next = 0;
  const scalarEndAround = (at: number): number | undefined => {
    for (; next < events.length; next++) {
      const event = events[next];
      if (event?.type !== EVENT_ID.SCALAR || event.valueEnd <= at) continue;
      return event.valueStart <= at ? event.valueEnd : undefined;
    }
    return undefined;
  };
  let at = text.indexOf("#");
  while (at !== -1) {
    const inside = scalarEndAround(at);
    let end = at + 1;
    if (inside !== undefined) end = inside;
    else if (isSeparated(text, at)) {
      end = lineEnd(text, at);
      comments.push(commentAt(source, at, end));
    }
    at = text.indexOf("#", end);
  }
  return comments;
};
