import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../src/lib/clock.ts";
import { cleanEnvironment, TOCSIN_BIN } from "./tocsin-command.ts";

export const TOKENS = { api: "api-token", ingest: "ingest-token", metrics: "metrics-token" };

const GIVEN_TOKENS = {
  TOCSIN_API_TOKEN: TOKENS.api,
  TOCSIN_INGEST_TOKEN: TOKENS.ingest,
  TOCSIN_METRICS_TOKEN: TOKENS.metrics,
};

/** A place for one server's data and temporary files, gone after `remove`. */
export type ServerHome = {
  folder: string;
  data: string;
  /** Names of what lies in the server's folder for temporary files. */
  temporaryFiles(): Promise<string[]>;
  /** The process id of the private PostgreSQL, while it runs. */
  postgresPid(): Promise<number>;
  remove(): Promise<void>;
};

/** Also open to the account that PostgreSQL gets when the tests run as root. */
const openFolder = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  return folder;
};

export const createServerHome = async (): Promise<ServerHome> => {
  const folder = await openFolder(await mkdtemp(join(tmpdir(), "tocsin-server-")));
  const temporary = await openFolder(join(folder, "tmp"));
  await chmod(temporary, 0o1777);
  const data = join(folder, "data");
  return {
    folder,
    data,
    temporaryFiles: () => readdir(temporary),
    postgresPid: async () =>
      Number((await readFile(join(data, "postgres/postmaster.pid"), "utf8")).split("\n")[0]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

export const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Waits for what another process does; the test's own time limit ends it. */
export const eventually = async <T>(look: () => Promise<T | false> | T | false): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== false) return found;
    await systemClock.sleep(20);
  }
};

export type ServerEnd = { code: number | null; signal: NodeJS.Signals | null };

export type ServerProcess = {
  pid: number;
  running(): boolean;
  stdout(): string;
  stderr(): string;
  send(signal: NodeJS.Signals): void;
  /** Settles with how the process ended, once its output is complete. */
  ended: Promise<ServerEnd>;
};

export type ServerOptions = {
  args?: readonly string[];
  environment?: Readonly<Record<string, string>>;
};

/**
 * The server takes the place of this shell. What stays behind reads a pipe from us, and kills the
 * server when the pipe breaks because the tests were ended by force.
 */
const GUARDED = [
  "exec 4<&0",
  "(read -r _ <&4 || kill -KILL $$) >/dev/null 2>&1 &",
  'exec "$@" </dev/null 4<&-',
].join("\n");

/** `tocsin serve` on a free port with its data in `home`; nothing waits for it. */
export const launchServer = (home: ServerHome, options: ServerOptions = {}): ServerProcess => {
  const command = [process.execPath, TOCSIN_BIN, "serve", ...(options.args ?? [])];
  const child: ChildProcess = spawn("/bin/sh", ["-c", GUARDED, "sh", ...command], {
    cwd: home.folder,
    env: cleanEnvironment({
      TMPDIR: join(home.folder, "tmp"),
      TOCSIN_WEB_LISTEN_ADDRESS: "127.0.0.1:0",
      TOCSIN_STORAGE_PATH: home.data,
      ...(options.environment ?? GIVEN_TOKENS),
    }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  child.stdin?.on("error", () => undefined);
  child.once("exit", () => child.stdin?.end("ended\n"));
  const { pid } = child;
  if (pid === undefined) throw new Error("tocsin serve cannot be started");
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    running,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    send: (signal) => {
      if (running()) process.kill(pid, signal);
    },
    ended: once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode })),
  };
};

export type RunningServer = ServerProcess & {
  home: ServerHome;
  url: string;
  /** Asks the server; with an API token unless `headers` say otherwise. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** SIGTERM, and how that ended. */
  stop(): Promise<ServerEnd>;
};

/** Starts the real server and returns when it says that it listens. */
export const startServer = async (
  home: ServerHome,
  options: ServerOptions = {},
): Promise<RunningServer> => {
  const server = launchServer(home, options);
  const url = await eventually(() => {
    if (!server.running()) throw new Error(`tocsin serve ended at once:\n${server.stderr()}`);
    return server.stdout().match(/^listening on (\S+)\n/)?.[1] ?? false;
  });
  return {
    ...server,
    home,
    url,
    ask: (path, init = {}) =>
      fetch(`${url}${path}`, {
        redirect: "manual",
        ...init,
        headers: { Authorization: `Bearer ${TOKENS.api}`, ...init.headers },
      }),
    stop: () => {
      server.send("SIGTERM");
      return server.ended;
    },
  };
};
