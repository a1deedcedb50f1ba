import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Clock } from "../clock.ts";
import { waitUntil } from "./wait-until.ts";

export type ProgramOptions = {
  name: string;
  command: string;
  args: string[];
  /** Where `NAME.log` is written. */
  folder: string;
  environment?: Record<string, string>;
};

/** A real program that this process started, and that never outlives it. */
export type Program = {
  name: string;
  pid: number;
  running(): boolean;
  /** The last lines of its output. */
  lines: readonly string[];
  /** The first line of output, so far or to come, that matches. Throws when the program ends first. */
  line(pattern: RegExp): Promise<RegExpMatchArray>;
  /** SIGTERM, and SIGKILL when that takes too long. */
  stop(): Promise<void>;
  /** SIGKILL: what a crash, the kernel's memory killer or a lost machine does. */
  kill(): Promise<void>;
  /** SIGSTOP: the process holds its sockets and answers nothing. */
  pause(): void;
  resume(): void;
};

/**
 * The program takes the place of the shell, and its process id. What stays behind is a guard that
 * reads a pipe from us: when the pipe breaks because we are gone, however that came about, it kills
 * the program. A word through the pipe sends the guard away after an end that we have seen.
 */
const GUARDED = [
  "exec 4<&0",
  "(read -r _ <&4 || kill -KILL $$) >/dev/null 2>&1 &",
  'exec "$@" </dev/null 4<&-',
].join("\n");

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const KEPT_LINES = 2_000;

const collectLines = (streams: (Readable | null)[], logFile: string): string[] => {
  const lines: string[] = [];
  const log = createWriteStream(logFile, { flags: "a" });
  // The folder may be removed while the last words of a killed program arrive.
  log.on("error", () => {});
  for (const stream of streams) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      log.write(`${line}\n`);
    });
  }
  return lines;
};

const endOf = (child: ChildProcess): string =>
  child.signalCode === null ? `exit status ${child.exitCode}` : child.signalCode;

const launch = (options: ProgramOptions): ChildProcess =>
  spawn("/bin/sh", ["-c", GUARDED, options.name, options.command, ...options.args], {
    // Its own session: Ctrl-C reaches us alone, and we stop things in order.
    detached: true,
    cwd: options.folder,
    // Nothing else of our environment: a developer's DATABASE_URL has no business here.
    env: { PATH: process.env["PATH"], HOME: options.folder, ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });

export const startProgram = async (options: ProgramOptions, clock: Clock): Promise<Program> => {
  const { name } = options;
  const child = launch(options);
  const lines = collectLines([child.stdout, child.stderr], join(options.folder, `${name}.log`));
  child.stdin?.on("error", () => {});
  const ended = once(child, "close").then(() => child.stdin?.end("gone\n"));
  await once(child, "spawn");
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);

  const running = () => child.exitCode === null && child.signalCode === null;
  const send = (signal: NodeJS.Signals) => {
    if (running()) process.kill(pid, signal);
  };
  const kill = async () => {
    send("SIGKILL");
    await ended;
  };

  return {
    name,
    pid,
    running,
    lines,
    line: (pattern) =>
      waitUntil(
        () => {
          for (const line of lines) {
            const match = pattern.exec(line);
            if (match !== null) return match;
          }
          if (running()) return undefined;
          throw new Error(
            `${name} ended (${endOf(child)}) before it was ready. Its last words:\n${lines.slice(-20).join("\n")}`,
          );
        },
        { what: `${name} to say ${pattern}`, timeoutMs: READY_TIMEOUT_MS, clock },
      ),
    stop: async () => {
      send("SIGTERM");
      // A paused program hears nothing.
      send("SIGCONT");
      const stopped = new AbortController();
      ended.then(
        () => stopped.abort(),
        () => stopped.abort(),
      );
      await clock.sleep(STOP_TIMEOUT_MS, stopped.signal);
      await kill();
    },
    kill,
    pause: () => send("SIGSTOP"),
    resume: () => send("SIGCONT"),
  };
};
