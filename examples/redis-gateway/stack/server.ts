import type { Clock } from "../clock.ts";
import { type Program, type ProgramOptions, startProgram } from "./program.ts";

export type ServerOptions = ProgramOptions & {
  /** The line of output that says that it answers. */
  ready: RegExp;
};

/** A program that can be started again as it was, on the same port and data, after it has ended. */
export type Server = {
  name: string;
  pid(): number;
  /** What it has said since it was last started. */
  lines(): readonly string[];
  /** Starts it again. Throws when it still runs. */
  start(): Promise<void>;
} & Pick<Program, "stop" | "kill" | "pause" | "resume">;

export const startServer = async (options: ServerOptions, clock: Clock): Promise<Server> => {
  const { name } = options;
  const launch = async () => {
    const launched = await startProgram(options, clock);
    try {
      await launched.line(options.ready);
    } catch (error) {
      await launched.kill();
      throw error;
    }
    return launched;
  };
  let program = await launch();
  return {
    name,
    pid: () => program.pid,
    lines: () => program.lines,
    start: async () => {
      if (program.running()) throw new Error(`${name} is still running`);
      program = await launch();
    },
    stop: () => program.stop(),
    kill: () => program.kill(),
    pause: () => program.pause(),
    resume: () => program.resume(),
  };
};
