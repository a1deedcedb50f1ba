import type { Place } from "../../lib/source.ts";
import type { RunbookPage } from "./evidence.ts";

/** A heading of Markdown, or a line in bold that stands for one. */
export type Heading = {
  /** 1 to 6; 7 for a line in bold. */
  readonly level: number;
  readonly text: string;
  readonly place: Place;
};

/** A page of Markdown as far as checks look at it. */
export type Runbook = {
  readonly path: string;
  /** What links call it: its file, or its folder where the file is an index. */
  readonly name: string;
  /** The title of its front matter first, then in the order of the page. */
  readonly headings: readonly Heading[];
  /** Names of HTML anchors. */
  readonly anchors: readonly string[];
  readonly lines: readonly string[];
};

/** Longer lines are prose. */
const LONGEST_HEADING = 500;

const INDEX = /^_?(?:index|readme)$/i;

/** The file's name without its ending; the folder's name for an index. */
export const pageName = (path: string): string => {
  const parts = path.split("/");
  const file = (parts.at(-1) ?? "").replace(/\.[^.]+$/, "");
  return INDEX.test(file) ? (parts.at(-2) ?? file) : file;
};

export const isIndexPage = (path: string): boolean =>
  INDEX.test((path.split("/").at(-1) ?? "").replace(/\.[^.]+$/, ""));

/** Letters and digits alone, so that `high-error-rate`, `HighErrorRate` and `High error rate` are one. */
export const normalName = (text: string): string =>
  text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Without the marks of Markdown. */
const plainText = (text: string): string =>
  text
    .replaceAll(/\{#[^}]*\}/g, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/[*`]/g, "")
    .trim();

const BOLD = /^\s*(?:\*\*|__)([^*_][^*]*?)(?:\*\*|__)\s*:?\s*$/;

/** The level and text of a line that is a heading by itself. */
const headingIn = (line: string): { level: number; text: string } | undefined => {
  if (line.length > LONGEST_HEADING) return undefined;
  const [, marks, text] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? [];
  if (marks !== undefined) {
    const closed = (text ?? "").trimEnd().replace(/(?:^|[ \t])#+$/, "");
    return { level: marks.length, text: plainText(closed) };
  }
  const bold = BOLD.exec(line)?.[1];
  return bold === undefined ? undefined : { level: 7, text: plainText(bold).replace(/:$/, "") };
};

/** A line under a text that makes a heading of it. */
const underlineLevel = (line: string): number | undefined => {
  if (/^ {0,3}=+[ \t]*$/.test(line)) return 1;
  return /^ {0,3}-{2,}[ \t]*$/.test(line) ? 2 : undefined;
};

type Fence = { readonly mark: string; readonly length: number };

const fenceIn = (line: string): (Fence & { readonly rest: string }) | undefined => {
  const [, marks, rest] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (marks === undefined) return undefined;
  const mark = marks.charAt(0);
  // Backticks behind the fence make it code within a line.
  if (mark === "`" && rest?.includes("`")) return undefined;
  return { mark, length: marks.length, rest: (rest ?? "").trim() };
};

/** Where the front matter ends, 0 without any, and the title that it gives. */
const frontMatter = (
  lines: readonly string[],
): { readonly end: number; readonly title: number } => {
  if (lines[0]?.trimEnd() !== "---") return { end: 0, title: -1 };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (end < 0) return { end: 0, title: -1 };
  return { end: end + 1, title: lines.findIndex((line, at) => at < end && /^title:/.test(line)) };
};

const titleOf = (line: string): string =>
  line
    .slice("title:".length, LONGEST_HEADING)
    .trim()
    .replaceAll(/^["']|["']$/g, "");

type Outline = { readonly headings: Heading[]; readonly anchors: string[] };

const ANCHOR = /<a\s+(?:name|id)\s*=\s*["']([^"']{1,200})["']/g;

/** The lines outside of fenced code, which ends as CommonMark says: at a fence without a word behind it. */
function* proseLines(lines: readonly string[], begin: number): Generator<[number, string]> {
  let fence: Fence | undefined;
  for (let index = begin; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const found = fenceIn(line);
    if (fence !== undefined) {
      const isEnd = found?.mark === fence.mark && found.length >= fence.length;
      if (isEnd && found.rest === "") fence = undefined;
    } else if (found === undefined) yield [index, line];
    else fence = found;
  }
}

const readOutline = (lines: readonly string[], begin: number, path: string): Outline => {
  const headings: Heading[] = [];
  const anchors: string[] = [];
  let above = "";
  for (const [index, line] of proseLines(lines, begin)) {
    for (const [, name] of line.slice(0, LONGEST_HEADING).matchAll(ANCHOR))
      anchors.push(name ?? "");
    const place = { file: path, line: index + 1, column: 1 };
    const heading = headingIn(line);
    const level = isText(above) ? underlineLevel(line) : undefined;
    if (heading !== undefined) headings.push({ ...heading, place });
    else if (level !== undefined) {
      headings.push({ level, text: plainText(above), place: { ...place, line: index } });
    }
    above = line;
  }
  return { headings, anchors };
};

const isText = (line: string): boolean =>
  line.trim() !== "" &&
  line.length <= LONGEST_HEADING &&
  !/^ {0,3}(?:#|[-*+>|]|\d+[.)])/.test(line);

export const readRunbook = ({ path, text }: RunbookPage): Runbook => {
  const lines = text.split(/\r?\n/);
  const { end, title } = frontMatter(lines);
  const { headings, anchors } = readOutline(lines, end, path);
  const written = title < 0 ? "" : titleOf(lines[title] ?? "");
  const first =
    written === ""
      ? []
      : [{ level: 1, text: written, place: { file: path, line: title + 1, column: 1 } }];
  return { path, name: pageName(path), headings: [...first, ...headings], anchors, lines };
};

/** The headings below one, or all of the page; lines in bold among them. */
export const headingsBelow = (
  { headings }: Runbook,
  heading: Heading | undefined,
): readonly Heading[] => {
  if (heading === undefined) return headings;
  const from = headings.indexOf(heading) + 1;
  const to = headings.findIndex(({ level }, index) => index >= from && level <= heading.level);
  return headings.slice(from, to < 0 ? undefined : to);
};
