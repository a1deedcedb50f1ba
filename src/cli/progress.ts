/** Tells how far a long run is, to a person at a terminal and nobody else. */
export type Progress = {
  readonly show: (what: string, done: number, total: number) => void;
  readonly clear: () => void;
};

const WIDTH = 24;
const CLEAR_LINE = "\r\u001b[K";

const SILENT: Progress = { show: () => {}, clear: () => {} };

/** A bar on standard error where that is a terminal. */
export const progressOn = (stream: NodeJS.WriteStream): Progress => {
  if (!stream.isTTY) return SILENT;
  return {
    show: (what, done, total) => {
      const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
      const bar = "█".repeat(filled).padEnd(WIDTH, "░");
      stream.write(`${CLEAR_LINE}${what.padEnd(8)} ${bar} ${done}/${total}`);
    },
    clear: () => {
      stream.write(CLEAR_LINE);
    },
  };
};
