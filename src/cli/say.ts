/** A line for the person at the terminal; standard output is kept for results. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `1 file`, `3 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
