import { stringify } from "yaml";
import type { AlertmanagerConfig } from "../../src/alertmanager/config/config.ts";
import { readAlertmanagerConfig } from "../../src/alertmanager/config/read-alertmanager-config.ts";
import type { AlertPost } from "../../src/alertmanager/notification/alert.ts";
import type { NotificationSetup } from "../../src/alertmanager/notification/setup.ts";
import { setupOf } from "../../src/alertmanager/notification/setup-of-config.ts";
import type { Labels } from "../../src/labels/labels.ts";
import type { Matcher } from "../../src/labels/matcher.ts";
import { parseYaml } from "../../src/lib/located-yaml.ts";

/** One alert as it is posted; times count from the beginning of the scenario. */
export type ScenarioAlert = {
  readonly labels: Labels;
  readonly startsMs: number;
  /** Undefined for an alert that Alertmanager is to end by itself. */
  readonly endsMs: number | undefined;
};

/** One request. */
export type ScenarioPost = { readonly atMs: number; readonly alerts: readonly ScenarioAlert[] };

export type ScenarioSilence = {
  readonly atMs: number;
  readonly endsMs: number;
  /** When it is deleted, if it is before it ends. */
  readonly deletedMs: number | undefined;
  readonly matchers: readonly Matcher[];
};

type ScenarioRoute = {
  readonly matchers?: readonly string[];
  readonly receiver?: string;
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  /** In milliseconds. */
  readonly groupIntervalMs?: number;
  readonly repeat_interval?: string;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly ScenarioRoute[];
};

export type Scenario = {
  /** All its alerts have it as the value of the label `scenario`. */
  readonly name: string;
  /** When it begins, counted from the beginning of the run; "minute" when the clock's next minute is to come in it. */
  readonly beginsMs: number | "minute";
  readonly lengthMs: number;
  readonly latencyMs: number;
  readonly route: ScenarioRoute;
  /** `send_resolved` of each webhook, by receiver. */
  readonly receivers: Readonly<Record<string, readonly boolean[]>>;
  readonly inhibitRules: readonly object[];
  readonly posts: readonly ScenarioPost[];
  readonly silences: readonly ScenarioSilence[];
};

const RESOLVE_TIMEOUT_MS = 3000;

/** When in a scenario the minute comes that it waits for. */
const MINUTE_AT_MS = 8000;

/** Time intervals that the scenarios name: every time, no time, and the hour from a minute of the run on. */
const timeIntervals = (minuteAt: number) => {
  const from = new Date(minuteAt).toISOString().slice(11, 16);
  const end = new Date(minuteAt + 3_600_000).toISOString().slice(11, 16);
  const times = [{ start_time: from, end_time: end > from ? end : "24:00" }];
  return [
    {
      name: "always",
      time_intervals: [{ times: [{ start_time: "00:00", end_time: "24:00" }] }],
    },
    { name: "never", time_intervals: [{ years: ["1999"] }] },
    { name: "later", time_intervals: [{ times }] },
  ];
};

const routeText = (
  { groupIntervalMs, routes, ...route }: ScenarioRoute,
  extraMs: number,
): object => ({
  ...route,
  ...(groupIntervalMs === undefined ? {} : { group_interval: `${groupIntervalMs + extraMs}ms` }),
  ...(routes === undefined ? {} : { routes: routes.map((child) => routeText(child, extraMs)) }),
});

export type ConfigSurroundings = {
  /** Where webhooks go. */
  readonly url: string;
  /** When the interval `later` begins. */
  readonly minuteAt: number;
  /** Added to every group interval. */
  readonly extraMs?: number;
};

