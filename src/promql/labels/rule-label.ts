import type { Constraint } from "../../labels/symbolic.ts";
import { ANYTHING, escapeRegexp, exactly, exactValue, mayBeAbsent, PRESENT } from "./constraint.ts";

/** `{{ $labels.x }}` and `{{ .Labels.x }}`; what stands between `{{-` and `-}}` loses its blanks. */
const LABEL_ACTION = /^\{\{\s*(?:\$labels|\.Labels)\.([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/;
const VALUE_ACTION = /^\{\{\s*(?:\$value|\.Value)\s*\}\}/;

type Piece = { readonly constraint: Constraint };

const pieceOfAction = (
  rest: string,
  sample: (label: string) => Constraint,
): { piece: Piece; length: number } | undefined => {
  const label = LABEL_ACTION.exec(rest);
  if (label?.[1] !== undefined) {
    return { piece: { constraint: sample(label[1]) }, length: label[0].length };
  }
  const value = VALUE_ACTION.exec(rest);
  return value === null ? undefined : { piece: { constraint: PRESENT }, length: value[0].length };
};

/** Text and simple actions, or undefined where the template does anything more. */
const piecesOf = (
  template: string,
  sample: (label: string) => Constraint,
): readonly Piece[] | undefined => {
  const pieces: Piece[] = [];
  let rest = template;
  while (rest !== "") {
    const at = rest.indexOf("{{");
    if (at !== 0) {
      const text = at < 0 ? rest : rest.slice(0, at);
      pieces.push({ constraint: exactly(text) });
      rest = rest.slice(text.length);
      continue;
    }
    const action = pieceOfAction(rest, sample);
    if (action === undefined) return undefined;
    pieces.push(action.piece);
    rest = rest.slice(action.length);
  }
  return pieces;
};

const PATTERN_LIMIT = 1000;

const concatenation = (pieces: readonly Piece[]): Constraint => {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only.constraint;
  const values = pieces.map(({ constraint }) => exactValue(constraint));
  if (values.every((value) => value !== undefined)) return exactly(values.join(""));
  const pattern = pieces
    .map(({ constraint }, index) => {
      const value = values[index];
      if (value !== undefined) return escapeRegexp(value);
      return constraint.length > 0 && !mayBeAbsent(constraint) ? "(?s:.+)" : "(?s:.*)";
    })
    .join("");
  if (pattern.length <= PATTERN_LIMIT) return [{ operator: "=~", value: pattern }];
  return pieces.some(({ constraint }) => !mayBeAbsent(constraint)) ? PRESENT : ANYTHING;
};

/**
 * What is known of a label that an alerting rule sets to this template. A template that fails becomes a
 * text that says so, which is not empty (rules/alerting.go).
 */
export const ruleLabelConstraint = (
  template: string,
  sample: (label: string) => Constraint,
): Constraint => {
  if (!template.includes("{{")) return exactly(template);
  const pieces = piecesOf(template, sample);
  if (pieces !== undefined) return concatenation(pieces);
  const before = template.slice(0, template.indexOf("{{"));
  return before.trim() === "" ? ANYTHING : PRESENT;
};
