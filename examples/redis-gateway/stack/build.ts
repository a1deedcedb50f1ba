import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { System } from "tocsin";
import { TOCSIN_BIN } from "./tocsin.ts";

export type BuiltFiles = { rulesFile: string; alertmanagerFile: string; catalogFile: string };

const RUNBOOKS = fileURLToPath(new URL("../runbooks", import.meta.url));

/**
 * Writes a system as a module of definitions beside the example's runbooks, and compiles it as anybody
 * would: with `tocsin build`.
 */
export const build = async (folder: string, system: System): Promise<BuiltFiles> => {
  const definitions = join(folder, "definitions");
  const out = join(folder, "out");
  await mkdir(definitions);
  await symlink(RUNBOOKS, join(definitions, "runbooks"));
  await writeFile(
    join(definitions, "tocsin.mjs"),
    `export const system = ${JSON.stringify(system, null, 2)};\n`,
  );
  await promisify(execFile)(process.execPath, [TOCSIN_BIN, "build", definitions, "--out", out]);
  return {
    rulesFile: join(out, `${system.name}.prometheus.rules.yml`),
    alertmanagerFile: join(out, "alertmanager.yml"),
    catalogFile: join(out, "catalog.json"),
  };
};
