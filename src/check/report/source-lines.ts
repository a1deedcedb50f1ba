import type { Place } from "../../lib/source.ts";

const WIDEST_LINE = 160;

/** The line of a file, and a caret under the column; a very long line is cut around it. Nothing for an empty line. */
export const sourceLines = (
  place: Pick<Place, "line" | "column">,
  written: string | undefined,
): string[] => {
  const line = written?.trimEnd() ?? "";
  if (line.trim() === "") return [];
  const start = Math.max(0, place.column - 1 - WIDEST_LINE / 2);
  const shown = line.slice(start, start + WIDEST_LINE).replaceAll("\t", " ");
  const indent = shown.length - shown.trimStart().length;
  const caret = Math.max(0, Math.min(place.column - 1 - start - indent, shown.length));
  return [
    `${String(place.line).padStart(5)} │ ${shown.trimStart()}`,
    `      │ ${" ".repeat(caret)}^`,
  ];
};
