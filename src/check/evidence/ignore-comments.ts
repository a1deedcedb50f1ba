import type { LocatedYaml } from "../../lib/located-yaml.ts";
import type { LocatedText, SourceProblem } from "../../lib/source.ts";
import type { YamlComment } from "../../lib/yaml-comments.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import { type IgnoreComment, isIgnoreComment, parseIgnoreComment } from "../suppression.ts";

type Lines = { readonly from: number; readonly to: number };

const lastLine = (node: YamlNode): number => {
  let line = node.place.line;
  const waiting: YamlNode[] = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    line = Math.max(line, next.place.line);
    if (next.kind === "list") waiting.push(...next.items);
    if (next.kind === "map") waiting.push(...next.entries.map(({ value }) => value));
    if (next.kind === "scalar") line = Math.max(line, next.placeAt(next.text.length).line);
  }
  return line;
};

/** The elements of lists and the values of mappings, outermost first. */
const partsOf = (root: YamlNode): Lines[] => {
  const parts: Lines[] = [];
  const waiting: YamlNode[] = [root];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next.kind === "list") {
      for (const item of next.items) parts.push({ from: item.place.line, to: lastLine(item) });
      waiting.push(...next.items);
    }
    if (next.kind === "map") {
      for (const { key, value } of next.entries) {
        parts.push({ from: key.place.line, to: lastLine(value) });
        waiting.push(value);
      }
    }
  }
  return parts;
};

type Written = {
  readonly comment: YamlComment;
  readonly parsed: NonNullable<ReturnType<typeof parseIgnoreComment>>;
};

const writtenAmong = (comments: readonly YamlComment[]): Written[] =>
  comments.flatMap((comment) => {
    const parsed = parseIgnoreComment(`# ${comment.text}`);
    return parsed === undefined ? [] : [{ comment, parsed }];
  });

/** The first line below that is no comment which stands alone. */
const lineBelow = ({ place }: YamlComment, comments: readonly YamlComment[]): number => {
  const others = new Set(comments.filter(({ alone }) => alone).map((other) => other.place.line));
  let below = place.line + 1;
  while (others.has(below)) below += 1;
  return below;
};

/**
 * The comments that hold findings back. One that stands alone speaks for the list element or the key that
 * begins below it; one at the end of a line for that line.
 */
export const ignoreComments = ({ documents, comments }: LocatedYaml): IgnoreComment[] => {
  const written = writtenAmong(comments);
  if (written.length === 0) return [];
  const parts = documents.flatMap(partsOf);
  return written.map(({ comment, parsed }) => {
    const { line } = comment.place;
    const below = lineBelow(comment, comments);
    const part = comment.alone ? parts.find(({ from }) => from === below) : undefined;
    return { ...parsed, place: comment.place, from: part?.from ?? line, to: part?.to ?? line };
  });
};

/**
 * The comments inside an expression that hold findings back. One that stands alone speaks for the line below it, or for
 * the whole expression when it comes before all of it; one at the end of a line for that line.
 */
export const ignoreCommentsIn = (
  expr: LocatedText,
  comments: readonly YamlComment[],
): IgnoreComment[] =>
  writtenAmong(comments).map(({ comment, parsed }) => {
    const { place, alone } = comment;
    const below = alone ? lineBelow(comment, comments) : place.line;
    const isFirst = alone && place.line - expr.placeAt(0).line < headLines(expr.text);
    const to = isFirst ? expr.placeAt(expr.text.trimEnd().length).line : below;
    return { ...parsed, place, from: place.line, to };
  });

/** How many lines of an expression come before the first that is more than a comment. */
const headLines = (text: string): number =>
  text.split("\n").findIndex((line) => !/^\s*(?:#|$)/.test(line));

/** Comments that mean to hold findings back and hold none back, because they are not rightly written. */
export const ignoreCommentProblems = (comments: readonly YamlComment[]): SourceProblem[] =>
  comments
    .map(({ text, place }) => ({ text: `# ${text}`, place }))
    .filter(({ text }) => isIgnoreComment(text) && parseIgnoreComment(text) === undefined)
    .map(({ place }) => ({
      rule: "ignore-comment",
      place,
      message: "this comment holds nothing back: it does not say which checks, or not why",
      mend: "write `# tocsin ignore CHECK until 2027-01-31 because REASON`; the day may be left out",
    }));
