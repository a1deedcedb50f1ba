import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import process from "node:process";
import { runThrough, succeeded } from "./processes.mjs";

const NODE_MAJOR = 24;
const NODE_DIR = join("node_modules", "node", "bin");

const readPackages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;

/**
 * Why `npm ci` is needed, or undefined. npm records what it installed in a hidden lock file, written
 * last; contents are compared, not times, because a checkout changes the times.
 */
export const reasonToInstall = (root) => {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "the npm packages are not installed yet";
  const installed = readPackages(record);
  const locked = readPackages(join(root, "package-lock.json"));
  for (const [path, entry] of Object.entries(locked)) {
    if (!path.includes("node_modules/")) continue;
    const found = installed[path];
    if (found === undefined && entry.optional === true) continue;
    if (found?.version !== entry.version) return "package-lock.json has changed";
  }
  return undefined;
};

const pathWithoutPackages = () =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !resolve(folder).startsWith(resolve("node_modules")))
    .join(delimiter);

/** The environment in which the project's own Node and tools come first. */
export const projectEnvironment = () => ({
  ...process.env,
  PATH: [resolve(NODE_DIR), resolve("node_modules", ".bin"), pathWithoutPackages()].join(delimiter),
});

const requireNode = () => {
  if (existsSync(join(NODE_DIR, "node"))) return;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return;
  throw new Error(
    `Tocsin needs Node ${NODE_MAJOR} or newer; this is Node ${process.versions.node}, and npm did not bring\n` +
      "one (install scripts may be switched off, or the platform has no prebuilt Node).\n" +
      `Install Node ${NODE_MAJOR} from https://nodejs.org and run this again.`,
  );
};

/** Installs the npm packages when they are missing or out of date. */
export const bringPackages = async () => {
  const reason = reasonToInstall(".");
  if (reason !== undefined) {
    console.error(`Running npm ci, because ${reason}.`);
    // Older Nodes may run npm: its warnings about engines are hidden because the next step runs on
    // the Node that comes with the packages. Development packages are wanted whatever NODE_ENV says.
    const ended = await runThrough(
      "npm",
      [
        ...["ci", "--no-audit", "--no-fund", "--loglevel=error", "--engine-strict=false"],
        ...["--include=dev", "--include=optional"],
      ],
      // Not with the Node that is about to be replaced.
      { ...process.env, PATH: pathWithoutPackages() },
    );
    if (!succeeded(ended)) {
      throw new Error("npm ci failed; what it printed above says why. Nothing else was started.");
    }
  }
  requireNode();
};
