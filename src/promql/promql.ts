import type { Expression } from "../model/expression.ts";
import type { Counter } from "../model/metric.ts";

type Piece = string | number | Expression | Counter;

const written = (piece: Piece): string => {
  if (typeof piece === "number") return String(piece);
  if (typeof piece === "string") return piece.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return "promql" in piece ? piece.promql : piece.name;
};

/** Removes the indentation that all lines share, and blank lines around the text. */
const dedent = (text: string): string => {
  const lines = text.replace(/^[ \t]*\n|\n[ \t]*$/g, "").split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const shared = indents.length === 0 ? 0 : Math.min(...indents);
  return lines
    .map((line) => line.slice(shared).trimEnd())
    .join("\n")
    .trim();
};

/**
 * A query. A counter puts in its name, another expression its text, and a string is escaped for use
 * inside double quotes.
 */
export const promql = (text: TemplateStringsArray, ...pieces: readonly Piece[]): Expression => ({
  promql: dedent(String.raw({ raw: text.raw }, ...pieces.map(written))),
});
