import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const RULES = "test/seed/alerting-rules.yaml";
const CONFIG = "test/seed/alertmanager-config.yaml";
const ARGUMENTS = ["check", "--fail-on", "never", RULES, CONFIG];

/** What stands in a manifest from one of its lines on, which promtool and amtool want by itself. */
const within = async (path: string, beginning: string): Promise<string> => {
  const text = await readFile(path, "utf8");
  const from = text.indexOf(`\n${beginning}`) + 1;
  if (from === 0) throw new Error(`${path} has no line that begins with ${beginning}`);
  const indent = beginning.length - beginning.trimStart().length;
  return text.slice(from).replaceAll(new RegExp(`^ {0,${indent}}`, "gm"), "");
};

/** The program as the package holds it, built into the folder; gives the path of its command. */
const built = async (folder: string): Promise<string> => {
  const installed = join(folder, "node_modules/tocsin");
  await run(process.execPath, ["scripts/build.mjs", join(installed, "dist")]);
  await mkdir(join(installed, "bin"), { recursive: true });
  const command = join(installed, "bin/tocsin.js");
  await cp("bin/tocsin.js", command);
  await cp("package.json", join(installed, "package.json"));
  return command;
};

/** Programs that are started anew each time. */
export type ColdStarts = {
  readonly package: () => Promise<unknown>;
  /** Nothing of it has been compiled before: the first start after it was installed. */
  readonly firstOfPackage: () => Promise<unknown>;
  readonly clone: () => Promise<unknown>;
  /** What checks the same files otherwise. */
  readonly peers: () => Promise<unknown>;
};

export const coldStarts = async (folder: string): Promise<ColdStarts> => {
  const command = await built(folder);
  const started = (path: string, environment: Readonly<Record<string, string>>) =>
    run(process.execPath, [path, ...ARGUMENTS], { env: { ...process.env, ...environment } });
  const cache = { NODE_COMPILE_CACHE: join(folder, "compiled") };
  const rules = join(folder, "seed-rules.yml");
  await writeFile(rules, await within(RULES, "  groups:"));
  const config = join(folder, "seed-alertmanager.yml");
  await writeFile(config, await within(CONFIG, "    global:"));
  return {
    package: () => started(command, cache),
    firstOfPackage: () => started(command, { NODE_DISABLE_COMPILE_CACHE: "1" }),
    clone: () => started("bin/tocsin.js", cache),
    peers: async () => {
      await run("promtool", ["check", "rules", rules]);
      await run("amtool", ["check-config", config]);
    },
  };
};
