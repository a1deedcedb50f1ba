import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder that is gone when this process is, however that came about. */
export type Folder = { path: string; remove(): Promise<void> };

/** The programs that write here are killed at the same moment, so the first removal may lose a race. */
const GUARD = 'read -r _ || { sleep 0.5; rm -rf "$1"; sleep 2; rm -rf "$1"; }';

export const openFolder = async (prefix: string): Promise<Folder> => {
  const path = await mkdtemp(join(tmpdir(), prefix));
  // A database that drops from root to another user must be able to pass through.
  await chmod(path, 0o711);
  const guard = spawn("/bin/sh", ["-c", GUARD, "guard", path], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  await once(guard, "spawn");
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      guard.stdin.end("removed\n");
    },
  };
};
