import { createColors } from "picocolors";
import { type Instant, toIso } from "../clock.ts";
import { wrapWords } from "./wrap-words.ts";

/** Red: somebody must act and nobody has. Amber: somebody is on it. Everything else is quiet. */
export type Tone = "red" | "amber" | "plain";

export type Line = { at: Instant; who: string; text: string; tone?: Tone };

/** Tells a story on stdout: a clock in the margin, one event a line. */
export type Narrator = {
  event(line: Line): void;
  /** Text under the last event, as it is. */
  quote(text: string): void;
  /** A paragraph without a clock. */
  paragraph(text: string): void;
  /** Says on stderr, on a terminal only, what is awaited; the next output wipes it away. */
  waiting(what: string): void;
};

type Output = { write(text: string): unknown; isTTY?: boolean };

export type NarratorOptions = { out: Output; progress: Output; colour: boolean };

const WIDTH = 80;
const WHO_WIDTH = 12;
/** The clock, who, and two spaces after each. */
const MARGIN = 8 + 2 + WHO_WIDTH + 2;
const WIPE_LINE = "\r\x1b[2K";

const clockOf = (at: Instant): string => toIso(at).slice(11, 19);

export const createNarrator = ({ out, progress, colour }: NarratorOptions): Narrator => {
  const colours = createColors(colour);
  const paint: Record<Tone, (text: string) => string> = {
    red: colours.red,
    amber: colours.yellow,
    plain: (text) => text,
  };
  let waitingShown = false;
  const write = (text: string) => {
    if (waitingShown) progress.write(WIPE_LINE);
    waitingShown = false;
    out.write(text);
  };
  return {
    event: ({ at, who, text, tone = "plain" }) => {
      const [first = "", ...rest] = wrapWords(text, WIDTH - MARGIN);
      const head = `${clockOf(at)}  ${who.padEnd(WHO_WIDTH)}  ${paint[tone](first)}\n`;
      write(head + rest.map((line) => `${" ".repeat(MARGIN)}${paint[tone](line)}\n`).join(""));
    },
    quote: (text) => {
      const lines = text.split("\n").map((line) => (line === "" ? "" : `    ${line}`));
      write(`\n${lines.join("\n")}\n\n`);
    },
    paragraph: (text) => {
      const lines = text.split("\n").flatMap((line) => wrapWords(line, WIDTH));
      write(`${lines.join("\n")}\n`);
    },
    waiting: (what) => {
      if (progress.isTTY !== true) return;
      progress.write(
        `${WIPE_LINE}          waiting for ${what}`.slice(0, WIDTH + WIPE_LINE.length),
      );
      waitingShown = true;
    },
  };
};
