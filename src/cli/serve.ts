import { Option } from "commander";
import { systemClock } from "../lib/clock.ts";
import { createLog } from "../lib/log.ts";
import { systemRandom } from "../lib/random.ts";
import { VERSION } from "../lib/version.ts";
import { environmentName, OPTIONS, readConfig } from "../server/config.ts";
import { type Server, serve } from "../server/serve.ts";
import type { AddCommand } from "./main.ts";
import { say } from "./say.ts";

const flagOptions = (): Option[] =>
  OPTIONS.flatMap(({ name, aliases, kind, fallback, says }) => {
    const isSecret = kind === "secret";
    const flag = isSecret ? `${name}-file` : name;
    const shown = fallback === null ? "" : ` Default: ${fallback}.`;
    const variable = `${environmentName(name)}${isSecret ? " or …_FILE" : ""}`;
    const option = new Option(`--${flag} <value>`, `${says}${shown} [${variable}]`);
    const others = (aliases ?? []).map((alias) =>
      new Option(`--${alias} <value>`, `The same as --${name}.`).hideHelp(),
    );
    return [option, ...others];
  });

/** Values by the setting's own name, from commander's names, which are camel-cased. */
const flagsOf = (values: Record<string, unknown>): Record<string, string> => {
  const flags: Record<string, string> = {};
  for (const { name, aliases, kind } of OPTIONS) {
    const own = kind === "secret" ? `${name}-file` : name;
    for (const flag of [...(aliases ?? []), own]) {
      const value = values[new Option(`--${flag} <value>`).attributeName()];
      if (typeof value === "string") flags[flag === own ? own : name] = value;
    }
  }
  const file = values[new Option("--config.file <value>").attributeName()];
  if (typeof file === "string") flags["config.file"] = file;
  return flags;
};

const showTokens = (server: Server): void => {
  for (const { scope, token } of server.newTokens) {
    say(`${scope} token (shown once, keep it): ${token}`);
  }
};

/** Waits for the order to end, reloading on SIGHUP; returns the exit code. */
const untilEnd = async (server: Server): Promise<number> => {
  const order = new Promise<"ordered">((heard) => {
    process.once("SIGINT", () => heard("ordered"));
    process.once("SIGTERM", () => heard("ordered"));
  });
  process.on("SIGHUP", () => {
    server.reload().catch((error) => say(`reload failed: ${error}`));
  });
  const why = await Promise.race([order, server.databaseEnded]);
  if (why !== "ordered") say("PostgreSQL ended by itself, so Tocsin ends too: start it again");
  await server.stop();
  return why === "ordered" ? 0 : 1;
};

const run = async (values: Record<string, unknown>): Promise<number> => {
  const config = readConfig({ flags: flagsOf(values), environment: process.env });
  const log = createLog({
    clock: systemClock,
    write: (line) => process.stderr.write(line),
    level: config["log.level"],
    format: config["log.format"],
  });
  log.info("Starting Tocsin", { version: VERSION });
  const server = await serve(config, { clock: systemClock, random: systemRandom, log });
  showTokens(server);
  process.stdout.write(`listening on ${server.url}\n`);
  return untilEnd(server);
};

export const addServe: AddCommand = (program, exit) => {
  const command = program
    .command("serve")
    .description("take alerts, page people, and keep what happened")
    .option("--config.file <file>", "YAML file with the settings below, nested or with dots.");
  for (const option of flagOptions()) command.addOption(option);
  command.action(async (values: Record<string, unknown>) => {
    exit(await run(values));
  });
};
