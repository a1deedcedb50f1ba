import { expect, test } from "vitest";
import type { Files } from "../../../test/found-by.ts";
import type { RangeSeries } from "../../prometheus/range-series.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { examine } from "../examine.ts";
import { settingsSchema } from "../settings.ts";
import { planBacktest } from "./plan.ts";
import { type Answers, questionKey, type Unanswered } from "./question.ts";
import { replay } from "./replay.ts";

const MINUTE = 60_000;
const past = { from: 0, to: 600 * MINUTE };

/** A series that has a value in these minutes. */
const series = (labels: Record<string, string>, from: number, to: number): RangeSeries => {
  const minutes = Array.from({ length: to - from }, (_, index) => from + index);
  return { labels, times: minutes.map((at) => at * MINUTE), values: minutes.map(() => 1) };
};

type Circumstances = {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly unanswered?: readonly Unanswered[];
};

const examinedOf = (files: Files, settings: Circumstances["settings"] = {}) => {
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  const evidence = readEvidence(read, "current");
  return examine(evidence, settingsSchema.parse(settings), "2026-11-25");
};

/** What becomes of the files when every alert's query answers with these series. */
const replayed = (
  files: Files,
  found: readonly RangeSeries[],
  { settings = {}, unanswered = [] }: Circumstances = {},
) => {
  const { examined } = examinedOf(files, settings);
  const plans = planBacktest(examined, past);
  const answers: Answers = new Map(
    plans.flatMap(({ condition }) =>
      "problem" in condition
        ? []
        : [[questionKey(condition), { series: found, unanswered }] as const],
    ),
  );
  const { rules, messages } = replay(plans, answers, { examined, past });
  const [rule] = rules;
  if (rule === undefined) throw new Error("no rule");
  return { rule, messages };
};

const spans = ({ rule }: ReturnType<typeof replayed>) =>
  rule.firings.map(({ firedAt, resolvedAt }) => [
    firedAt / MINUTE,
    resolvedAt === undefined ? undefined : resolvedAt / MINUTE,
  ]);

const rules = (group = "", rule = "", expr = "up == 0") =>
  `groups:\n- name: g\n  interval: 1m\n${group}  rules:\n  - alert: A\n    expr: ${expr}\n${rule}`;

const routes = (receivers: string, extra = "") =>
  `route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 5m, repeat_interval: 1h}\nreceivers:\n${receivers}${extra}`;

const PAGER = "- name: r\n  pagerduty_configs: [{routing_key: k}]\n";
const HOOK = "- name: r\n  webhook_configs: [{url: 'http://x.example.com'}]\n";

test("a rule that reads in the past fires so much later than its data", () => {
  const found = replayed({ "r.yml": rules("  query_offset: 2m\n") }, [series({ a: "b" }, 10, 20)]);
  expect(spans(found)).toEqual([[12, 22]]);
});

test("a Prometheus configuration sets how far rules read in the past, where their group does not", () => {
  const files = {
    "r.yml": rules(),
    "prometheus.yml": "global: {rule_query_offset: 3m}\nscrape_configs: []\n",
  };
  expect(spans(replayed(files, [series({ a: "b" }, 10, 20)]))).toEqual([[13, 23]]);
});

test("`for` and `keep_firing_for` hold it back and keep it", () => {
  const rule = "    for: 3m\n    keep_firing_for: 4m\n";
  const found = replayed({ "r.yml": rules("", rule) }, [
    series({ a: "b" }, 10, 20),
    series({ a: "c" }, 10, 12),
  ]);
  expect(spans(found)).toEqual([[13, 24]]);
  expect(found.rule.pendingOnly).toBe(1);
});

test("labels of the group and of the rule are added, the rule's go first, and templates see the series", () => {
  const files = {
    "r.yml": rules("  labels: {x: group, y: group}\n", "    labels: {x: '{{ $labels.a }}!'}\n"),
  };
  const { rule } = replayed(files, [series({ __name__: "up", a: "b" }, 10, 20)]);
  expect(rule.firings[0]?.labels).toEqual({ alertname: "A", a: "b", x: "b!", y: "group" });
});

test("more alerts than the limit of the group end all of them, and the page says so", () => {
  const found = replayed({ "r.yml": rules("  limit: 1\n") }, [
    series({ a: "b" }, 10, 30),
    series({ a: "c" }, 20, 25),
  ]);
  expect(spans(found)).toEqual([
    [10, 20],
    [25, 30],
  ]);
  expect(found.rule.notes).toContain(
    "5 evaluations would have failed: there are more alerts than the limit of the group",
  );
});

test("two results with the labels of one alert change nothing, and the page says so", () => {
  const found = replayed({ "r.yml": rules("", "    labels: {a: same}\n") }, [
    series({ a: "b" }, 10, 20),
    series({ a: "c" }, 19, 30),
  ]);
  expect(spans(found)).toEqual([[10, 30]]);
  expect(found.rule.notes).toContain(
    "1 evaluation would have failed: two alerts have the same labels",
  );
});

