import type { LocatedYaml } from "../../lib/located-yaml.ts";
import type { SourceProblem } from "../../lib/source.ts";
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

/**
 * The comments that hold findings back. One that stands alone speaks for the list element or the key that
 * begins below it; one at the end of a line for that line.
 */
export const ignoreComments = ({ documents, comments }: LocatedYaml): IgnoreComment[] => {
  const written = comments.flatMap((comment) => {
    const parsed = parseIgnoreComment(`# ${comment.text}`);
    return parsed === undefined ? [] : [{ comment, parsed }];
  });
  if (written.length === 0) return [];
  const parts = documents.flatMap(partsOf);
  const others = new Set(comments.filter(({ alone }) => alone).map(({ place }) => place.line));
  return written.map(({ comment, parsed }) => {
    const { line } = comment.place;
    let below = line + 1;
    while (others.has(below)) below += 1;
    const part = comment.alone ? parts.find(({ from }) => from === below) : undefined;
    return { ...parsed, place: comment.place, from: part?.from ?? line, to: part?.to ?? line };
  });
};

/** Comments that mean to hold findings back and hold none back, because they are not rightly written. */
export const ignoreCommentProblems = ({ comments }: LocatedYaml): SourceProblem[] =>
  comments
    .map(({ text, place }) => ({ text: `# ${text}`, place }))
    .filter(({ text }) => isIgnoreComment(text) && parseIgnoreComment(text) === undefined)
    .map(({ place }) => ({
      rule: "ignore-comment",
      place,
      message: "this comment holds nothing back: it does not say which checks, or not why",
      mend: "write `# tocsin ignore CHECK until 2027-01-31 because REASON`; the day may be left out",
    }));
