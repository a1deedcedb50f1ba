import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const TOCSIN_BIN = fileURLToPath(new URL("../bin/tocsin.js", import.meta.url));

export type Ended = { code: number; stdout: string; stderr: string };

/** Nothing of the developer's own environment but what programs need to run. */
export const cleanEnvironment = (given: Readonly<Record<string, string>>) => ({
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  ...given,
});

/** Runs a command of `tocsin` to its end, as a shell would. */
export const runTocsin = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => {
  const env = cleanEnvironment({ NO_COLOR: "1", ...environment });
  const ended = promisify(execFile)(process.execPath, [TOCSIN_BIN, ...args], { env }).then(
    (success) => ({ ...success, code: 0 }),
    (failed: Ended) => failed,
  );
  const { code, stdout, stderr } = await ended;
  return { code, stdout, stderr };
};
