import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline/promises";
import { runThrough, succeeded } from "./processes.mjs";

/**
 * Programs of others that commands run. Debian calls Alertmanager and the exporter otherwise than
 * their makers do, so each has every name under which it may be found.
 */
export const PROGRAMS = {
  prometheus: { names: ["prometheus"], debian: "prometheus", homebrew: "prometheus" },
  promtool: { names: ["promtool"], debian: "prometheus", homebrew: "prometheus" },
  alertmanager: {
    names: ["prometheus-alertmanager", "alertmanager"],
    debian: "prometheus-alertmanager",
    homebrew: "alertmanager",
  },
  amtool: { names: ["amtool"], debian: "prometheus-alertmanager", homebrew: "alertmanager" },
  redis: { names: ["redis-server"], debian: "redis-server", homebrew: "redis" },
  "redis-exporter": {
    names: ["prometheus-redis-exporter", "redis_exporter"],
    debian: "prometheus-redis-exporter",
    homebrew: undefined,
    elsewhere:
      "a release from https://github.com/oliver006/redis_exporter/releases, put on the PATH",
  },
};

const INSTALLER = "scripts/install-debian-packages.sh";
const POLICY = "/usr/sbin/policy-rc.d";

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = (name) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, name)));

export const missingPrograms = (wanted) =>
  wanted.filter((program) => !PROGRAMS[program].names.some(onPath));

const debianPackages = (programs) => [...new Set(programs.map((name) => PROGRAMS[name].debian))];

/** How to get each missing program by hand. */
export const instructions = (programs) => {
  const lines = programs.map((name) => {
    const { names, debian, homebrew, elsewhere } = PROGRAMS[name];
    const brew = homebrew === undefined ? elsewhere : `brew install ${homebrew}`;
    return `  ${names.at(-1).padEnd(14)}  Debian, Ubuntu: apt-get install ${debian}\n${" ".repeat(18)}elsewhere: ${brew}`;
  });
  return `Missing on the PATH:\n${lines.join("\n")}`;
};

const agreed = async (packages) => {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(
    `Install ${packages.join(", ")} with sudo apt-get? Their own services will not be started. [Y/n] `,
  );
  prompt.close();
  return /^(y|yes|)$/i.test(answer.trim());
};

/** The words before `sh` that make it root, or the reason why there are none. */
const becomeRoot = async (packages) => {
  if (process.getuid?.() === 0) return { prefix: [] };
  if (!onPath("sudo")) return { refused: "this is not root, and there is no sudo" };
  if (!process.stdin.isTTY) return { prefix: ["sudo", "-n"] };
  if (await agreed(packages)) return { prefix: ["sudo"] };
  return { refused: "you said no" };
};

/** Why the packages could not be installed, or undefined when they were. */
const install = async (packages) => {
  if (!existsSync("/etc/debian_version") || !onPath("apt-get")) {
    return "only Debian and its relatives have the packages that this script can install";
  }
  const { prefix, refused } = await becomeRoot(packages);
  if (prefix === undefined) return refused;
  console.error(`Installing ${packages.join(", ")} with apt-get; this takes a minute.`);
  const [program, ...args] = [...prefix, "sh", INSTALLER, POLICY, ...packages];
  const ended = await runThrough(program, args);
  return succeeded(ended) ? undefined : "apt-get failed; what it printed above says why";
};

/** Makes sure that the wanted programs can be run. Throws with instructions for those that cannot. */
export const bringPrograms = async (wanted) => {
  const missing = missingPrograms(wanted);
  if (missing.length === 0) return;
  const reason = await install(debianPackages(missing));
  const still = missingPrograms(wanted);
  if (still.length === 0) return;
  throw new Error(
    `${instructions(still)}\nThey were not installed: ${reason ?? "the packages do not hold them"}.`,
  );
};
