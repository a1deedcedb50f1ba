import type { Mistake } from "./mistake.ts";
import { type Outline, outlinedAlerts } from "./outline.ts";

/** Text of the runbooks by their path in the definitions' folder. */
export type Runbooks = Readonly<Record<string, string>>;

/** What somebody who was woken by an alert needs to find on its page, in this order. */
const RUNBOOK_SECTIONS = [
  "Meaning",
  "Impact",
  "Diagnose",
  "Mitigate",
  "Verify",
  "Roll back",
  "Escalate",
] as const;

/** The mark that ends the code block which `line` is in; a shorter or another mark does not end it. */
const fenceAfter = (line: string, open: string): string => {
  const [, mark = "", rest = ""] = /^ *(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (open === "") return mark;
  return mark.startsWith(open) && rest.trim() === "" ? "" : open;
};

/** Titles, in lower case, of the sections that have text; a heading inside a code block is code. */
const sectionsWithText = (page: string): Set<string> => {
  const filled = new Set<string>();
  let title = "";
  let fence = "";
  for (const line of page.split("\n")) {
    fence = fenceAfter(line, fence);
    const heading = fence !== "" ? null : /^##\s+(.*?)\s*$/.exec(line);
    if (heading !== null) title = heading[1]?.toLowerCase() ?? "";
    else if (line.trim() !== "") filled.add(title);
  }
  return filled;
};

/** The paths of all runbooks that a system speaks of, each once. */
export const runbookPaths = (system: Outline): string[] => [
  ...new Set(
    outlinedAlerts(system)
      .map(({ runbook }) => runbook)
      .filter((path) => path !== ""),
  ),
];

const missingPages = (system: Outline, runbooks: Runbooks): Mistake[] =>
  outlinedAlerts(system)
    .filter(({ runbook }) => runbook !== "" && !Object.hasOwn(runbooks, runbook))
    .map(({ name, runbook, place }) => ({
      rule: "missing-runbook",
      place,
      message: `alert "${name}" has the runbook ${runbook}, which does not exist`,
      mend: `write it, with the sections ${RUNBOOK_SECTIONS.join(", ")}`,
    }));

const incompletePages = (system: Outline, runbooks: Runbooks): Mistake[] =>
  runbookPaths(system)
    .filter((path) => Object.hasOwn(runbooks, path))
    .map((path) => {
      const filled = sectionsWithText(runbooks[path] ?? "");
      const missing = RUNBOOK_SECTIONS.filter((title) => !filled.has(title.toLowerCase()));
      return { path, missing };
    })
    .filter(({ missing }) => missing.length > 0)
    .map(({ path, missing }) => ({
      rule: "incomplete-runbook",
      place: { file: path, line: 1 },
      message: `the runbook ${path} says nothing under ${missing.join(", ")}`,
      mend: `add ${missing.map((title) => `"## ${title}"`).join(", ")} with text`,
    }));

/** Pages that do not exist, and pages that lack a section or have nothing in it. */
export const runbookMistakes = (system: Outline, runbooks: Runbooks): Mistake[] => [
  ...missingPages(system, runbooks),
  ...incompletePages(system, runbooks),
];