/** One configuration for all the scenarios; each has its own part of the route tree. */
export const configOf = (
  scenarios: readonly Scenario[],
  { url, minuteAt, extraMs = 0 }: ConfigSurroundings,
): string =>
  stringify({
    global: { resolve_timeout: `${RESOLVE_TIMEOUT_MS}ms` },
    route: {
      receiver: "nobody",
      routes: scenarios.map(({ route }) => routeText(route, extraMs)),
    },
    receivers: [
      { name: "nobody" },
      ...scenarios.flatMap(({ receivers }) =>
        Object.entries(receivers).map(([name, webhooks]) => ({
          name,
          webhook_configs: webhooks.map((sendResolved, index) => ({
            url: `${url}/${name}/${index}`,
            send_resolved: sendResolved,
          })),
        })),
      ),
    ],
    inhibit_rules: scenarios.flatMap(({ inhibitRules }) => inhibitRules),
    time_intervals: timeIntervals(minuteAt),
  });

/** When the parts of a scenario happen: as planned, shaken, or as they really did. */
export type ScenarioTimes = {
  readonly startedAt: number;
  readonly beginsAt: number;
  readonly minuteAt: number;
  readonly latencyMs: number;
  readonly extraMs: number;
  postAt(post: ScenarioPost): number;
  silenceFrom(silence: ScenarioSilence): number;
  silenceTo(silence: ScenarioSilence): number;
  endAt(alert: ScenarioAlert): number | undefined;
};

/** Everything as planned. */
export const plannedTimes = (
  scenario: Scenario,
  run: Pick<ScenarioTimes, "startedAt" | "minuteAt"> & { readonly runAt: number },
): ScenarioTimes => {
  const { beginsMs } = scenario;
  const beginsAt = beginsMs === "minute" ? run.minuteAt - MINUTE_AT_MS : run.runAt + beginsMs;
  return {
    ...run,
    beginsAt,
    latencyMs: Math.max(1, scenario.latencyMs),
    extraMs: 0,
    postAt: ({ atMs }) => beginsAt + atMs,
    silenceFrom: ({ atMs }) => beginsAt + atMs,
    silenceTo: ({ endsMs, deletedMs }) => beginsAt + Math.min(endsMs, deletedMs ?? endsMs),
    endAt: ({ endsMs }) => (endsMs === undefined ? undefined : beginsAt + endsMs),
  };
};

const configs = new WeakMap<Scenario, Map<string, AlertmanagerConfig>>();

const readConfig = (scenario: Scenario, minuteAt: number, extraMs: number): AlertmanagerConfig => {
  const known = configs.get(scenario) ?? new Map<string, AlertmanagerConfig>();
  configs.set(scenario, known);
  const variant = `${minuteAt} ${extraMs}`;
  const last = known.get(variant);
  if (last !== undefined) return last;
  const text = configOf([scenario], { url: "http://127.0.0.1", minuteAt, extraMs });
  const [document] = parseYaml(text, "alertmanager.yml").documents;
  const config = document && readAlertmanagerConfig(document, "0.25").config;
  if (config === undefined) throw new Error(`no configuration:\n${text}`);
  known.set(variant, config);
  return config;
};

/** The scenario for the simulator. */
export const simulatedScenario = (
  scenario: Scenario,
  times: ScenarioTimes,
): { setup: NotificationSetup; posts: AlertPost[] } => {
  const config = readConfig(scenario, times.minuteAt, times.extraMs);
  const silences = scenario.silences.map((silence, index) => ({
    id: `${index}`,
    matchers: silence.matchers,
    startsAt: times.silenceFrom(silence),
    endsAt: times.silenceTo(silence),
  }));
  const posts = scenario.posts
    .flatMap((post) =>
      post.alerts.map((alert) => ({
        at: times.postAt(post),
        labels: alert.labels,
        startsAt: times.beginsAt + alert.startsMs,
        endsAt: times.endAt(alert),
      })),
    )
    .sort((a, b) => a.at - b.at);
  return {
    setup: setupOf(config, {
      version: "0.25",
      silences,
      startedAt: times.startedAt,
      sendLatencyMs: times.latencyMs,
    }),
    posts,
  };
};
