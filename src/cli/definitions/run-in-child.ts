import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ChildReport } from "./child.ts";
import { UnreadableDefinitions } from "./unreadable-definitions.ts";

/** The source in a clone, what was built from it in the package. */
const CHILD = fileURLToPath(new URL(`./child${import.meta.url.slice(-3)}`, import.meta.url));

export type Limits = { readonly timeMs: number; readonly memoryMegabytes: number };

/** Definitions take well under a second; the rest is for machines that are busy. */
export const DEFAULT_LIMITS: Limits = { timeMs: 30_000, memoryMegabytes: 512 };

/** Enough to see what went wrong; definitions have no reason to print more. */
const MAX_PRINTED_CHARACTERS = 16_384;

type Outcome = {
  readonly report: ChildReport | undefined;
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly printed: string;
};

const outcomeOf = (child: ChildProcess): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    let report: ChildReport | undefined;
    let printed = "";
    const keep = (text: string) => {
      printed = (printed + text).slice(-MAX_PRINTED_CHARACTERS);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    child.on("message", (message) => {
      report = receivedReport(message);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ report, code, signal, printed }));
  });

/** What came over the channel is what `child.ts` sent: a module of definitions has no access to it. */
const receivedReport = (message: unknown): ChildReport => message as ChildReport;

const OUT_OF_MEMORY = /heap out of memory|Reached heap limit/;

const failure = (outcome: Outcome, limits: Limits): UnreadableDefinitions => {
  if (OUT_OF_MEMORY.test(outcome.printed)) {
    return new UnreadableDefinitions(
      `they took more than ${limits.memoryMegabytes} MB of memory`,
      "look for a loop that keeps adding; definitions only describe",
    );
  }
  if (outcome.signal === "SIGKILL") {
    return new UnreadableDefinitions(
      `they had not loaded after ${limits.timeMs / 1000} s`,
      "look for a loop or an await without an end; definitions only describe",
    );
  }
  const end = outcome.signal ?? `exit code ${outcome.code}`;
  const last = outcome.printed.trim().split("\n").slice(-5).join("\n");
  return new UnreadableDefinitions(
    `they ended the process that loads them (${end})${last === "" ? "" : `\n${last}`}`,
    "definitions must neither exit nor wait for what never comes; export a system instead",
  );
};

/**
 * Runs a module of definitions in a process of its own, bounded in time and memory, and returns the
 * systems that it exports as plain data. Throws UnreadableDefinitions when there is no telling.
 */
export const runInChild = async (
  entry: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<ChildReport> => {
  const child = fork(CHILD, [entry], {
    execArgv: [
      `--max-old-space-size=${limits.memoryMegabytes}`,
      "--disable-warning=ExperimentalWarning",
      "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
    ],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    timeout: limits.timeMs,
    killSignal: "SIGKILL",
  });
  const outcome = await outcomeOf(child);
  if (outcome.report === undefined) throw failure(outcome, limits);
  return outcome.report;
};
