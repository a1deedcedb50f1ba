import { systemClock } from "../../src/lib/clock.ts";
import {
  eventually,
  launchServer,
  type ServerEnd,
  type ServerHome,
  type ServerOptions,
  type ServerProcess,
} from "../running-server.ts";

export type Kill = {
  at: number;
  /** In words, for the report. */
  moment: string;
};

/** Keeps one server on one data folder: starts it, kills it, starts it again. */
export type Keeper = {
  /** Where it listens; null while it does not. */
  url(): string | null;
  /** Launches it; nothing waits for it to listen. */
  launch(): void;
  /** Returns true when it listens; false when it was killed before. */
  listening(): Promise<boolean>;
  /** SIGKILL at this instant; PostgreSQL goes first where `withPostgres`. */
  kill(moment: string, options?: { withPostgres: boolean }): void;
  /** Settles when the killed server is gone. */
  gone(): Promise<ServerEnd>;
  /** SIGTERM, and how that ended. */
  stop(): Promise<ServerEnd>;
  kills: readonly Kill[];
  /** Ends that nobody ordered, with the last words. */
  deaths: readonly string[];
};

const LAST_WORDS = 600;

const killPostgres = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It was not running any more.
  }
};

export const createKeeper = (home: ServerHome, options: ServerOptions): Keeper => {
  const kills: Kill[] = [];
  const deaths: string[] = [];
  let server: ServerProcess | undefined;
  let url: string | null = null;
  let ordered = false;
  let postgres: number | null = null;

  const current = (): ServerProcess => {
    if (server === undefined) throw new Error("the server was never launched");
    return server;
  };

  const watch = async (launched: ServerProcess): Promise<void> => {
    const { code, signal } = await launched.ended;
    if (launched === server) url = null;
    if (ordered) return;
    deaths.push(`${signal ?? `exit ${code}`}: ${launched.stderr().slice(-LAST_WORDS)}`);
  };

  return {
    url: () => url,
    launch: () => {
      ordered = false;
      postgres = null;
      server = launchServer(home, options);
      void watch(server);
    },
    listening: async () => {
      const launched = current();
      const found = await eventually(() => {
        if (!launched.running()) return { url: null };
        const listens = launched.stdout().match(/^listening on (\S+)\n/)?.[1];
        return listens === undefined ? false : { url: listens };
      });
      if (found.url === null || ordered) return false;
      url = found.url;
      postgres = await home.postgresPid();
      return true;
    },
    kill: (moment, { withPostgres } = { withPostgres: false }) => {
      const launched = current();
      if (!launched.running() || ordered) return;
      ordered = true;
      url = null;
      if (withPostgres && postgres !== null) killPostgres(postgres);
      launched.send("SIGKILL");
      kills.push({ at: systemClock.now(), moment });
    },
    gone: () => current().ended,
    stop: () => {
      ordered = true;
      url = null;
      current().send("SIGTERM");
      return current().ended;
    },
    kills,
    deaths,
  };
};
