import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ComparedBacktest,
  comparedBacktestSchema,
} from "../src/check/backtest/backtest-report.ts";
import { during, minuteAt, openMetricsOf } from "./backtest/history.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "./prometheus-with-history.ts";
import { runInProcess } from "./tocsin-in-process.ts";

const DAY = 24 * 60;
const DAYS = 3;

/** Two long outages, and a blip each night at 02:00 that lasts three minutes. */
const OUTAGES = [
  [10 * 60, 11 * 60],
  [DAY + 15 * 60, DAY + 15 * 60 + 40],
] as const;
const BLIPS = [0, 1, 2].map((day) => [day * DAY + 120, day * DAY + 123] as const);

const openMetrics = openMetricsOf(
  [
    {
      name: "broken",
      labels: { instance: "a", job: "app" },
      valueAt: (minute) =>
        10 * during(...OUTAGES)(minute) + 6 * during(...BLIPS)(minute) + (minute % 2),
    },
    { name: "broken", labels: { instance: "b", job: "app" }, valueAt: () => 0 },
    { name: "brief", labels: {}, valueAt: (m) => (m >= 300 && m < 304 ? 0 : undefined) },
    { name: "late", labels: { job: "app" }, valueAt: (m) => (m < 2 * DAY ? undefined : 0) },
    // Two series for one instance, and only for an hour: a query that matches by instance fails then.
    { name: "info", labels: { instance: "a", version: "1" }, valueAt: () => 1 },
    {
      name: "info",
      labels: { instance: "a", version: "2" },
      valueAt: (minute) => (minute >= 600 && minute < 660 ? 1 : undefined),
    },
  ],
  DAYS * DAY,
);

const ALERTMANAGER = `route:
  receiver: tickets
  group_by: [alertname]
  routes:
  - matchers: [severity="critical"]
    receiver: pager
receivers:
- name: tickets
  email_configs: [{to: team@example.com, from: am@example.com, smarthost: "localhost:25"}]
- name: pager
  pagerduty_configs: [{routing_key: key}]
inhibit_rules:
- source_matchers: [alertname="Broken"]
  target_matchers: [alertname="BrokenToo"]
  equal: [instance]
`;

const rulesWith = (setting: string) => `groups:
- name: app
  interval: 1m
  rules:
  - record: instance:broken
    expr: sum by (instance) (broken)
  - alert: Broken
    expr: instance:broken > 5
${setting}    labels: {severity: critical, level: '{{ if gt $value 8.0 }}high{{ else }}low{{ end }}'}
  - alert: BrokenToo
    expr: broken{instance="a"} > 5
    labels: {severity: warning}
  - alert: Missing
    expr: absent(broken{instance="c"})
    for: 10m
    labels: {severity: warning}
  - alert: Unknown
    expr: nothing_of_the_kind > 1 and late > 0
  - alert: Brief
    expr: brief > 0
  - alert: ByVersion
    expr: broken * on (instance) group_left (version) info > 8
`;

let running: PrometheusWithHistory;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-backtest-"));
  await writeFile(join(folder, "alertmanager.yml"), ALERTMANAGER);
  await writeFile(join(folder, "rules.yml"), rulesWith(""));
  await writeFile(join(folder, "calm.yml"), rulesWith("    for: 5m\n"));
  running = await startPrometheusWithHistory({ openMetrics });
});
afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);
const UNTIL = new Date(minuteAt(DAYS * DAY)).toISOString();

const backtest = (...args: string[]) =>
  runInProcess([
    "backtest",
    "--prometheus",
    running.url,
    "--since",
    "3d",
    "--until",
    UNTIL,
    ...args,
  ]);

