import { type ChildProcess, spawn } from "node:child_process";
import { open } from "node:fs/promises";

/** A program that `tocsin test` runs and that is not installed. */
export class MissingProgram extends Error {
  override name = "MissingProgram";
  /** What to do about it. */
  readonly mend: string;

  constructor(program: string, debian: string, options?: ErrorOptions) {
    super(`${program} is not installed, and the tests are run with it`, options);
    this.mend = `install it: apt install ${debian}, brew install ${debian.replace("prometheus-", "")}, or from https://prometheus.io/download/`;
  }
}

const PACKAGES = { promtool: "prometheus", amtool: "prometheus-alertmanager" } as const;
export type Program = keyof typeof PACKAGES;

export type ProgramRun = {
  readonly program: Program;
  readonly args: readonly string[];
  /** Where the program may write; its temporary files too. */
  readonly folder: string;
  /** Output goes to this file, of both streams in the order in which it is written. */
  readonly output: string;
  readonly timeMs: number;
};

/** How a program ended. */
export type ProgramEnd = {
  readonly succeeded: boolean;
  /** It was ended because its time was over. */
  readonly timedOut: boolean;
};

const running = new Set<ChildProcess>();

/** Ends all programs that run at the moment. */
export const endPrograms = (): void => {
  for (const child of running) child.kill("SIGKILL");
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** Runs a program to its end. Throws MissingProgram when there is none. */
export const runProgram = async (run: ProgramRun): Promise<ProgramEnd> => {
  const { program, args, folder, output, timeMs } = run;
  const file = await open(output, "w");
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        stdio: ["ignore", file.fd, file.fd],
        env: { ...process.env, TMPDIR: folder },
        timeout: timeMs,
        killSignal: "SIGKILL",
      });
      running.add(child);
      child.on("error", (cause) => {
        running.delete(child);
        reject(
          isMissing(cause) ? new MissingProgram(program, PACKAGES[program], { cause }) : cause,
        );
      });
      child.on("close", (code, signal) => {
        running.delete(child);
        resolve({ succeeded: code === 0, timedOut: signal === "SIGKILL" });
      });
    });
  } finally {
    await file.close();
  }
};

/** Runs the jobs, no more than so many at once, and gives what they came to in their order. */
export const atMost = async <Job, Result>(
  limit: number,
  jobs: readonly Job[],
  run: (job: Job) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Map<number, Result>();
  const waiting = jobs.entries();
  const work = async () => {
    for (const [index, job] of waiting) results.set(index, await run(job));
  };
  await Promise.all(Array.from({ length: limit }, work));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
};
