import { stripVTControlCharacters } from "node:util";
import { vi } from "vitest";
import { main } from "../src/cli/main.ts";
import type { Ended } from "./tocsin-command.ts";

/** Runs a command of `tocsin` in this process: as `runTocsin` does, without the time that a start takes. */
export const runInProcess = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => {
  const output = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      output[name] += stripVTControlCharacters(String(text));
      return true;
    }),
  );
  const unset = { TOCSIN_URL: undefined, TOCSIN_TOKEN: undefined, DATABASE_URL: undefined };
  for (const [name, value] of Object.entries({ ...unset, ...environment })) {
    vi.stubEnv(name, value);
  }
  try {
    return { code: await main([...args]), ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
};
