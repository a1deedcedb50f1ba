import type { Random } from "../../src/lib/random.ts";
import { randomQuery } from "./label-survival-queries.ts";
import { pick } from "./label-survival-series.ts";

type Make = (random: Random) => string;

const METRICS = ["shop_total", "shop_failed_total", "till_seconds_bucket", "up", "queue"] as const;
const NAMES = ["job", "instance", "zone", "le", "severity", "namespace"] as const;

const some = (random: Random, names: readonly string[]): string =>
  names.filter(() => random.fraction() < 0.4).join(", ");

const matchers: Make = (random) =>
  pick(random, [
    "",
    "",
    '{job="shop"}',
    '{zone="a"}',
    '{zone="b", job=~"shop|till"}',
    '{code=~"5.."}',
    '{zone="a", zone!="a"}',
    '{instance="a:1"}',
  ]);

const selector: Make = (random) => `${pick(random, METRICS)}${matchers(random)}`;

const rated: Make = (random) =>
  `${pick(random, ["rate", "rate", "increase", "irate"])}(${selector(random)}[${pick(random, ["1m", "5m", "20m"])}])`;

const aggregated: Make = (random) => {
  const operator = pick(random, ["sum", "sum", "max", "count", "min"]);
  const grouping = pick(random, ["by", "by", "without"]);
  const inner = pick(random, [selector, rated])(random);
  return `${operator} ${grouping} (${some(random, NAMES)}) (${inner})`;
};

const side: Make = (random) =>
  pick(random, [selector, rated, rated, aggregated, aggregated])(random);

const compared: Make = (random) =>
  `${pick(random, [">", ">", ">=", "<", "=="])} ${pick(random, ["0", "0.05", "0.5", "1", "100", "(14.4 * (1 - 0.999))"])}`;

const matching: Make = (random) =>
  pick(random, [
    "",
    "",
    "on (job) ",
    "ignoring (zone) ",
    "on (zone) group_left () ",
    "on (job, zone) ",
  ]);

const condition: Make = (random) =>
  pick<Make>(random, [
    (r) => `${side(r)} ${compared(r)}`,
    (r) => `${side(r)} / ${matching(r)}${side(r)} ${compared(r)}`,
    (r) => `(${rated(r)} / ${rated(r)}) ${compared(r)}`,
    (r) => `1 - (${rated(r)} - ${rated(r)}) / ${rated(r)} ${compared(r)}`,
    (r) => `histogram_quantile(0.9, ${pick(r, [rated, aggregated])(r)}) ${compared(r)}`,
    (r) => `absent(${pick(r, [selector, side])(r)}${r.fraction() < 0.5 ? " == 1" : ""})`,
    (r) =>
      `${side(r)} ${compared(r)} ${pick(r, ["and", "unless", "or"])} ${side(r)} ${compared(r)}`,
    randomQuery,
  ])(random);

const label: Make = (random) =>
  pick(random, [
    "severity: page",
    "instance: all",
    "zone: a",
    "job: shop",
    "level: '{{ $value }}'",
    "place: '{{ $labels.zone }}-{{ $labels.job }}'",
    "namespace: ''",
  ]);

const text: Make = (random) =>
  pick(random, [
    "{{ $labels.zone }} is down",
    "{{ $labels.job }}/{{ $labels.instance }}: {{ $value | humanize }}",
    "{{ $labels.severity }} {{ $labels.alertname }}",
    "{{ if $labels.zone }}in {{ $labels.zone }}{{ end }} {{ $labels.namespace }}",
    "{{ $labels.zone | humanize }}",
    "{{ if gt $value 1 }}much{{ end }}",
    "{{ $labels.le }} of {{ $labels.code }}",
    '{{ with query "up" }}{{ . | first | value }}{{ end }}',
    '{{ query "sum(up" | first | value }}',
  ]);

/** A rule file with one alert of any construct that the checks of labels look at. */
export const randomRuleFile = (random: Random): string => {
  const labels = [
    ...new Map([label(random), label(random)].map((one) => [one.split(":")[0], one])).values(),
  ];
  return `groups:
- name: proof
  rules:
  - alert: Proof
    expr: |-
      ${condition(random)}
    for: ${pick(random, ["0s", "1m", "3m"])}
    labels: {${labels.join(", ")}}
    annotations:
      summary: "${text(random).replaceAll('"', '\\"')}"
`;
};
