import { spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { openFolder } from "./folder.ts";
import { startProgram } from "./program.ts";
import { waitUntil } from "./wait-until.ts";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const gone = (what: string, look: () => boolean | Promise<boolean>) =>
  waitUntil(async () => ((await look()) ? undefined : true), {
    what,
    timeoutMs: 20_000,
    clock: systemClock,
  });

/** A parent that starts a redis, pauses it, and waits to be killed. */
const PARENT = `
  const { systemClock } = await import(process.argv[1] + "../clock.ts");
  const { openFolder } = await import(process.argv[1] + "folder.ts");
  const { startProgram } = await import(process.argv[1] + "program.ts");
  const folder = await openFolder("tocsin-orphan-test-");
  const program = await startProgram(
    {
      name: "redis",
      command: "redis-server",
      args: ["--port", "0", "--unixsocket", folder.path + "/s"],
      folder: folder.path,
    },
    systemClock,
  );
  await program.line(/ready to accept connections/);
  program.pause();
  console.log(JSON.stringify({ pid: program.pid, path: folder.path }));
`;

test("when the parent is killed, even a paused program and the folder go with it", async () => {
  const here = new URL("./", import.meta.url).href;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", PARENT, here], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: parent.stdout }), "line");
  const { pid, path } = JSON.parse(String(line));
  expect(isAlive(pid)).toBe(true);
  expect(await exists(path)).toBe(true);
  parent.kill("SIGKILL");
  await gone("the program to be killed", () => isAlive(pid));
  await gone("the folder to be removed", () => exists(path));
});

test("a program that ends before it is ready is reported with its last words", async () => {
  const folder = await openFolder("tocsin-program-test-");
  try {
    const program = await startProgram(
      { name: "doomed", command: "sh", args: ["-c", "echo no luck; exit 3"], folder: folder.path },
      systemClock,
    );
    await expect(program.line(/never said/)).rejects.toThrow(
      /doomed ended \(exit status 3\) before it was ready.*no luck/s,
    );
    expect(isAlive(program.pid)).toBe(false);
  } finally {
    await folder.remove();
  }
});

test("a program sees nothing of our environment", async () => {
  process.env["DATABASE_URL"] = "postgres://developer";
  const folder = await openFolder("tocsin-program-test-");
  try {
    const program = await startProgram(
      { name: "env", command: "env", args: [], folder: folder.path, environment: { GIVEN: "1" } },
      systemClock,
    );
    await program.line(/^GIVEN=1$/);
    await program.stop();
    expect(program.lines.join("\n")).not.toContain("DATABASE_URL");
  } finally {
    delete process.env["DATABASE_URL"];
    await folder.remove();
  }
});
