import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { VERSION } from "../lib/version.ts";
import { UnreadableCatalog } from "../server/catalog-file.ts";
import { ConfigError } from "../server/config.ts";
import { addBuild } from "./build.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";
import { addCheck } from "./check.ts";
import { UnreadableDefinitions } from "./definitions/unreadable-definitions.ts";
import { addIncidents } from "./incidents.ts";
import { addAcknowledge, addResolve } from "./respond.ts";
import { say } from "./say.ts";
import { addServe } from "./serve.ts";

/** Adds one command to the program; `exit` takes the code with which the command has ended. */
export type AddCommand = (program: Command, exit: (code: number) => void) => void;

const COMMANDS: readonly AddCommand[] = [
  addBuild,
  addCheck,
  addServe,
  addIncidents,
  addAcknowledge,
  addResolve,
];

const createProgram = (exit: (code: number) => void): Command => {
  const program = new Command("tocsin")
    .description("Alerting and incident response for services watched by Prometheus.")
    .version(`tocsin, version ${VERSION}`)
    .exitOverride()
    .showHelpAfterError("Run with --help for what there is.");
  for (const add of COMMANDS) add(program, exit);
  return program;
};

const USAGE = 2;

/** The exit code of an error that ended a command: 2 for usage and unreadable input, else 1. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof UnreadableDefinitions) {
    say(`${pc.red("error")}  definitions cannot be read: ${error.message}`);
    say(`  ${pc.dim("mend")}   ${error.mend}`);
    return USAGE;
  }
  if (error instanceof UnreadableInput) {
    say(`${pc.red("error")}  ${error.message}`);
    say(`  ${pc.dim("mend")}   ${error.mend}`);
    return USAGE;
  }
  if (error instanceof ConfigError || error instanceof UnreadableCatalog) {
    say(error.message);
    return USAGE;
  }
  say(`${pc.red("error")}  ${error instanceof Error ? error.message : String(error)}`);
  return 1;
};

/** Runs the command line and returns its exit code: 0 ok, 1 findings or a refusal, 2 usage or unreadable input. */
export const main = async (argv: string[]): Promise<number> => {
  let code = 0;
  const program = createProgram((commandCode) => {
    code = commandCode;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
};
