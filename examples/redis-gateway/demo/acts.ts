import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Stack } from "../stack/stack.ts";
import { TOCSIN_BIN } from "../stack/tocsin.ts";
import { type Choice, excerpt, lastLine } from "./excerpt.ts";
import type { Narrator } from "./narrator.ts";

/** A command of Tocsin that proves something from files alone, before anything runs. */
export type Act = {
  readonly shows: string;
  readonly args: readonly string[];
  /** The exit code when everything is as it must be. */
  readonly code: number;
  readonly choose: Choice;
};

/** Two defects of rules and one of routes, each with its counterexample. */
const FINDINGS = /^error {2}(?:exporter-mistaken-for-service|division-by-zero|route-unreachable) /;

/** In this order. One more command is one more act here. */
export const ACTS: readonly Act[] = [
  {
    shows: "What is wrong with rules and routes in which promtool and amtool find no fault:",
    args: ["check", "test/seed"],
    code: 1,
    choose: (block, plain) => {
      if (FINDINGS.test(plain)) return block;
      return plain.startsWith("assumed") ? lastLine(block) : undefined;
    },
  },
  {
    shows: "What becomes of the alert that is about to fire:",
    args: ["explain", "examples/redis-gateway", "RedisInstanceDown"],
    code: 0,
    choose: (block, plain) =>
      /^(?:RedisInstanceDown | {2}fires | {2}who is told)/.test(plain) ? block : undefined,
  },
  {
    shows: "Whether its rules are tested, which is asked by breaking them in small ways:",
    args: ["test", "examples/redis-gateway"],
    code: 0,
    choose: (block, plain) => (/^(?:rule |\d+ alerts)/.test(plain) ? block : undefined),
  },
];

/** What the same definitions make of the past that the stack's Prometheus has stored by now. */
export const backtestAct = ({ folder, prometheus }: Pick<Stack, "folder" | "prometheus">): Act => ({
  shows: "What these rules and routes make of the minutes that Prometheus has stored by now:",
  args: ["backtest", join(folder, "definitions"), "--prometheus", prometheus.url, "--since", "2m"],
  code: 0,
  choose: (block, plain) =>
    /^(?:2m to |\s+fired|\S+ +[▁▂▃▄▅▆▇█·])/.test(plain) ? block : undefined,
});

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export type ActOptions = {
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  readonly colour: boolean;
};

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

const run = (args: readonly string[], { signal, colour }: ActOptions): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
    const env = { ...rest, ...(colour ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) };
    const options = { cwd: ROOT, env, signal };
    const child = execFile(process.execPath, [TOCSIN_BIN, ...args], options);
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (text) => {
      output.stdout += text;
    });
    child.stderr?.on("data", (text) => {
      output.stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, ...output }));
  });

/** Runs the command and shows its answer, shortened. Throws when it ends otherwise than it must. */
export const playAct = async (act: Act, options: ActOptions): Promise<void> => {
  const { narrator } = options;
  const command = `tocsin ${act.args.join(" ")}`;
  narrator.paragraph(`\n${act.shows}`);
  narrator.waiting(command);
  const { code, stdout, stderr } = await run(act.args, options);
  if (code !== act.code) {
    throw new Error(`${command} ended with ${code} instead of ${act.code}:\n${stdout}${stderr}`);
  }
  narrator.quote(`$ npx ${command}\n\n${excerpt(stdout, act.choose)}`);
};
