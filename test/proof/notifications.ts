import { systemClock } from "../../src/lib/clock.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { type AlertmanagerProcess, startAlertmanagerProcess } from "./alertmanager-process.ts";
import { generateScenario } from "./notifications-generator.ts";
import { hasMargin } from "./notifications-margin.ts";
import {
  configOf,
  plannedTimes,
  type Scenario,
  type ScenarioPost,
  type ScenarioSilence,
  type ScenarioTimes,
} from "./notifications-scenario.ts";
import {
  firstDifference,
  receivedSequences,
  richnessOf,
  type Sequences,
  simulatedSequences,
} from "./notifications-sequence.ts";
import { type NotificationSink, startNotificationSink } from "./notifications-sink.ts";

export type NotificationComparison = {
  readonly compared: number;
  /** Scenarios during which the machine was too slow for anything to be said. */
  readonly undecided: number;
  /** How many messages came in all. */
  readonly messages: number;
  readonly disagreements: string[];
};

export type NotificationRun = {
  readonly count: number;
  readonly seed: number;
  /** In how many steps of two seconds things happen; a scenario is two steps longer. */
  readonly steps: number;
  /** Whether some scenarios wait for the clock's next minute. */
  readonly waitsForMinute: boolean;
};

/** Things that would come to something else if one of them were this much earlier or later are not tried. */
const MARGIN_MS = 400;

/** A message may be this much apart from its simulated time when the machine is not slow. */
const TOLERANCE_MS = 250;

/** Nothing is tried for ever to find a scenario with margin in which much happens. */
const MOST_TRIES = 60;
const CHOSEN_FROM = 5;

/** Watches how late timers of this process go off, which tells how busy the machine is. */
const watchLateness = () => {
  const late: { at: number; ms: number }[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const before = Date.now();
      await systemClock.sleep(50);
      late.push({ at: before, ms: Date.now() - before - 50 });
    }
  })();
  return {
    stop: () => {
      isOver = true;
      return watching;
    },
    most: (from: number, to: number) =>
      late.reduce((most, { at, ms }) => (at >= from && at <= to ? Math.max(most, ms) : most), 0),
  };
};

type Plan = { readonly runAt: number; readonly minuteAt: number };

const MINUTE_MS = 60_000;

/** A run that begins at `runAt`, with a minute soon enough for the scenarios that wait for one. */
const planOf = (runAt: number): Plan => ({
  runAt,
  minuteAt: Math.ceil((runAt + 10_000) / MINUTE_MS) * MINUTE_MS,
});

/** Finding a scenario needs no clock: only how far things are apart counts. */
const ANY_PLAN = planOf(Date.UTC(2026, 0, 5, 12, 0, 20));

/** Of the first few scenarios with margin the one in which most happens. */
export const findScenario = (
  index: number,
  { steps, waitsForMinute }: NotificationRun,
  random: Random,
): Scenario => {
  let best: { scenario: Scenario; richness: number } | undefined;
  let found = 0;
  for (let tries = 0; tries < MOST_TRIES && found < CHOSEN_FROM; tries++) {
    const scenario = generateScenario(index, { random, steps, waitsForMinute });
    const times = plannedTimes(scenario, { ...ANY_PLAN, startedAt: ANY_PLAN.runAt - 1000 });
    const richness = richnessOf(scenario, times);
    if (richness <= (best?.richness ?? -1)) continue;
    if (!hasMargin(scenario, times, { marginMs: MARGIN_MS, random })) continue;
    best = { scenario, richness };
    found++;
  }
  if (best === undefined) throw new Error(`no scenario number ${index} with margin was found`);
  return best.scenario;
};

/** When things really happened. */
type Diary = {
  readonly posted: Map<ScenarioPost, number>;
  readonly silenced: Map<ScenarioSilence, { from: number; to: number | undefined }>;
  slowestMs: number;
};

const request = async (
  diary: Diary,
  url: string,
  init: RequestInit,
): Promise<[number, Response]> => {
  const before = Date.now();
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  const after = Date.now();
  diary.slowestMs = Math.max(diary.slowestMs, after - before);
  return [Math.round((before + after) / 2), response];
};

const json = (body: object): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

const until = (at: number) => systemClock.sleep(Math.max(0, at - Date.now()));

const playPost = async (
  { url, diary }: { url: string; diary: Diary },
  post: ScenarioPost,
  times: ScenarioTimes,
): Promise<void> => {
  await until(times.postAt(post));
  const alerts = post.alerts.map((alert) => ({
    labels: alert.labels,
    startsAt: iso(times.beginsAt + alert.startsMs),
    endsAt: iso(times.endAt(alert)),
  }));
  const [at] = await request(diary, `${url}/api/v2/alerts`, json(alerts));
  diary.posted.set(post, at);
};

