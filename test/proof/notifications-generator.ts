import type { Labels } from "../../src/labels/labels.ts";
import type { Random } from "../../src/lib/random.ts";
import type {
  Scenario,
  ScenarioAlert,
  ScenarioPost,
  ScenarioSilence,
} from "./notifications-scenario.ts";

/** What a scenario is sure to have; others come by chance. */
const FEATURES = [
  "resolve",
  "inhibition",
  "silence",
  "continue",
  "flap",
  "repeat",
  "mute",
  "no-resolved",
  "slow-repeat",
  "join",
  "old",
  "timeout",
  "active",
  "later-mute",
  "two-webhooks",
  "later-active",
  "expiry",
] as const;
export type Feature = (typeof FEATURES)[number];

/** Features that wait for the next minute of the clock. */
const MINUTE_FEATURES: readonly Feature[] = ["later-mute", "later-active"];

/** An alert fires this long when nobody says otherwise. */
const LONG_MS = 3_600_000;

/** Events happen about every second second, turns of groups between them. */
const STEP_MS = 2000;

const pick = <T>(random: Random, values: readonly [T, ...T[]]): T =>
  values[Math.floor(random.fraction() * values.length)] ?? values[0];

const chance = (random: Random, probability: number): boolean => random.fraction() < probability;

type Draft = {
  readonly name: string;
  readonly random: Random;
  readonly features: ReadonlySet<Feature>;
  readonly steps: number;
};

const momentOf = ({ random, features }: Draft, step: number): number => {
  const base = step * STEP_MS + Math.round((random.fraction() - 0.5) * 500);
  // Groups of old alerts have their turns when others have their events.
  const shift = features.has("old") && step > 0 ? STEP_MS / 2 : 0;
  return Math.max(0, base + shift);
};

const SETS: readonly Omit<Labels, "scenario">[] = [
  { alertname: "A", instance: "1", severity: "critical" },
  { alertname: "A", instance: "1", severity: "warning" },
  { alertname: "A", instance: "2", severity: "warning" },
  { alertname: "B", instance: "1", severity: "critical", job: "b" },
  { alertname: "B", instance: "2", severity: "warning", job: "a" },
];

type Life = { readonly fires: number; readonly resolves: number | undefined };

/** The steps at which one alert fires and resolves. */
const livesOf = ({ random, features, steps }: Draft, isFirst: boolean): readonly Life[] => {
  const late = features.has("join") && !isFirst ? 1 + Math.floor(random.fraction() * 2) : 0;
  const fires = isFirst ? 0 : late + Math.floor(random.fraction() * 2);
  const wants = features.has("resolve") || features.has("flap") || chance(random, 0.5);
  const resolves = fires + 1 + Math.floor(random.fraction() * 2);
  if (!wants || resolves >= steps) return [{ fires, resolves: undefined }];
  const again = resolves + 1 + Math.floor(random.fraction() * 2);
  const isBack = (features.has("flap") || chance(random, 0.2)) && again < steps;
  const last = {
    fires: again,
    resolves: again + 1 < steps && chance(random, 0.5) ? again + 1 : undefined,
  };
  return isBack ? [{ fires, resolves }, last] : [{ fires, resolves }];
};

const endOf = ({ random, features }: Draft, atMs: number): number | undefined => {
  if (features.has("timeout")) return undefined;
  if (features.has("expiry") && chance(random, 0.6)) return atMs + STEP_MS * 2;
  return atMs + LONG_MS;
};

/** The posts of one alert. */
const postsOf = (draft: Draft, labels: Labels, isFirst: boolean): readonly ScenarioPost[] => {
  const posts: ScenarioPost[] = [];
  for (const { fires, resolves } of livesOf(draft, isFirst)) {
    const atMs = momentOf(draft, fires);
    const age = draft.features.has("old") && chance(draft.random, 0.7) ? 10_000 : 0;
    const startsMs = atMs - age;
    const firing: ScenarioAlert = { labels, startsMs, endsMs: endOf(draft, atMs) };
    posts.push({ atMs, alerts: [firing] });
    if (resolves === undefined) continue;
    const endsMs = momentOf(draft, resolves);
    posts.push({ atMs: endsMs, alerts: [{ labels, startsMs, endsMs }] });
  }
  return posts;
};

