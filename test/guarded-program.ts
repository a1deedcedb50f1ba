import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { eventually } from "./running-server.ts";

/** A program of Prometheus's family that listens on a free port of the loopback. */
export type GuardedProgram = {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** What it has logged so far. */
  said(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
};

/** The program takes the place of the shell; what stays behind kills it when we are gone. */
const GUARDED = [
  "exec 4<&0",
  "(read -r _ <&4 || kill -KILL $$) >/dev/null 2>&1 &",
  'exec "$@" </dev/null 4<&-',
].join("\n");

/** Starts a program in a folder of its own, and waits until it says where it listens. */
export const startGuarded = async (
  command: readonly string[],
  folder: string,
): Promise<GuardedProgram> => {
  const child = spawn("/bin/sh", ["-c", GUARDED, "sh", ...command], { cwd: folder });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  child.stdin.on("error", () => undefined);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    child.stdin.end();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await eventually(() => {
      if (child.exitCode !== null) throw new Error(`${command[0]} ended at once:\n${said}`);
      return said.match(/Listening on" address=(127\.0\.0\.1:\d+)/)?.[1] ?? false;
    });
    return { url: `http://${address}`, said: () => said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
