import type { EscalationExplanation } from "../explanation.ts";
import { momentText } from "../moment-text.ts";
import { type Colours, columnsOf, wrapped } from "./rows.ts";

type Planned = Extract<EscalationExplanation, { kind: "planned" }>;
type Step = Planned["steps"][number];

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

const stepCells = ({ after, at, people, unless }: Step, zone: string): string[][] =>
  people.map(({ name, methods }, index) => {
    const [first = "no way to reach them", ...others] = methods;
    const then = others.length === 0 ? "" : `, or else ${others.join(", ")}`;
    const also = unless === "improving" ? "  also when acknowledged, unless improving" : "";
    return [
      index === 0 ? `+${after}` : "",
      index === 0 ? momentText(Date.parse(at), zone) : "",
      name,
      `${first}${then}${also}`,
    ];
  });

const times = (count: number): string => {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
};

const plannedCells = ({ steps, ends }: Planned, zone: string): string[][] => {
  const first = steps.filter(({ round }) => round === 1);
  const others = steps.filter(({ round }) => round > 1);
  const [again] = others;
  const rounds = new Set(others.map(({ round }) => round)).size;
  const end = [`+${ends.after}`, momentText(Date.parse(ends.at), zone), `ends: ${ends.because}`];
  if (again === undefined || !repeatsFirst(first, others)) {
    return [...steps.flatMap((step) => stepCells(step, zone)), end];
  }
  const repeat = `again from the first step, ${times(rounds)}`;
  return [
    ...first.flatMap((step) => stepCells(step, zone)),
    [`+${again.after}`, momentText(Date.parse(again.at), zone), repeat],
    end,
  ];
};

/** The last cell of a short row must not widen the column of names. */
const aligned = (cells: readonly (readonly string[])[]): string[] => {
  const full = cells.filter((row) => row.length === 4);
  const starts = columnsOf(cells.map((row) => row.slice(0, 2).concat("|")));
  const ends = columnsOf(full.map((row) => row.slice(2)));
  let next = 0;
  return cells.map((row, index) => {
    const start = (starts[index] ?? "").replace(/\|$/, "");
    const rest = row.length === 4 ? ends[next++] : row[2];
    return `${start}${rest ?? ""}`.trimEnd();
  });
};

const INDENT = "  ";
const WIDTH = 78;

/** Who is told, step by step, while nobody acknowledges. */
export const escalationText = (
  escalation: EscalationExplanation,
  zone: string,
  colours: Colours,
): string => {
  const paragraph = (text: string): string[] => wrapped(text, WIDTH);
  const lines =
    escalation.kind === "none"
      ? paragraph(`who is told: ${escalation.because}`)
      : [
          colours.bold("who is told, if nobody acknowledges"),
          ...aligned(plannedCells(escalation, zone)),
          ...(escalation.fallback === null
            ? []
            : paragraph(
                `if no contact method works: ${escalation.fallback.contact} after ${escalation.fallback.after}`,
              )),
          ...paragraph(`team ${escalation.team}, policy ${escalation.policy}`).map(colours.dim),
        ];
  return lines.map((line) => `${INDENT}${line}\n`).join("");
};