const silencesOf = (draft: Draft): readonly ScenarioSilence[] => {
  const { random, features, name, steps } = draft;
  if (!features.has("silence")) return [];
  const count = 1 + Math.floor(random.fraction() * 2);
  return Array.from({ length: count }, () => {
    const from = Math.floor(random.fraction() * 2);
    const to = from + 1 + Math.floor(random.fraction() * (steps - from));
    const isDeleted = chance(random, 0.4);
    const label = pick(random, ["severity", "instance", "alertname"]);
    const value = { severity: "critical|page", instance: "1", alertname: "A" }[label] ?? "";
    return {
      atMs: momentOf(draft, from),
      endsMs: isDeleted ? LONG_MS : momentOf(draft, to),
      deletedMs: isDeleted ? momentOf(draft, to) : undefined,
      matchers: [
        { name: "scenario", operator: "=", value: name },
        { name: label, operator: label === "severity" ? "=~" : "=", value },
      ],
    };
  });
};

const inhibitRulesOf = ({ features, name, random }: Draft): readonly object[] =>
  features.has("inhibition")
    ? [
        {
          source_matchers: [`scenario="${name}"`, 'severity="critical"'],
          target_matchers: [`scenario="${name}"`, 'severity="warning"'],
          equal: pick<readonly string[]>(random, [["instance"], [], ["alertname", "instance"]]),
        },
      ]
    : [];

const intervalsOf = (features: ReadonlySet<Feature>, random: Random) => {
  if (features.has("later-mute")) return { mute_time_intervals: ["later"] };
  if (features.has("later-active")) return { active_time_intervals: ["later"] };
  if (features.has("mute")) return { mute_time_intervals: [pick(random, ["always", "never"])] };
  if (!features.has("active")) return {};
  return {
    active_time_intervals: pick<string[]>(random, [["always"], ["never", "always"], ["never"]]),
  };
};

const repeatOf = ({ features, random }: Draft, groupIntervalMs: number): string => {
  if (features.has("slow-repeat")) return `${2 * groupIntervalMs}ms`;
  if (!features.has("repeat")) return "1h";
  return `${groupIntervalMs * pick(random, [0.5, 1.5])}ms`;
};

const routesOf = (draft: Draft) => {
  const { name, random, features } = draft;
  const groupIntervalMs = pick(random, [STEP_MS, STEP_MS, 2 * STEP_MS]);
  const own = {
    receiver: `${name}-a`,
    group_by: pick<string[]>(random, [["alertname"], ["..."], ["instance"], ["nothing"]]),
    group_wait: pick(random, ["1s", "1s", "3s"]),
    groupIntervalMs,
    repeat_interval: repeatOf(draft, groupIntervalMs),
  };
  const intervals = intervalsOf(features, random);
  const matchers = [`scenario="${name}"`];
  if (!features.has("continue")) return { ...own, ...intervals, matchers };
  return {
    ...own,
    matchers,
    routes: [
      { matchers: ['alertname="A"'], continue: true, receiver: `${name}-b`, ...intervals },
      { matchers: ['severity=~"critical|warning"'], group_by: ["severity"] },
    ],
  };
};

const receiversOf = ({ name, features, random }: Draft): Readonly<Record<string, boolean[]>> => {
  const sendsResolved = () => !features.has("no-resolved") || chance(random, 0.3);
  const webhooks = features.has("two-webhooks") ? [true, chance(random, 0.5)] : [sendsResolved()];
  return {
    [`${name}-a`]: webhooks,
    ...(features.has("continue") ? { [`${name}-b`]: [sendsResolved()] } : {}),
  };
};

export type GeneratorSettings = {
  readonly random: Random;
  readonly steps: number;
  /** Whether scenarios may wait for the clock's next minute. */
  readonly waitsForMinute: boolean;
};

/** A scenario that is sure to have the feature whose turn it is. */
export const generateScenario = (
  index: number,
  { random, steps, waitsForMinute }: GeneratorSettings,
): Scenario => {
  const possible = FEATURES.filter(
    (feature) => waitsForMinute || !MINUTE_FEATURES.includes(feature),
  );
  const main = possible[index % possible.length] ?? "resolve";
  const features = new Set<Feature>([main]);
  for (const feature of possible) {
    if (!MINUTE_FEATURES.includes(feature) && chance(random, 0.15)) features.add(feature);
  }
  const name = `s${index}`;
  const draft: Draft = { name, random, features, steps };
  const sets = SETS.toSorted(() => random.fraction() - 0.5).slice(
    0,
    1 + Math.floor(random.fraction() * 4),
  );
  const posts = sets.flatMap((labels, place) =>
    postsOf(draft, { ...labels, scenario: name }, place === 0),
  );
  return {
    name,
    beginsMs: MINUTE_FEATURES.includes(main) ? "minute" : (index * 137) % STEP_MS,
    lengthMs: (steps + 2) * STEP_MS,
    latencyMs: features.has("slow-repeat") ? 300 : 0,
    route: routesOf(draft),
    receivers: receiversOf(draft),
    inhibitRules: inhibitRulesOf(draft),
    posts: posts.toSorted((a, b) => a.atMs - b.atMs),
    silences: silencesOf(draft),
  };
};
