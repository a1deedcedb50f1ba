import type { Place } from "../../../lib/source.ts";
import { counted } from "../../report/report.ts";
import { sourceLines } from "../../report/source-lines.ts";
import type { Colours } from "../../report/text.ts";
import { type Mutant, placeOfMutant } from "../mutation/mutant.ts";
import type { MutationScore } from "../mutation/mutation-run.ts";
import type { Problem } from "../problems/problem.ts";
import { type RuleRow, type TestReport, totalsOf } from "./test-report.ts";

const RULE_WIDTH = 20;

const detailLine = (line: string, colours: Colours): string => {
  if (/^ +- /.test(line)) return colours.red(`  ${line}`);
  return /^ +\+ /.test(line) ? colours.yellow(`  ${line}`) : `  ${line}`;
};

const lineAt = ({ file, line }: Place, sources: TestReport["sources"]): string | undefined =>
  sources[file]?.split("\n", line)[line - 1];

const problemText = (one: Problem, sources: TestReport["sources"], colours: Colours): string => {
  const { rule, place, message, details, mend } = one;
  return [
    `${colours.red("error")}  ${rule.padEnd(RULE_WIDTH)}  ${place.file}:${place.line}:${place.column}`,
    ...sourceLines(place, lineAt(place, sources)).map(colours.dim),
    ...message.split("\n").map((line) => `  ${line}`),
    ...details.map((line) => detailLine(line, colours)),
    `  ${colours.dim("mend")}   ${mend}`,
    "",
    "",
  ].join("\n");
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const commonLength = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
};

const reversed = (text: string): string => Array.from(text).reverse().join("");

const WHOLE_QUERY = 100;
const AROUND = 40;
const WIDEST_PART = 160;

/** A query, or of a long one what lies around the part that differs. */
const around = (text: string, same: { readonly before: number; readonly after: number }) => {
  if (text.length <= WHOLE_QUERY) return text;
  const from = Math.max(0, same.before - AROUND);
  const to = Math.min(text.length, Math.max(text.length - same.after, same.before) + AROUND);
  const part = text.slice(from, Math.min(to, from + WIDEST_PART));
  return `${from > 0 ? "…" : ""}${part}${from + part.length < text.length ? "…" : ""}`;
};

/** The rule's query, or the duration that was changed, before and after. */
const mutantDiff = ({ rule, change, before, after }: Mutant): string[] => {
  if (change.expr === undefined) return [`- ${before}`, `+ ${after}`];
  const [old, changed] = [oneLine(rule.rule.expr.text), oneLine(change.expr)];
  const prefix = commonLength(old, changed);
  const suffix = commonLength(reversed(old.slice(prefix)), reversed(changed.slice(prefix)));
  const same = { before: prefix, after: suffix };
  return [`- ${around(old, same)}`, `+ ${around(changed, same)}`];
};

const survivorText = (mutant: Mutant, colours: Colours): string => {
  const { file, line, column } = placeOfMutant(mutant);
  return [
    `${colours.cyan("note")}   ${mutant.operator.padEnd(RULE_WIDTH)}  ${file}:${line}:${column}`,
    `  ${mutant.rule.rule.name.text} passes its tests all the same`,
    ...mutantDiff(mutant).map((each) => detailLine(`  ${each}`, colours)),
    `  ${colours.dim("mend")}   ${mutant.missing}: add one`,
    "",
    "",
  ].join("\n");
};

const scoreText = (score: MutationScore | undefined): string =>
  score === undefined || score.total === 0 ? "–" : `${score.killed}/${score.total}`;

const percentText = (score: MutationScore | undefined): string =>
  score === undefined || score.total === 0
    ? ""
    : `${Math.floor((score.killed / score.total) * 100)}%`;

const HEAD = ["firing", "silent", "boundary", "mutants killed", ""] as const;

const cellsOf = (row: RuleRow): string[] => [
  row.kind === "alert" ? String(row.firing) : "–",
  row.kind === "alert" ? String(row.silent) : "–",
  scoreText(row.boundary),
  scoreText(row.mutation),
  percentText(row.mutation),
];

/** Alerts, then recording rules with the number of cases that depend on them. */
const table = (rows: readonly RuleRow[], colours: Colours): string => {
  if (rows.length === 0) return "";
  const ordered = rows.toSorted((a, b) => a.kind.localeCompare(b.kind, "en"));
  const cells = ordered.map(cellsOf);
  const widths = HEAD.map((head, index) =>
    Math.max(head.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const names = Math.max(4, ...ordered.map(({ name }) => name.length));
  const line = (name: string, row: readonly string[]): string =>
    `${name.padEnd(names)}  ${row.map((cell, index) => cell.padStart(widths[index] ?? 0)).join("  ")}`.trimEnd();
  const lines = ordered.map((row, index) => {
    const rest = row.kind === "alert" ? "" : `  recording, ${counted(row.cases, "case")}`;
    const text = `${line(row.name, cells[index] ?? [])}${rest}`;
    return row.cases === 0 ? colours.dim(text) : text;
  });
  return `${[colours.dim(line("rule", HEAD)), ...lines].join("\n")}\n\n`;
};

const summary = (report: TestReport): string => {
  const { cases, failed, mutants, killed, undecided } = totalsOf(report);
  const alerts = report.rules.filter(({ kind }) => kind === "alert").length;
  const left = undecided === 0 ? "" : `, ${undecided} not decided in time`;
  const mutation = report.withoutMutants ?? `${killed} of ${mutants} mutants killed${left}`;
  return `${counted(alerts, "alert")}, ${counted(cases, "case")}: ${failed} failed, ${counted(report.problems.length, "problem")}, ${mutation}\n`;
};

/** The report for a person: what is tested, what is wrong, which mistakes nobody would notice. */
export const testText = (report: TestReport, colours: Colours): string =>
  [
    table(report.rules, colours),
    ...report.problems.map((one) => problemText(one, report.sources, colours)),
    ...report.rules
      .flatMap(({ mutation }) => mutation?.survivors ?? [])
      .map((mutant) => survivorText(mutant, colours)),
    summary(report),
  ].join("");
