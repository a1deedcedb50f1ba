import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";

/**
 * Runs a program in this one's place: same terminal, same signals.
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export const runThrough = (program, args, env = process.env) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "inherit", env });
    const forward = (signal) => {
      // A terminal gives Ctrl-C to the whole group; passing it on would make it two.
      if (signal === "SIGINT" && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, forward);
    const stopForwarding = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.on("error", (error) => {
      // A child that runs but may not be signalled (sudo's) ends by itself.
      if (child.pid !== undefined) return;
      stopForwarding();
      reject(new Error(`${program} could not be started: ${error.message}`, { cause: error }));
    });
    child.once("exit", (code, signal) => {
      stopForwarding();
      resolve({ code, signal });
    });
  });

export const succeeded = ({ code }) => code === 0;

/** Ends this process as its child ended: with the same code, or 128 + n where a signal ended it. */
export const exitWith = ({ code, signal }) => {
  process.exitCode = signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
};
