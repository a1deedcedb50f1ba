import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder;
let policy;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-set-up-"));
  policy = join(folder, "policy-rc.d");
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name, script) => {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
};

/** Runs the installer with an apt-get that does what the test says when it is to install. */
const install = (script) => {
  program("apt-get", `case "$*" in *" update") exit 0;; esac\n${script}`);
  // This machine's own services are none of a test's business.
  for (const name of ["dpkg-query", "systemctl"]) program(name, "exit 0");
  return spawn("sh", ["scripts/install-debian-packages.sh", policy, "redis-server"], {
    env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH}` },
    stdio: "ignore",
  });
};

const ended = (child) => new Promise((resolve) => child.once("exit", (code) => resolve(code)));

test("while Debian's packages are installed, no service may start; afterwards it is as before", async () => {
  const child = install(`"${policy}" redis-server start; echo $? > "${folder}/answer"`);
  expect(await ended(child)).toBe(0);
  expect(readFileSync(join(folder, "answer"), "utf8")).toBe("101\n");
  expect(existsSync(policy)).toBe(false);
});

test("a failed installation leaves no policy behind", async () => {
  expect(await ended(install("exit 100"))).toBe(100);
  expect(existsSync(policy)).toBe(false);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"])("neither does %s", async (signal) => {
  const child = install(
    `echo > "${folder}/began"; while [ ! -e "${folder}/go" ]; do sleep 0.05; done`,
  );
  await expect.poll(() => existsSync(join(folder, "began"))).toBe(true);
  child.kill(signal);
  writeFileSync(join(folder, "go"), "");
  expect(await ended(child)).toBeGreaterThan(128);
  expect(existsSync(policy)).toBe(false);
});

test("an administrator's own policy is kept", async () => {
  writeFileSync(policy, "#!/bin/sh\nexit 104\n");
  await ended(install("exit 0"));
  expect(readFileSync(policy, "utf8")).toContain("104");
});

test("a policy of ours that a power cut left behind is cleared away", async () => {
  const [, mark] =
    readFileSync("scripts/install-debian-packages.sh", "utf8").match(/MARK="(.+)"/) ?? [];
  writeFileSync(policy, `# ${mark}\n`);
  await ended(install("exit 0"));
  expect(existsSync(policy)).toBe(false);
});
