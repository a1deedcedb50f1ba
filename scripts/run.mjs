// What `npm test`, `npm run demo` and their sisters start. Plain JavaScript without packages, because
// it runs right after a clone, on whatever Node is there, to bring the packages and Node 24 itself.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bringPackages, projectEnvironment } from "./packages.mjs";
import { exitWith, runThrough } from "./processes.mjs";
import { bringPrograms } from "./programs.mjs";
import { runTests } from "./run-tests.mjs";

const EVERY_PROGRAM = [
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "redis",
  "redis-exporter",
];

const BENCH_USAGE =
  "Name a benchmark: npm run bench -- NAME, where bench/NAME.ts is one of the files there.";

/** The tests that rewrite what they compare with when told to. */
const GOLDEN_TESTS = [
  "test/golden.test.ts",
  "test/settings-page.test.ts",
  "test/check-pages.test.ts",
  "test/cli-explain.test.ts",
  "test/corpus.test.ts",
];

const COMMANDS = {
  demo: {
    programs: EVERY_PROGRAM,
    run: (args, env) => runThrough("node", ["examples/redis-gateway/demo/main.ts", ...args], env),
  },
  test: { programs: EVERY_PROGRAM, run: runTests },
  build: { programs: [], run: (_, env) => runThrough("node", ["scripts/build.mjs"], env) },
  golden: {
    programs: ["promtool", "amtool"],
    run: (args, env) =>
      runThrough("vitest", ["run", ...GOLDEN_TESTS, ...args], { ...env, GOLDEN: "update" }),
  },
  bench: {
    programs: ["promtool", "alertmanager", "amtool"],
    run: ([name, ...args], env) => {
      if (!/^[a-z][a-z0-9-]*$/.test(name ?? "")) throw new Error(BENCH_USAGE);
      return runThrough("node", [`bench/${name}.ts`, ...args], env);
    },
  },
  prove: {
    programs: ["prometheus", "promtool", "alertmanager", "amtool"],
    run: (args, env) => runThrough("node", ["test/proof/main.ts", ...args], env),
  },
  chaos: {
    programs: [],
    run: (args, env) => runThrough("node", ["test/chaos/main.ts", ...args], env),
  },
};

const main = async () => {
  const [name, ...rest] = process.argv.slice(2);
  const args = rest[0] === "--" ? rest.slice(1) : rest;
  const command = Object.hasOwn(COMMANDS, name ?? "") ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new Error(
      `Usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")} [-- ARGUMENTS]`,
    );
  }
  process.chdir(fileURLToPath(new URL("..", import.meta.url)));
  await bringPackages();
  await bringPrograms(command.programs);
  return command.run(args, projectEnvironment());
};

try {
  exitWith(await main());
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