const playSilence = async (
  { url, diary }: { url: string; diary: Diary },
  silence: ScenarioSilence,
  times: ScenarioTimes,
): Promise<void> => {
  await until(times.silenceFrom(silence));
  const body = {
    matchers: silence.matchers.map(({ name, operator, value }) => ({
      name,
      value,
      isRegex: operator.includes("~"),
      isEqual: operator.startsWith("="),
    })),
    startsAt: iso(times.silenceFrom(silence)),
    endsAt: iso(times.beginsAt + silence.endsMs),
    createdBy: "proof",
    comment: "proof",
  };
  const [from, response] = await request(diary, `${url}/api/v2/silences`, json(body));
  diary.silenced.set(silence, { from, to: undefined });
  if (silence.deletedMs === undefined) return;
  const { silenceID } = JSON.parse(await response.text());
  await until(times.silenceTo(silence));
  const target = `${url}/api/v2/silence/${silenceID}`;
  const [to] = await request(diary, target, { method: "DELETE" });
  diary.silenced.set(silence, { from, to });
};

/** Plays a scenario against the real program, and says when its parts really happened. */
const play = async (
  scenario: Scenario,
  url: string,
  planned: ScenarioTimes,
): Promise<{ times: ScenarioTimes; slowestMs: number }> => {
  const diary: Diary = { posted: new Map(), silenced: new Map(), slowestMs: 0 };
  const surroundings = { url, diary };
  await Promise.all([
    ...scenario.posts.map((post) => playPost(surroundings, post, planned)),
    ...scenario.silences.map((silence) => playSilence(surroundings, silence, planned)),
  ]);
  await until(planned.beginsAt + scenario.lengthMs);
  const times: ScenarioTimes = {
    ...planned,
    postAt: (post) => diary.posted.get(post) ?? planned.postAt(post),
    silenceFrom: (silence) => diary.silenced.get(silence)?.from ?? planned.silenceFrom(silence),
    silenceTo: (silence) => diary.silenced.get(silence)?.to ?? planned.silenceTo(silence),
  };
  return { times, slowestMs: diary.slowestMs };
};

const sequencesText = (sequences: Sequences, beginsAt: number): string =>
  [...sequences]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, told]) => [key, ...told.map(({ at, says }) => `  ${at - beginsAt} ${says}`)])
    .join("\n");

type Real = { readonly alertmanager: AlertmanagerProcess; readonly sink: NotificationSink };

const judge = async (
  scenario: Scenario,
  {
    alertmanager,
    sink,
    plan,
    lateness,
  }: Real & {
    plan: Plan;
    lateness: ReturnType<typeof watchLateness>;
  },
): Promise<string | "undecided" | undefined> => {
  const planned = plannedTimes(scenario, { ...plan, startedAt: alertmanager.startedAt });
  const { times, slowestMs } = await play(scenario, alertmanager.url, planned);
  const endsAt = planned.beginsAt + scenario.lengthMs;
  const stallMs = Math.max(slowestMs, lateness.most(planned.beginsAt, endsAt));
  const simulated = simulatedSequences(scenario, times);
  const own = sink.received.filter(
    ({ at, path }) => path.startsWith(`${scenario.name}-`) && at <= endsAt,
  );
  const received = receivedSequences(own);
  const difference = firstDifference(simulated, received, TOLERANCE_MS + 2 * stallMs);
  if (difference === undefined) return undefined;
  const random = seededRandom(1);
  const isClear = hasMargin(scenario, times, { marginMs: MARGIN_MS / 4 + stallMs, random });
  if (stallMs > MARGIN_MS / 2 || !isClear) return "undecided";
  return [
    difference,
    JSON.stringify(scenario),
    `simulated:\n${sequencesText(simulated, times.beginsAt)}`,
    `received:\n${sequencesText(received, times.beginsAt)}`,
    `at most ${stallMs} ms late`,
  ].join("\n");
};

/** Time to start before the first request. */
const LEAD_MS = 1500;

/**
 * Plays generated scenarios, all at once, against one real Alertmanager 0.25 and compares every message that
 * arrives at its webhooks with the simulated ones: the same for each group, in the same order, with the same
 * alerts in the same states, at about the same time.
 */
export const playNotifications = async (run: NotificationRun): Promise<NotificationComparison> => {
  const random = seededRandom(run.seed);
  const scenarios = Array.from({ length: run.count }, (_, index) =>
    findScenario(index, run, random),
  );
  const sink = await startNotificationSink();
  for (const { receivers, latencyMs } of scenarios) {
    for (const [name, webhooks] of Object.entries(receivers)) {
      for (const index of webhooks.keys()) sink.latencyMs.set(`${name}/${index}`, latencyMs);
    }
  }
  const plan = planOf(Date.now() + LEAD_MS);
  const config = configOf(scenarios, { url: sink.url, minuteAt: plan.minuteAt });
  const alertmanager = await startAlertmanagerProcess(config);
  const lateness = watchLateness();
  try {
    const surroundings = { alertmanager, sink, plan, lateness };
    const judged = await Promise.all(scenarios.map((scenario) => judge(scenario, surroundings)));
    const undecided = judged.filter((result) => result === "undecided").length;
    return {
      compared: run.count - undecided,
      undecided,
      messages: sink.received.length,
      disagreements: judged.filter(
        (result): result is string => result !== undefined && result !== "undecided",
      ),
    };
  } finally {
    await lateness.stop();
    await alertmanager.stop();
    await sink.close();
  }
};

/** `count` scenarios of some twenty seconds each, among them some that wait for the clock's next minute. */
export const compareNotifications = (
  count: number,
  seed: number,
): Promise<NotificationComparison> =>
  playNotifications({ count, seed, steps: 6, waitsForMinute: true });
