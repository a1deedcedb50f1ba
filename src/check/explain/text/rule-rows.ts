import { labelsText } from "../../../alertmanager/grouping/group.ts";
import type { AlertExplanation, RenderedText, RuleExplanation } from "../explanation.ts";
import { columnsOf, type Paragraph, type Row } from "./rows.ts";
import { listWords } from "./words.ts";

const MOST_LINES = 12;

/** The expression with what all its lines are indented by taken away. */
const exprLines = (expr: string): Paragraph[] => {
  const lines = expr.split("\n").map((line) => line.trimEnd());
  const indents = lines
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.length - line.trimStart().length);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  const own = lines.map((line, index) => (index === 0 ? line : line.slice(common)));
  const shown = own.slice(0, MOST_LINES).map((text) => ({ text, hanging: 2 }));
  if (own.length <= MOST_LINES) return shown;
  return [...shown, { text: `… ${own.length - MOST_LINES} more lines`, tone: "dim" }];
};

const timeText = ({ earliest, latest, window }: RuleExplanation): string => {
  const times =
    earliest === "0s"
      ? `at once after the fault at the earliest, ${latest} at the latest`
      : `${earliest} after the fault at the earliest, ${latest} at the latest`;
  return window === null ? times : `${times}; a window of ${window} may take as long again to fill`;
};

const firesRow = (rule: RuleExplanation): Row => {
  const held = rule.for === "0s" ? "" : `for ${rule.for}, `;
  const kept = rule.keepFiringFor === null ? "" : `, kept firing for ${rule.keepFiringFor}`;
  return {
    label: "fires",
    paragraphs: [
      ...exprLines(rule.expr),
      {
        text: `${held}evaluated every ${rule.evaluatedEvery}, scraped every ${rule.scrapedEvery}${kept}`,
      },
      { text: timeText(rule) },
    ],
  };
};

const definedRow = ({ place, definedAt }: RuleExplanation): Row => {
  const compiled = `${place.file}:${place.line}`;
  const paragraphs =
    definedAt === null
      ? [{ text: compiled }]
      : [
          { text: `${definedAt.file}:${definedAt.line}` },
          { text: `compiled to ${compiled}`, tone: "dim" as const },
        ];
  return { label: "defined", paragraphs };
};

/** The rule: its expression, how fast it fires, and where it stands. */
export const ruleRows = (rule: RuleExplanation): Row[] => [
  firesRow(rule),
  ...(rule.because === null ? [] : [{ label: "means", paragraphs: [{ text: rule.because }] }]),
  definedRow(rule),
];

export const exampleRow = ({ example }: AlertExplanation): Row => ({
  label: "example",
  paragraphs: [
    { text: labelsText(example.labels).replaceAll('", ', '",\u0020'), hanging: 1 },
    ...(example.value === null ? [] : [{ text: `the query gives ${example.value}` }]),
    ...(example.uncertain.length === 0
      ? []
      : [{ text: `a real one may lack ${listWords(example.uncertain)}`, tone: "yellow" as const }]),
  ],
});

/** Texts under their names, errors in place of those that fail. */
export const textParagraphs = (texts: readonly RenderedText[]): Paragraph[] => {
  const names = columnsOf(texts.map(({ name }) => [name, ""]));
  const width = Math.max(0, ...texts.map(({ name }) => name.length)) + 2;
  return texts.flatMap(({ text, error }, index): Paragraph[] => {
    const name = (names[index] ?? "").padEnd(width);
    if (error !== null) return [{ text: `${name}error: ${error}`, tone: "red", hanging: width }];
    const lines = text.trim().split("\n");
    const shown = lines.slice(0, MOST_LINES).map((line, at) => ({
      text: (at === 0 ? name : " ".repeat(width)) + line.trimEnd(),
      hanging: at === 0 ? width : 0,
    }));
    const rest = lines.length - MOST_LINES;
    if (rest <= 0) return shown;
    return [...shown, { text: `${" ".repeat(width)}… ${rest} more lines`, tone: "dim" }];
  });
};

/** What the alert says, and its runbook. */
export const annotationRows = ({ example, runbook }: AlertExplanation): Row[] => {
  const texts = example.annotations.filter(({ text, error }) => text !== runbook || error !== null);
  return [
    { label: "says", paragraphs: textParagraphs(texts) },
    {
      label: "runbook",
      paragraphs: [runbook === null ? { text: "none", tone: "yellow" } : { text: runbook }],
    },
  ];
};
