import type { Clock } from "../clock.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { differencesFrom, type Outcome } from "./expectation.ts";
import type { Narrator } from "./narrator.ts";
import type { Run } from "./run.ts";
import type { Scenario } from "./scenarios.ts";
import type { Sighting } from "./sighting.ts";
import { tellSighting } from "./telling.ts";
import { startWatch } from "./watch.ts";

/** Rates need some scrapes with traffic behind them before anything may break. */
const WARM_UP_MS = 5_000;
/** Two intervals of Alertmanager's groups: whatever follows an end shows itself by then. */
const SETTLE_MS = 6_000;

export type Performance = {
  run: Run;
  outcome: Outcome;
  sightings: readonly Sighting[];
  /** What was otherwise than the scenario expects. */
  differences: string[];
};

export type PerformOptions = { clock: Clock; narrator: Narrator; signal: AbortSignal };

/** Performances and tests differ in their pace only. */
export type StageOptions = PerformOptions & { timeFactor: number };

const whereEverythingIs = ({ folder, redis, exporter, gateway, ...rest }: Stack): string =>
  [
    `  redis          ${redis.url}`,
    `  exporter       http://${exporter.address}`,
    `  gateway        ${gateway.url}`,
    `  prometheus     ${rest.prometheus.url}`,
    `  alertmanager   ${rest.alertmanager.url}`,
    `  tocsin         ${rest.tocsin.url}`,
    `  mail catcher   smtp://127.0.0.1:${rest.mail.port}`,
    `  dead man's     ${rest.deadMansSwitch.url}`,
    `  files          ${folder}`,
  ].join("\n");

export const openStage = async ({ clock, narrator, timeFactor }: StageOptions): Promise<Stack> => {
  narrator.waiting(
    "Redis, its exporter, the gateway, Prometheus, Alertmanager and Tocsin to start",
  );
  const stack = await startStack({ clock, timeFactor });
  narrator.paragraph(`Real programs, on loopback only:\n${whereEverythingIs(stack)}\n`);
  return stack;
};

const outcomeOf = async ({ tocsin, mail }: Stack): Promise<Outcome> => {
  const incidents = await tocsin.api.incidents();
  const oldestFirst = incidents.toSorted((a, b) => a.number - b.number);
  return {
    incidents: await Promise.all(oldestFirst.map(({ id }) => tocsin.api.incident(id))),
    mails: mail.mails(),
  };
};

/** Plays a scenario on a fresh stack and compares what came of it with what must. */
export const perform = async (
  scenario: Scenario,
  stack: Stack,
  options: PerformOptions,
): Promise<Performance> => {
  const { clock, narrator, signal } = options;
  const watch = startWatch(stack, clock, (sighting) => tellSighting(narrator, sighting));
  const run: Run = { stack, clock, signal, watch, narrator, moments: {} };
  try {
    narrator.waiting("some ordinary traffic");
    await clock.sleep(WARM_UP_MS, signal);
    for (const step of scenario.story) await step(run);
    narrator.waiting("anything that might still follow");
    await clock.sleep(SETTLE_MS, signal);
    signal.throwIfAborted();
  } finally {
    await watch.stop();
  }
  const outcome = await outcomeOf(stack);
  const refused = stack.mail.refusals().map((fault) => `the mail catcher refused a mail: ${fault}`);
  return {
    run,
    outcome,
    sightings: watch.sightings(),
    differences: [...differencesFrom(scenario.expect, outcome), ...refused],
  };
};
