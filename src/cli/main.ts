import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { VERSION } from "../lib/version.ts";
import { say } from "./say.ts";

/** Adds one command to the program; `exit` takes the code with which the command has ended. */
export type AddCommand = (program: Command, exit: (code: number) => void) => void;

/** Commands are loaded when they are wanted: the server takes longer to load than a check takes to run. */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  build: async () => (await import("./build.ts")).addBuild,
  check: async () => (await import("./check.ts")).addCheck,
  explain: async () => (await import("./explain.ts")).addExplain,
  test: async () => (await import("./test.ts")).addTest,
  backtest: async () => (await import("./backtest.ts")).addBacktest,
  serve: async () => (await import("./serve.ts")).addServe,
  incidents: async () => (await import("./incidents.ts")).addIncidents,
  ack: async () => (await import("./respond.ts")).addAcknowledge,
  resolve: async () => (await import("./respond.ts")).addResolve,
};

const createProgram = async (
  argv: readonly string[],
  exit: (code: number) => void,
): Promise<Command> => {
  const program = new Command("tocsin")
    .description("Alerting and incident response for services watched by Prometheus.")
    .version(`tocsin, version ${VERSION}`)
    .exitOverride()
    .showHelpAfterError("Run with --help for what there is.");
  const [first = ""] = argv;
  const wanted = Object.hasOwn(COMMANDS, first) ? [COMMANDS[first]] : Object.values(COMMANDS);
  for (const load of wanted) (await load?.())?.(program, exit);
  return program;
};

const USAGE = 2;

/** Errors of usage and of input that cannot be read; what some of them say to do is their `mend`. */
const USAGE_ERRORS = new Set([
  "ConfigError",
  "MissingProgram",
  "PrometheusFailure",
  "UnreadableCatalog",
  "UnreadableDefinitions",
  "UnreadableInput",
]);

/** The exit code of an error that ended a command: 2 for usage and unreadable input, else 1. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  const message = error instanceof Error ? error.message : String(error);
  say(`${pc.red("error")}  ${message}`);
  if (!(error instanceof Error && USAGE_ERRORS.has(error.name))) return 1;
  if ("mend" in error) say(`  ${pc.dim("mend")}   ${error.mend}`);
  return USAGE;
};

/** Runs the command line and returns its exit code: 0 ok, 1 findings or a refusal, 2 usage or unreadable input. */
export const main = async (argv: string[]): Promise<number> => {
  let code = 0;
  try {
    const program = await createProgram(argv, (commandCode) => {
      code = commandCode;
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
};
