// Builds what is published: the sources as JavaScript with their types, and the files that they read.
import { cp, rm } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { projectEnvironment } from "./packages.mjs";
import { exitWith, runThrough } from "./processes.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
await rm("dist", { recursive: true, force: true });
const ended = await runThrough("tsc", ["-p", "tsconfig.build.json"], projectEnvironment());
await cp("src/store/migrations", "dist/store/migrations", { recursive: true });
exitWith(ended);
