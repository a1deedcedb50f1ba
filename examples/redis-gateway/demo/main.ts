import { parseArgs } from "node:util";
import { systemClock } from "../clock.ts";
import type { Stack } from "../stack/stack.ts";
import { ACTS, type ActOptions, backtestAct, playAct } from "./acts.ts";
import { createNarrator, type Narrator } from "./narrator.ts";
import { openStage, perform, type StageOptions } from "./perform.ts";
import { reportRun } from "./report.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { wrapWords } from "./wrap-words.ts";

/** Five minutes pass in 15 seconds. */
const TIME_FACTOR = 20;
const MARGIN = 24;

const usage = (): string =>
  [
    "usage: npm run demo -- [--scenario NAME] [--keep]",
    "",
    "Proves from files alone what alerts will do. Then breaks a real Redis gateway and shows who is",
    "told, when, and by what.",
    "",
    "  --scenario NAME   one of these, or all; redis-down when none is named",
    ...SCENARIOS.flatMap(({ name, shows }) => {
      const [first, ...rest] = wrapWords(shows, 80 - MARGIN);
      const head = `      ${name}`.padEnd(MARGIN) + first;
      return [head, ...rest.map((line) => " ".repeat(MARGIN) + line)];
    }),
    "  --keep            leave everything running until Ctrl-C, and print the addresses",
    "  --help            this text",
    "",
    "Exit status: 0 when exactly what must happen has happened, 1 when not, 2 for wrong usage.",
  ].join("\n");

/** Where somebody may look around: addresses are on the screen already, these are what opens them. */
const keepRunning = async ({ stack, narrator, signal }: Kept): Promise<void> => {
  narrator.paragraph(
    [
      "",
      "Everything keeps running until Ctrl-C. To look around:",
      `  tocsin's API      curl -H "Authorization: Bearer ${stack.tokens.api}" ${stack.tocsin.url}/api/v1/incidents`,
      `  tocsin's metrics  curl -H "Authorization: Bearer ${stack.tokens.metrics}" ${stack.tocsin.url}/metrics`,
      `  the gateway       curl -H "X-API-Key: ${stack.gateway.apiKey}" ${stack.gateway.url}/v1/keys/demo-0`,
      `  prometheus        ${stack.prometheus.url}/alerts`,
      `  alertmanager      ${stack.alertmanager.url}`,
    ].join("\n"),
  );
  while (!signal.aborted) await systemClock.sleep(60_000, signal);
};
type Kept = { stack: Stack; narrator: Narrator; signal: AbortSignal };

const show = async (
  scenario: Scenario,
  options: StageOptions & ActOptions & { keep: boolean; looksBack: boolean },
): Promise<boolean> => {
  const { narrator, signal } = options;
  narrator.paragraph(`\n${scenario.name}: ${scenario.shows}\n`);
  const stack = await openStage(options);
  try {
    const { run, outcome, differences } = await perform(scenario, stack, options);
    reportRun(run, outcome.incidents);
    narrator.paragraph(
      differences.length === 0
        ? `\n${scenario.name}: exactly what must happen has happened.`
        : `\n${scenario.name}: not what must happen:\n${differences.map((d) => `  - ${d}`).join("\n")}`,
    );
    if (options.looksBack) await playAct(backtestAct(stack), options);
    if (options.keep) await keepRunning({ stack, narrator, signal });
    return differences.length === 0;
  } finally {
    await stack.stop();
  }
};

const chosenScenarios = (name: string): readonly Scenario[] => {
  if (name === "all") return SCENARIOS;
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario !== undefined) return [scenario];
  const names = SCENARIOS.map((candidate) => candidate.name).join(", ");
  throw new Error(`there is no scenario "${name}"; there are ${names}, and all`);
};

const readArguments = (args: string[]) => {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: "string", default: "redis-down" },
      keep: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const scenarios = chosenScenarios(values.scenario);
  if (values.keep && scenarios.length > 1) throw new Error("--keep needs one scenario, not all");
  return { ...values, scenarios };
};

/** The first Ctrl-C ends the demonstration in order; a second one at once. */
const endOnSignals = (): AbortSignal => {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(130);
      ending.abort(new Error("interrupted"));
    });
  }
  return ending.signal;
};

const demonstrate = async (chosen: ReturnType<typeof readArguments>): Promise<number> => {
  const { scenarios, keep, help } = chosen;
  if (help) {
    console.log(usage());
    return 0;
  }
  const signal = endOnSignals();
  const colour = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
  const narrator = createNarrator({ out: process.stdout, progress: process.stderr, colour });
  for (const act of ACTS) await playAct(act, { narrator, signal, colour });
  narrator.paragraph(
    `Time runs ${TIME_FACTOR} times as fast: 5 minutes pass in ${300 / TIME_FACTOR} seconds. Clocks show UTC.`,
  );
  const failed: string[] = [];
  for (const scenario of scenarios) {
    const went = await show(scenario, {
      clock: systemClock,
      timeFactor: TIME_FACTOR,
      narrator,
      signal,
      colour,
      keep,
      looksBack: scenarios.length === 1,
    });
    if (!went) failed.push(scenario.name);
  }
  if (scenarios.length > 1) {
    narrator.paragraph(
      failed.length === 0
        ? `\nAll ${scenarios.length} scenarios went as they must.`
        : `\nOtherwise than they must: ${failed.join(", ")}.`,
    );
  }
  return failed.length === 0 ? 0 : 1;
};

const report = (error: unknown, status: number): void => {
  console.error(`demo: ${error instanceof Error ? error.message : error}`);
  process.exitCode = status;
};

const main = async (args: string[]): Promise<void> => {
  let chosen: ReturnType<typeof readArguments>;
  try {
    chosen = readArguments(args);
  } catch (error) {
    report(error, 2);
    return;
  }
  try {
    process.exitCode = await demonstrate(chosen);
  } catch (error) {
    report(error, 1);
  }
};

await main(process.argv.slice(2));