const told = async (...args: string[]): Promise<ComparedBacktest> => {
  const { code, stdout, stderr } = await backtest(...args, "--format", "json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return comparedBacktestSchema.parse(JSON.parse(stdout));
};

const BOTH = () => [file("rules.yml"), file("alertmanager.yml")];

const alertIn = ({ alerts }: Pick<ComparedBacktest, "alerts">, name: string) => {
  const found = alerts.find((alert) => alert.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

const iso = (minute: number) => new Date(minuteAt(minute)).toISOString().replace(".000Z", "Z");

test("each firing has its times, and its labels as they were when it began", async () => {
  const { firings } = alertIn(await told(...BOTH()), "Broken");
  const level = (minute: number) => (OUTAGES.some(([from]) => from === minute) ? "high" : "low");
  const expected = [...BLIPS, ...OUTAGES]
    .toSorted(([a], [b]) => a - b)
    .map(([from, to]) => ({
      labels: { alertname: "Broken", instance: "a", severity: "critical", level: level(from) },
      activeAt: iso(from),
      firedAt: iso(from),
      resolvedAt: iso(to),
    }));
  expect(firings).toEqual(expected);
});

test("figures count pages, nights, what was soon over and how long it took to tell", async () => {
  const { figures } = alertIn(await told(...BOTH()), "Broken");
  expect(figures).toMatchObject({
    fired: 5,
    pages: 5,
    tickets: 0,
    nightPages: 3,
    selfResolved: 3,
    flaps: 0,
    untold: 0,
    duplicatesPerFiring: 0,
    timeToDetectMs: 30_000,
    firingMs: (60 + 40 + 9) * 60_000,
  });
  expect(figures.pagesPerWeek).toBeCloseTo((5 * 7) / 3);
});

test("what is inhibited is told to nobody", async () => {
  const { figures, notes } = alertIn(await told(...BOTH()), "BrokenToo");
  expect(figures).toMatchObject({ fired: 5, tickets: 0, pages: 0, untold: 5 });
  expect(notes).toEqual([]);
});

test("an alert that goes on is told again and again, and has no end", async () => {
  const { figures, firings } = alertIn(await told(...BOTH()), "Missing");
  expect(firings).toHaveLength(1);
  expect(firings[0]?.resolvedAt).toBeNull();
  // Told when it fires, and every 4h 5m for the rest of three days.
  expect(figures.tickets).toBe(18);
  expect(figures.duplicatesPerFiring).toBe(17);
});

test("series that were not there are named, for silence proves nothing then", async () => {
  const { figures, notes } = alertIn(await told(...BOTH()), "Unknown");
  expect(figures.fired).toBe(0);
  expect(notes).toEqual([
    "nothing_of_the_kind: no series in all this time, so it could not fire",
    expect.stringMatching(/^late: no data before Tue 2026-01-06 23:\d\d UTC$/),
  ]);
});

test("series that are there for minutes only are seen", async () => {
  const { figures, notes } = alertIn(await told(...BOTH()), "Brief");
  expect(figures.fired).toBe(0);
  expect(notes).toEqual([
    expect.stringMatching(/^brief: no data before Mon 2026-01-05 04:\d\d UTC$/),
  ]);
});

test("a query that fails for a while is replayed for the rest of the time", async () => {
  const { figures, notes } = alertIn(await told(...BOTH()), "ByVersion");
  expect(figures.fired).toBeGreaterThan(0);
  expect(notes).toEqual([
    expect.stringMatching(/^no answer for .* of the time: Prometheus: .*many-to-many/),
  ]);
});

test("the setting is suggested that keeps what lasted, drops what did not, and costs no time", async () => {
  const { suggestion, tradeOff } = alertIn(await told(...BOTH()), "Broken");
  expect(suggestion).toMatchObject({
    change: "threshold",
    choice: { threshold: 7.5, fired: 2, selfResolved: 0, missed: 0, laterMs: 0 },
  });
  expect(tradeOff?.fors.find(({ forMs }) => forMs === 180_000)).toMatchObject({
    fired: 2,
    missed: 0,
    laterMs: 180_000,
  });
});

test("two versions are compared on the same past", async () => {
  const { against, ...now } = await told(
    file("calm.yml"),
    file("alertmanager.yml"),
    "--against",
    ...BOTH(),
  );
  expect(alertIn(now, "Broken").figures).toMatchObject({ fired: 2, pendingOnly: 3, nightPages: 0 });
  expect(against && alertIn(against, "Broken").figures).toMatchObject({ fired: 5, nightPages: 3 });
});

test("known incidents say what was found and what is false", async () => {
  const incidents = [
    { name: "first", from: iso(OUTAGES[0][0] - 2), to: iso(OUTAGES[0][1]) },
    { name: "unseen", from: iso(20 * 60), to: iso(21 * 60), alerts: ["Broken"] },
  ];
  await writeFile(file("incidents.json"), JSON.stringify(incidents));
  const result = await told(...BOTH(), "--incidents", file("incidents.json"));
  expect(result.knownIncidents).toMatchObject([
    { name: "first", found: { alert: "Broken", afterMs: 150_000 } },
    { name: "unseen", found: null },
  ]);
  expect(alertIn(result, "Broken").tradeOff).toMatchObject({
    worthyAre: "known incidents",
    worthy: 2,
    present: { missed: 1, falseFirings: 4 },
  });
});

test("the page has all of it within 80 columns", async () => {
  const { code, stdout } = await backtest(
    file("calm.yml"),
    file("alertmanager.yml"),
    "--against",
    ...BOTH(),
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^3 days to Thu 2026-01-08 00:00 UTC {3}6 alerts\n/);
  expect(stdout).toMatch(/\nBroken +2 +2 +- +- +- +- +- +5m30s\n {2}against +5 +5 +- +3 /);
  expect(stdout).toContain("nothing_of_the_kind: no series in all this time");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("the trade-off is drawn where something could be better", async () => {
  const { stdout } = await backtest(...BOTH());
  expect(stdout).toContain("threshold 7.5 in place of 5: 2 firings, not 5; 0 of them");
  expect(stdout).toMatch(/ {2}5 +now {2}█+░+ 5 +3 +0\n/);
  expect(stdout).toMatch(/ {2}7\.5 +try {2}█+ 2 +0 +0\n/);
});

test("drawings are written as SVG, one of all and one of each alert that fired", async () => {
  const plots = file("plots");
  const { stderr } = await backtest(...BOTH(), "--plots", plots);
  expect(stderr).toContain(`drew ${join(plots, "overview.svg")}`);
  expect((await readdir(plots)).sort()).toEqual([
    "Broken.svg",
    "BrokenToo.svg",
    "ByVersion.svg",
    "Missing.svg",
    "overview.svg",
  ]);
  const svg = await readFile(join(plots, "Broken.svg"), "utf8");
  expect(svg).toContain("threshold 7.5 in place of 5");
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});

test("two rules that give the same labels are both told of", async () => {
  const rule = (expr: string) => `  - alert: Twice\n    expr: sum by (job) (broken) > ${expr}\n`;
  await writeFile(file("twice.yml"), `groups:\n- name: g\n  rules:\n${rule("5")}${rule("9")}`);
  const { figures } = alertIn(await told(file("twice.yml"), file("alertmanager.yml")), "Twice");
  // The second rule sees the outages only, and fires with the first: one alert for Alertmanager.
  expect(figures).toMatchObject({ fired: 7, untold: 0, tickets: 5 });
});

test("promtool sees the same alerts at the same minutes", async () => {
  const result = await told(...BOTH());
  const { firings } = alertIn(result, "Broken");
  const minutes = [
    119,
    120,
    122,
    123,
    599,
    600,
    659,
    660,
    DAY + 121,
    DAY + 900,
    DAY + 939,
    DAY + 940,
  ];
  const values = Array.from({ length: DAYS * DAY + 1 }, (_, minute) =>
    String(10 * during(...OUTAGES)(minute) + 6 * during(...BLIPS)(minute) + (minute % 2)),
  ).join(" ");
  const rules = {
    rule_files: ["rules.yml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: [{ series: 'broken{instance="a", job="app"}', values }],
        alert_rule_test: minutes.map((minute) => ({
          eval_time: `${minute}m`,
          alertname: "Broken",
          exp_alerts: firings
            .filter(
              ({ firedAt, resolvedAt }) =>
                Date.parse(firedAt) <= minuteAt(minute) &&
                minuteAt(minute) < Date.parse(resolvedAt ?? UNTIL),
            )
            .map(({ labels: { alertname: _, ...labels } }) => ({ exp_labels: labels })),
        })),
      },
    ],
  };
  await writeFile(file("rules.test.json"), JSON.stringify(rules));
  const { stdout } = await promisify(execFile)("promtool", [
    "test",
    "rules",
    file("rules.test.json"),
  ]);
  expect(stdout).toContain("SUCCESS");
});

test.each([
  [["--prometheus", "http://127.0.0.1:9"], "no Prometheus answers at http://127.0.0.1:9"],
  [["--incidents", "no-such-file"], "no-such-file cannot be read"],
  [["--until", "soon"], '"soon" is no moment'],
  [["--since", "a while"], "It must be a duration such as 30d, 12h or 5m."],
])("%j is refused with what to do", async (args, says) => {
  const { code, stderr } = await backtest(...BOTH(), ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
});

test("files without an alert are refused", async () => {
  const { code, stderr } = await backtest(file("alertmanager.yml"));
  expect(code).toBe(2);
  expect(stderr).toContain("no alerting rules");
});

test("with definitions, pages are those of Tocsin's own engine", async () => {
  const args = ["examples/redis-gateway", "--ack-after", "never"];
  const result = await told(...args);
  // Nothing of the gateway was ever scraped: what tells of absence fires, and escalates to everybody.
  expect(alertIn(result, "RedisGatewayDown").figures.fired).toBe(1);
  expect(result.assumptions).toContain("nobody acknowledges a page");
  const calm = await told("examples/redis-gateway", "--ack-after", "5m");
  expect(calm.total.pages).toBeGreaterThan(0);
  expect(calm.total.pages).toBeLessThan(result.total.pages);
});
