import type { System } from "tocsin";

type Service = System["services"][number];
type Alert = Service["alerts"][number];
type Objective = Service["objectives"][number];
type EscalationPolicy = System["escalationPolicies"][number];

/** Prometheus scrapes and evaluates once a second; nothing can be told apart below that. */
const SHORTEST_MS = 1_000;
/** A rate over fewer than some five scrapes is noise. */
const SHORTEST_RANGE_MS = 5_000;

const DURATION = String.raw`\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*`;
/** String literals are matched first, so that nothing inside of them is taken for a range. */
const PROMQL_TIMES = new RegExp(
  [
    String.raw`(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60[^\x60]*\x60)`,
    String.raw`\[\s*(?<range>${DURATION})\s*(?<sub>:\s*(?<step>${DURATION})?)?\s*\]`,
    String.raw`\boffset\s+(?<sign>-?)\s*(?<offset>${DURATION})`,
  ].join("|"),
  "g",
);

const UNITS_MS = new Map([
  ["y", 365 * 24 * 3_600_000],
  ["w", 7 * 24 * 3_600_000],
  ["d", 24 * 3_600_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
]);

const milliseconds = (duration: string): number =>
  duration
    .matchAll(/(\d+)(ms|[smhdwy])/g)
    .reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS_MS.get(unit) ?? 0), 0);

const spelled = (ms: number): string => {
  let rest = ms;
  let text = "";
  for (const [unit, size] of UNITS_MS) {
    const amount = Math.floor(rest / size);
    if (amount > 0) text += `${amount}${unit}`;
    rest %= size;
  }
  return text;
};

const scaled = (duration: string, factor: number, shortestMs = SHORTEST_MS): string => {
  const ms = milliseconds(duration);
  return ms === 0 ? duration : spelled(Math.round(Math.max(shortestMs, ms / factor)));
};

/** The same query with its ranges, steps and offsets divided by `factor`. */
export const scalePromql = (promql: string, factor: number): string =>
  promql.replace(PROMQL_TIMES, (match: string, ...rest: unknown[]) => {
    const found = groupsOf(rest);
    if (found["range"] !== undefined) {
      const step = found["step"] === undefined ? "" : scaled(found["step"], factor);
      const colon = found["sub"] === undefined ? "" : ":";
      return `[${scaled(found["range"], factor, SHORTEST_RANGE_MS)}${colon}${step}]`;
    }
    if (found["offset"] !== undefined) {
      return `offset ${found["sign"]}${scaled(found["offset"], factor)}`;
    }
    return match;
  });

/** A replacer's last argument holds the named groups; its type does not say so. */
const groupsOf = (rest: unknown[]) => rest.at(-1) as Record<string, string | undefined>;

const scaleAlert = (alert: Alert, factor: number): Alert => ({
  ...alert,
  when: scalePromql(alert.when, factor),
  ...(alert.for === undefined ? {} : { for: scaled(alert.for, factor) }),
});

const scaleObjective = (objective: Objective, factor: number): Objective => ({
  ...objective,
  window: scaled(objective.window, factor),
  burn: {
    ...objective.burn,
    windows: objective.burn.windows.map((window) => ({
      ...window,
      long: scaled(window.long, factor, SHORTEST_RANGE_MS),
      short: scaled(window.short, factor, SHORTEST_RANGE_MS),
    })),
  },
});

const scalePolicy = (policy: EscalationPolicy, factor: number): EscalationPolicy => ({
  ...policy,
  steps: policy.steps.map((step) => ({ ...step, after: scaled(step.after, factor) })),
  repeat: { ...policy.repeat, every: scaled(policy.repeat.every, factor) },
});

/**
 * The same system in a hurry: every duration divided by `factor`, and none shorter than what a
 * Prometheus that looks once a second can tell apart. With 20, five minutes become 15 seconds.
 */
export const scaleTime = (system: System, factor: number): System => {
  const { alertmanager } = system;
  return {
    ...system,
    evaluationInterval: scaled(system.evaluationInterval, factor),
    services: system.services.map((service) => ({
      ...service,
      objectives: service.objectives.map((objective) => scaleObjective(objective, factor)),
      alerts: service.alerts.map((alert) => scaleAlert(alert, factor)),
    })),
    escalationPolicies: system.escalationPolicies.map((policy) => scalePolicy(policy, factor)),
    watchdog: { ...system.watchdog, lostAfter: scaled(system.watchdog.lostAfter, factor) },
    direct: { ...system.direct, for: scaled(system.direct.for, factor) },
    alertmanager: {
      groupWait: scaled(alertmanager.groupWait, factor),
      groupInterval: scaled(alertmanager.groupInterval, factor),
      repeatEvery: scaled(alertmanager.repeatEvery, factor),
      watchdogEvery: scaled(alertmanager.watchdogEvery, factor),
      directRepeatEvery: scaled(alertmanager.directRepeatEvery, factor),
    },
  };
};
