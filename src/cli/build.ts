import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { type Artefacts, compile } from "../compile/compile.ts";
import { ruleGroups } from "../compile/prometheus-rules.ts";
import type { System } from "../model/system.ts";
import { loadDefinitions } from "./definitions/load.ts";
import { mistakeText } from "./mistake-text.ts";
import { driftOf, writeOutput } from "./output-folder.ts";
import { counted, say } from "./say.ts";

type BuildOptions = { readonly out?: string; readonly check?: boolean };

const contents = (system: System): string =>
  [
    counted(ruleGroups(system).flatMap(({ rules }) => rules).length, "alert"),
    counted(system.services.length, "service"),
    counted(system.people.length, "person", "people"),
  ].join(", ");

const checkOutput = async (out: string, artefacts: Artefacts, again: string): Promise<number> => {
  const drift = await driftOf(out, artefacts);
  const shown = relative(process.cwd(), out) || ".";
  if (drift.length === 0) {
    say(`${counted(Object.keys(artefacts).length, "file")} in ${shown} are up to date`);
    return 0;
  }
  for (const { path, state } of drift) {
    process.stdout.write(`${state.padEnd(7)}  ${join(shown, path)}\n`);
  }
  say(`${counted(drift.length, "file")} out of date in ${shown}`);
  say(`  ${pc.dim("mend")}   ${again}, and remove by hand what is extra and not Tocsin's`);
  return 1;
};

const build = async (definitions: string, options: BuildOptions): Promise<number> => {
  const { folder, runbooks, system, mistakes } = await loadDefinitions(definitions);
  if (system === undefined) {
    for (const mistake of mistakes) say(mistakeText(mistake, folder));
    say(`${counted(mistakes.length, "mistake")}: nothing was written`);
    return 1;
  }
  const out = options.out === undefined ? join(folder, "out") : resolve(options.out);
  const artefacts = compile(system, runbooks);
  if (options.check) {
    const where = options.out === undefined ? "" : ` --out ${options.out}`;
    return await checkOutput(out, artefacts, `tocsin build ${definitions}${where}`);
  }
  await writeOutput(out, artefacts);
  const files = counted(Object.keys(artefacts).length, "file");
  say(`${contents(system)}: wrote ${files} to ${relative(process.cwd(), out) || "."}`);
  return 0;
};

export const addBuild = (program: Command, exit: (code: number) => void): void => {
  program
    .command("build")
    .summary("compile definitions into what Prometheus, Alertmanager and Tocsin run")
    .description(
      "Compiles definitions into rules, routes, the catalogue, runbooks and Kubernetes manifests.\n" +
        "When anything is wrong, every mistake is listed and nothing is written.",
    )
    .argument("<definitions>", "a module, or a folder with a tocsin.ts")
    .option("--out <dir>", "where to write (default: <definitions>/out)")
    .option("--check", "write nothing; fail when the files there are not what would be written")
    .action(async (definitions: string, options: BuildOptions) => {
      exit(await build(definitions, options));
    });
};
