import type { Instant } from "../../../lib/clock.ts";
import type { EscalationExplanation } from "../explanation.ts";
import { nearMomentText } from "../moment-text.ts";
import { type Colours, columnsOf, printable, wrapped } from "./rows.ts";

type Planned = Extract<EscalationExplanation, { kind: "planned" }>;
type Step = Planned["steps"][number];

/** When the alert began to fire, and in which zone times are shown. */
type Began = { readonly at: Instant; readonly zone: string };

const sameStep = (a: Step, b: Step): boolean =>
  a.step === b.step &&
  a.unless === b.unless &&
  a.people.map(({ id }) => id).join() === b.people.map(({ id }) => id).join();

/** Whether every further round is the first one over again. */
const repeatsFirst = (first: readonly Step[], others: readonly Step[]): boolean =>
  first.length > 0 &&
  others.length % first.length === 0 &&
  others.every((step, index) => {
    const model = first[index % first.length];
    return model !== undefined && sameStep(step, model);
  });

/** What stands in one line: since when, at what time, and who or what. */
type Line = { readonly after: string; readonly at: string; readonly what: readonly string[] };

const stepLines = ({ after, at, people, unless }: Step, began: Began): Line[] => {
  const time = nearMomentText(Date.parse(at), began.at, began.zone);
  const told = people.map(({ name, methods }, index) => {
    const [first = "no way to reach them", ...others] = methods;
    const then = others.length === 0 ? "" : `, or else ${others.join(", ")}`;
    const isFirst = index === 0;
    return {
      after: isFirst ? `+${after}` : "",
      at: isFirst ? time : "",
      what: [name, `${first}${then}`],
    };
  });
  if (unless === "acknowledged") return told;
  return [...told, { after: "", at: "", what: ["", "also if acknowledged, unless improving"] }];
};

const times = (count: number): string => {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
};

const plannedLines = ({ steps, ends }: Planned, began: Began): Line[] => {
  const first = steps.filter(({ round }) => round === 1);
  const others = steps.filter(({ round }) => round > 1);
  const line = ({ at, after }: { at: string; after: string }, text: string): Line => ({
    after: `+${after}`,
    at: nearMomentText(Date.parse(at), began.at, began.zone),
    what: [text],
  });
  const end = line(ends, `ends: ${ends.because}`);
  const [again] = others;
  if (again === undefined || !repeatsFirst(first, others)) {
    return [...steps.flatMap((step) => stepLines(step, began)), end];
  }
  const rounds = new Set(others.map(({ round }) => round)).size;
  return [
    ...first.flatMap((step) => stepLines(step, began)),
    line(again, `again from the first step, ${times(rounds)}`),
    end,
  ];
};

/** Times in columns, then names and ways in columns of their own: a sentence does not push them apart. */
const aligned = (lines: readonly Line[]): string[] => {
  const starts = columnsOf(lines.map(({ after, at }) => [after, at, "|"]));
  const pairs = columnsOf(lines.flatMap(({ what }) => (what.length === 2 ? [what] : [])));
  let next = 0;
  return lines.map(({ what }, index) => {
    const start = (starts[index] ?? "").slice(0, -1);
    const rest = what.length === 2 ? pairs[next++] : what[0];
    return `${start}${rest ?? ""}`.trimEnd();
  });
};

const INDENT = "  ";
const WIDTH = 78;

/** Who is told, step by step, while nobody acknowledges. */
export const escalationText = (
  escalation: EscalationExplanation,
  began: Began,
  colours: Colours,
): string => {
  const paragraph = (text: string): string[] => wrapped(printable(text), WIDTH, 2);
  const lines =
    escalation.kind === "none"
      ? paragraph(`who is told: ${escalation.because}`)
      : [
          colours.bold("who is told, if nobody acknowledges"),
          ...aligned(plannedLines(escalation, began)).map(printable),
          ...(escalation.fallback === null
            ? []
            : paragraph(
                `if no contact method works: ${escalation.fallback.contact} after ${escalation.fallback.after}`,
              )),
          ...paragraph(`team ${escalation.team}, policy ${escalation.policy}`).map(colours.dim),
        ];
  return lines.map((line) => `${INDENT}${line}\n`).join("");
};
