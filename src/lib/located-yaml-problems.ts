/** What to do about a mistake that the YAML parser reports, by the words of its report. */
const MENDS: readonly (readonly [pattern: RegExp, mend: string])[] = [
  [/tab characters/, "indent with spaces only"],
  [
    /bad indentation|deficient indentation/,
    "give the line the indentation of its neighbours; a value that holds `: ` or ` #` needs quotes",
  ],
  [
    /expected ':' after a mapping key|multiline key/,
    "write `key: value`; text of several lines needs quotes or a block (`|`)",
  ],
  [/end of the stream within a (single|double) quoted/, "close the quote"],
  [
    /unknown escape|hexadecimal/,
    "double the backslash, or use single quotes, which keep backslashes",
  ],
  [
    /flow collection|flow sequence|flow mapping/,
    "close every `[` and `{`, with commas between items",
  ],
  [/unexpected end of the document/, "close the quote before the `---`"],
  [/non-printable|null byte|JSON character/, "remove the control character"],
  [/maxDepth/, "flatten the document"],
  [/tag/, "remove the tag, or declare its handle"],
  [/anchor|alias/, "give the anchor a name, and use it as `*name`"],
  [/directive/, "remove the directive, or follow it with `---`"],
];

const TEMPLATE_MEND =
  "render the template first, with `helm template` for a Helm chart, and check what comes of it";

/** The mend for a syntax error on this line. */
export const syntaxMend = (reason: string, line: string): string => {
  if (/\{\{/.test(line) && !/["'].*\{\{/.test(line)) return TEMPLATE_MEND;
  return MENDS.find(([pattern]) => pattern.test(reason))?.[1] ?? "write the line as valid YAML";
};

/** A template's action stands where YAML wants structure: `{{- range … }}` alone on a line. */
export const isTemplate = (text: string): boolean =>
  /^[ \t-]*\{\{[^{}\n]*\}\}[ \t\r]*$/m.test(text);

export const templateProblem = {
  rule: "yaml-template",
  message: "the file is a template of YAML, not YAML: actions in {{ }} stand between its lines",
  mend: TEMPLATE_MEND,
} as const;
