#!/usr/bin/env node
import nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `Tocsin needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      "In a clone of the repository, `npm ci` brings Node 24 and `npx tocsin` uses it.\n",
  );
  process.exit(2);
}
// What Node has compiled once, and taken the types out of, it need not the next time. Where it cannot be kept, it is not.
const caches = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
if (process.argv[2] !== "serve") nodeModule.enableCompileCache(join(caches, "tocsin"));
// Node runs TypeScript in a clone, and refuses to under node_modules: the package holds what was built.
const isPackage = import.meta.url.includes("/node_modules/");
const { main } = await import(isPackage ? "../dist/main.js" : "../src/cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
