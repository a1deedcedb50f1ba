import type { Random } from "../../src/lib/random.ts";
import type { MetricCatalogue, MetricFacts } from "../../src/promql/metrics/metric-facts.ts";

/** Minutes of samples that every series has. */
export const MINUTES = 30;

export type InputSeries = { readonly series: string; readonly values: string };

const metric = (name: string, more: Partial<MetricFacts> = {}): MetricFacts => ({
  name,
  type: "gauge",
  labels: [],
  optionalLabels: [],
  labelValues: {},
  partOf: [],
  integer: false,
  health: false,
  bornOnFirstUse: false,
  ...more,
});

/** What is declared of the series below; `wild` is not declared at all. */
export const CATALOGUE: MetricCatalogue = {
  of: "the proof",
  metrics: [
    metric("events_total", { type: "counter", integer: true }),
    metric("moved_bytes_total", { type: "counter", unit: "bytes" }),
    metric("level", { min: -50, max: 50 }),
    metric("queue", { min: 0, max: 10, integer: true, zeroWhen: "nothing waits" }),
    metric("fill_ratio", { min: 0, max: 1, unit: "ratio" }),
    metric("alive", { min: 0, max: 1, integer: true, health: true }),
    metric("size_bytes", { min: 0, unit: "bytes" }),
    metric("free_bytes", { min: 0, unit: "bytes", partOf: ["size_bytes"] }),
    metric("wait_seconds", { type: "histogram", unit: "seconds", buckets: [0.1, 0.5, 2] }),
  ],
};

const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random.fraction() * items.length)] ?? items[0];

const LABELS = ['i="1",k="a"', 'i="2",k="a"', 'i="2",k="b"'] as const;

type Step = (before: number, random: Random) => number;

const GENERATORS: Readonly<Record<string, Step>> = {
  level: (_before, random) => Math.round(random.fraction() * 1000 - 500) / 10,
  queue: (_before, random) => Math.floor(random.fraction() * 4) * 3,
  fill_ratio: (_before, random) => pick(random, [0, 1, 0.25, random.fraction()]),
  alive: (_before, random) => Number(random.fraction() < 0.7),
  events_total: (before, random) =>
    random.fraction() < 0.1 ? 0 : before + pick(random, [0, 0, 1, 7, 50]),
  moved_bytes_total: (before, random) =>
    random.fraction() < 0.05 ? 0 : before + random.fraction() * 1e6,
  wild: (_before, random) =>
    pick(random, [0, -1, 1, Number.NaN, Infinity, -Infinity, random.fraction() * 9 - 4]),
};

const written = (value: number): string => {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "Inf" : "-Inf";
};

const walk = (step: Step, random: Random): readonly number[] => {
  let value = 0;
  return Array.from({ length: MINUTES + 1 }, () => {
    value = step(value, random);
    return value;
  });
};

const line = (series: string, values: readonly number[]): InputSeries => ({
  series,
  values: values.map(written).join(" "),
});

const sizes = (labels: string, random: Random): readonly InputSeries[] => {
  const whole = walk((_, { fraction }) => Math.floor(fraction() * 3) * 500, random);
  const part = whole.map((size) => size * pick(random, [0, 1, random.fraction()]));
  return [line(`size_bytes{${labels}}`, whole), line(`free_bytes{${labels}}`, part)];
};

/** Cumulative buckets: each observation is counted in every bucket that it fits in. */
const histogram = (labels: string, random: Random): readonly InputSeries[] => {
  const bounds = ["0.1", "0.5", "2", "+Inf"];
  const idle = random.fraction() < 0.3;
  const counts = bounds.map(() => 0);
  const rows = Array.from({ length: MINUTES + 1 }, () => {
    const from = Math.floor(random.fraction() * bounds.length);
    for (let index = from; index < bounds.length && !idle; index++) {
      counts[index] = (counts[index] ?? 0) + 3;
    }
    return [...counts];
  });
  return bounds.map((le, index) =>
    line(
      `wait_seconds_bucket{${labels},le="${le}"}`,
      rows.map((row) => row[index] ?? 0),
    ),
  );
};

/** Series with values that keep to what is declared of them, and wild ones. */
export const randomSeries = (random: Random): readonly InputSeries[] => [
  ...Object.entries(GENERATORS).flatMap(([name, step]) =>
    LABELS.map((labels) => line(`${name}{${labels}}`, walk(step, random))),
  ),
  ...LABELS.flatMap((labels) => sizes(labels, random)),
  ...LABELS.flatMap((labels) => histogram(labels, random)),
];
