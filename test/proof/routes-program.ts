import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TIME_LIMIT_MS = 30_000;

/** What a run of amtool came to. */
export type AmtoolRun = {
  readonly accepted: boolean;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs amtool; it not being there, or not ending, is an error, its own refusal is not. */
export const amtool = (args: readonly string[]): Promise<AmtoolRun> =>
  new Promise((resolve, reject) => {
    execFile("amtool", [...args], { timeout: TIME_LIMIT_MS }, (error, stdout, stderr) => {
      if (error !== null && (typeof error.code !== "number" || error.killed === true)) {
        reject(new Error("amtool did not run", { cause: error }));
        return;
      }
      resolve({ accepted: error === null, stdout, stderr });
    });
  });

/** Calls `use` with a folder that is gone afterwards, and a way to write a file in it. */
export const inFolder = async <Result>(
  use: (write: (name: string, text: string) => Promise<string>) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-routes-"));
  try {
    return await use(async (name, text) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
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
  const worker = async () => {
    for (const [index, job] of waiting) results.set(index, await run(job));
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
};
