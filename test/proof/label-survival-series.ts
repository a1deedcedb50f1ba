import type { Labels } from "../../src/labels/labels.ts";
import type { Random } from "../../src/lib/random.ts";
import { metricCatalogueSchema } from "../../src/promql/metrics/metric-facts.ts";

export const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random.fraction() * items.length)];
  if (item === undefined) throw new Error("there is nothing to pick from");
  return item;
};

export const VALUES: Readonly<Record<string, readonly string[]>> = {
  job: ["api", "db"],
  instance: ["a:1", "b:1"],
  zone: ["eu-1", "us-1", "us-2"],
  db: ["db0", "db1"],
  shard: ["1", "2"],
  le: ["0.1", "1", "+Inf"],
};

/** Target labels are closed: `zone`, and nothing else. */
export const TARGET_LABELS = ["zone"] as const;

export const CATALOGUE = metricCatalogueSchema.parse({
  of: "proof",
  metrics: [
    { name: "plain", type: "gauge" },
    { name: "other", type: "counter" },
    {
      name: "keys",
      type: "gauge",
      labels: ["db"],
      optionalLabels: ["shard"],
      labelValues: { db: VALUES["db"], shard: VALUES["shard"] },
    },
    { name: "calls", type: "counter", labels: ["db"] },
    { name: "latency", type: "histogram" },
  ],
});

/** Series names, and the labels that they have besides those of the target. */
export const SERIES: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  other: [],
  keys: ["db", "shard"],
  calls: ["db"],
  latency_bucket: ["le"],
  latency_count: [],
};

const OPTIONAL: ReadonlySet<string> = new Set(["zone", "shard"]);

const written = (name: string, labels: Labels): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(",")}}`;

/** A few series of each metric; a label that is optional is there or not. */
export const randomSeries = (random: Random): { series: string; values: string }[] => {
  const series = new Map<string, string>();
  for (const [name, labels] of Object.entries(SERIES)) {
    const count = Math.floor(random.fraction() * 4);
    for (let made = 0; made < count; made++) {
      const entries: [string, string][] = [];
      for (const label of ["job", "instance", "zone", ...labels]) {
        if (OPTIONAL.has(label) && random.fraction() < 0.4) continue;
        entries.push([label, pick(random, VALUES[label] ?? [])]);
      }
      series.set(
        written(name, Object.fromEntries(entries)),
        pick(random, ["1x20", "0+3x20", "5-1x20"]),
      );
    }
  }
  return [...series].map(([key, values]) => ({ series: key, values }));
};

/** None of these fails, whatever series there are: promtool stops at a rule that does. */
export const RULES = [
  { record: "job:plain:sum", expr: "sum by (job, zone) (plain)", labels: { tier: "gold" } },
  { record: "all:plain:sum", expr: "sum(job:plain:sum) > -1000", labels: { job: "all" } },
  { record: "zone:keys:max", expr: 'max without (shard, instance) (keys{zone!=""})', labels: {} },
  {
    record: "job:any:sum",
    expr: "sum by (job) (zone:keys:max) or sum by (job) (other)",
    labels: {},
  },
  {
    alert: "PlainHigh",
    expr: "sum by (job) (plain) > -1000",
    labels: { severity: "page", owner: "{{ $labels.job }}", empty: "{{ $labels.zone }}" },
  },
  {
    alert: "KeysAbsent",
    expr: 'absent(missing{job="db",zone=~"eu.*"})',
    labels: { severity: "info" },
  },
] as const;

/** Series that the rules make. */
export const RULE_SERIES = [
  "job:plain:sum",
  "all:plain:sum",
  "zone:keys:max",
  "job:any:sum",
  "ALERTS",
  "ALERTS_FOR_STATE",
] as const;

/** All labels that any result could have. */
export const LABELS = [
  "__name__",
  ...Object.keys(VALUES),
  "tier",
  "severity",
  "owner",
  "empty",
  "alertname",
  "alertstate",
  "new",
] as const;