test("while a query has no answer nothing begins or ends", () => {
  const unanswered = [{ from: 15 * MINUTE, to: 24 * MINUTE, because: "it failed" }];
  const [before, after] = [series({ a: "b" }, 10, 15), series({ a: "b" }, 25, 40)];
  const both = {
    labels: before.labels,
    times: [...before.times, ...after.times],
    values: [...before.values, ...after.values],
  };
  const files = { "r.yml": rules("", "    for: 10m\n") };
  const found = replayed(files, [both], { unanswered });
  expect(spans(found)).toEqual([[25, 40]]);
  expect(found.rule.notes).toContain("no answer for 10m of the time: it failed");
});

test.each([
  rules("", "", "up @ end() == 0"),
  rules("", "  - {record: last, expr: 'up @ end()'}\n", "last == 0"),
])("a query that reads at the end of its range is not played, and the page says so", (text) => {
  const { rule } = replayed({ "r.yml": text }, []);
  expect(rule.notes).toEqual(["not replayed: its query reads at start() or end()"]);
});

test.each([
  ["vector(1)", 0],
  ["label_replace(vector(1), 'a', 'b', '', '')", 0],
  ["hour() > 22", 1],
  ["vector(time()) > 10", 1],
  ["vector(1) unless up", 1],
])("%s leaves %i to play", (expr, plays) => {
  const { examined } = examinedOf({ "r.yml": rules("", "", expr) });
  expect(planBacktest(examined, past)).toHaveLength(plays);
});

test("external labels arrive, and what relabelling drops does not", () => {
  const files = {
    "r.yml": rules(),
    "prometheus.yml":
      "global: {external_labels: {region: eu}}\nalerting:\n  alert_relabel_configs:\n  - {source_labels: [a], regex: c, action: drop}\n",
    "alertmanager.yml": routes(PAGER),
  };
  const { rule, messages } = replayed(files, [
    series({ a: "b" }, 10, 20),
    series({ a: "c" }, 10, 20),
  ]);
  expect(rule.firings.map(({ arriving }) => arriving)).toEqual([
    { alertname: "A", a: "b", region: "eu" },
    undefined,
  ]);
  expect(messages.flatMap(({ about }) => about.map(({ labels }) => labels["a"]))).toEqual(["b"]);
});

test("what relabelling makes one alert goes on until the last of it is over", () => {
  const files = {
    "r.yml": rules(),
    "prometheus.yml":
      "alerting:\n  alert_relabel_configs:\n  - {regex: a, action: labeldrop}\nscrape_configs: []\n",
    "alertmanager.yml": routes(HOOK),
  };
  const found = [series({ a: "b" }, 10, 100), series({ a: "c" }, 30, 200)];
  const { messages } = replayed(files, found, { settings: { pagers: [] } });
  const told = messages.map(({ at, about }) => [
    at / MINUTE,
    about.map(({ labels }) => labels["a"]).join(""),
  ]);
  expect(told).toEqual([
    [10, "b"],
    [75, "bc"],
    [140, "c"],
  ]);
});

test("PagerDuty rings once for a group, whatever joins it", () => {
  const files = { "r.yml": rules(), "alertmanager.yml": routes(PAGER) };
  const { messages } = replayed(files, [series({ a: "b" }, 10, 200), series({ a: "c" }, 30, 200)]);
  expect(messages.map(({ kind }) => kind)).toEqual(["page", "update", "update", "update"]);
});

test("a webhook that pages by the settings rings for every message", () => {
  const files = { "r.yml": rules(), "alertmanager.yml": routes(HOOK) };
  const found = [series({ a: "b" }, 10, 200), series({ a: "c" }, 30, 200)];
  const kinds = (settings: Record<string, unknown>) =>
    replayed(files, found, { settings }).messages.map(({ kind }) => kind);
  expect(kinds({ pagers: ["r"] })).toEqual(["page", "page", "page", "page"]);
  expect(kinds({ pagers: [] })).toEqual(["ticket", "ticket", "ticket", "ticket"]);
});

test("a receiver that is silent on purpose tells nobody", () => {
  const files = { "r.yml": rules(), "alertmanager.yml": routes(HOOK) };
  const found = [series({ a: "b" }, 10, 20)];
  expect(replayed(files, found, { settings: { silent: ["r"] } }).messages).toEqual([]);
});

test("a receiver with several integrations is told once, by the loudest", () => {
  const both = `${PAGER}  email_configs: [{to: a@example.com, from: b@example.com, smarthost: 'x:25'}]\n`;
  const files = { "r.yml": rules(), "alertmanager.yml": routes(both) };
  const { messages } = replayed(files, [series({ a: "b" }, 10, 20)]);
  expect(messages.map(({ kind }) => kind)).toEqual(["page"]);
});
