import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endPrograms } from "./program.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `use` with a folder that is gone afterwards, also when the process is told to end. */
export const inTemporaryFolder = async <Result>(
  use: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-test-"));
  const remove = (signal: NodeJS.Signals): void => {
    endPrograms();
    rmSync(folder, { recursive: true, force: true });
    for (const each of SIGNALS) process.off(each, remove);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, remove);
  try {
    return await use(folder);
  } finally {
    for (const signal of SIGNALS) process.off(signal, remove);
    await rm(folder, { recursive: true, force: true });
  }
};
