import type { Check, Discovery } from "../../check.ts";
import type { RunbookTarget } from "../../evidence/runbook-link.ts";
import {
  type Heading,
  headingsBelow,
  normalName,
  type Runbook,
} from "../../evidence/runbook-page.ts";
import type { Examined } from "../../examined.ts";
import { listedWords } from "./listed.ts";
import { runbooksOf, type SetRunbooks } from "./set-runbooks.ts";

/** What a runbook must say, and how its headings may call it. */
const SECTIONS: readonly { readonly name: string; readonly called: RegExp }[] = [
  {
    name: "meaning",
    called:
      /meaning|what (?:it|this) means|description|overview|summary|about|background|explanation|symptoms?|what happened|why/i,
  },
  { name: "impact", called: /impact|consequences?|effects?|severity|affected|who (?:is|notices)/i },
  {
    name: "diagnosis",
    called:
      /diagnos|investigat|debug|troubleshoot|triage|check|verify|causes?|analys|find out|look(?:ing)? (?:at|for)/i,
  },
  {
    name: "mitigation",
    called:
      /mitigat|resolution|resolv|remed|fix|solution|action|recover|repair|steps|what to do|response|respond|procedure|workaround|rollback/i,
  },
];

const missingSections = (headings: readonly Heading[]): string[] =>
  SECTIONS.filter(({ called }) => !headings.some(({ text }) => called.test(text))).map(
    ({ name }) => name,
  );

/** The pages and sections that are about an alert, each once. */
const alertTargets = ({ alerts, index }: SetRunbooks): Map<Heading | Runbook, RunbookTarget> => {
  const targets = new Map<Heading | Runbook, RunbookTarget>();
  for (const { alert, target } of alerts) {
    const named = index.pages.get(normalName(alert.rule.name.text)) ?? [];
    const found =
      target === undefined ? named.map((page) => ({ page, heading: undefined })) : [target];
    for (const one of found) targets.set(one.heading ?? one.page, one);
  }
  return targets;
};

/** The title of a page says nothing of its sections. */
const sectionsOf = ({ page, heading }: RunbookTarget): readonly Heading[] => {
  const below = headingsBelow(page, heading);
  const isTitled = heading === undefined && below[0]?.level === 1;
  return isTitled ? below.slice(1) : below;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const runbooks = runbooksOf(examined);
  if (!runbooks.areHeld) return;
  for (const target of alertTargets(runbooks).values()) {
    const { page, heading } = target;
    const missing = missingSections(sectionsOf(target));
    if (missing.length === 0) continue;
    const what = heading === undefined ? "this runbook" : `the runbook "${heading.text}"`;
    const lacksActs = missing.includes("diagnosis") && missing.includes("mitigation");
    yield {
      place: heading?.place ?? { file: page.path, line: 1, column: 1 },
      subject: heading?.text ?? page.path,
      severity: lacksActs ? "warning" : "info",
      message: lacksActs
        ? `${what} does not say what to do: it has no section on ${listedWords(missing)}`
        : `${what} has no section on ${listedWords(missing)}`,
      help: `add ${listedWords(missing.map((name) => `"${name}"`))} as headings: what the alert means, whom it hurts, how to find the cause, how to end the harm`,
    };
  }
};

export const runbookSectionMissing: Check = {
  name: "runbook-section-missing",
  severity: "info",
  title: "A runbook without meaning, impact, diagnosis or mitigation",
  find,
};
