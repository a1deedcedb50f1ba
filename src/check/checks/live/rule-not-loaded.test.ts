import { afterAll, beforeAll, expect, test } from "vitest";
import { foundLive } from "../../../../test/found-live.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "../../../../test/prometheus-with-history.ts";
import { ruleNotLoaded } from "./rule-not-loaded.ts";

const ruleFile = (rules: string) => `groups:\n- name: shop\n  rules:\n${rules}`;

const LOADED = ruleFile(`  - record: job:load:sum
    expr: sum(shop_load{a="1",b="2"}) by (job)
  - alert: Loaded
    expr: job:load:sum > 1e3
    for: 1m30s
    labels: {severity: page}
  - alert: Twice
    expr: job:load:sum > 2
    labels: {severity: page}
  - alert: Twice
    expr: job:load:sum > 1
    labels: {severity: ticket}
`);

let running: PrometheusWithHistory;
beforeAll(async () => {
  running = await startPrometheusWithHistory({
    openMetrics: "# EOF\n",
    config: "rule_files: [loaded.yml]\n",
    files: { "loaded.yml": LOADED },
  });
});
afterAll(() => running.stop());

const found = (rules: string) =>
  foundLive(ruleNotLoaded, { url: running.url, at: Date.now(), files: { "rules.yml": rules } });

test("rules that are loaded are let be, however they are written", async () => {
  expect(await found(LOADED)).toEqual([]);
  const written = LOADED.replace(
    'sum(shop_load{a="1",b="2"}) by (job)',
    'sum by (job) (shop_load{b="2", a="1"})',
  ).replace("1e3", "1000");
  expect(await found(written)).toEqual([]);
});

test("a rule that is loaded in another form is told with what differs", async () => {
  const other = LOADED.replace("> 1e3", "> 5").replace("1m30s", "2m").replace("page", "ticket");
  expect(await found(other)).toMatchObject([
    {
      severity: "info",
      line: 6,
      subject: "Loaded",
      message: `${running.url} has loaded another rule of this name, with the expression job:load:sum > 1000, for: 1m30s, the label severity "page"`,
    },
  ]);
});

test("a rule that is not loaded is told, and a file without any once", async () => {
  const more = `${LOADED}  - alert: More\n    expr: up == 0\n`;
  expect(await found(more)).toMatchObject([
    { line: 16, subject: "More", message: `${running.url} has no such rule loaded` },
  ]);
  const none = ruleFile("  - alert: A\n    expr: up == 0\n  - alert: B\n    expr: up == 1\n");
  expect(await found(none)).toMatchObject([
    { line: 2, subject: "rules.yml", message: expect.stringContaining("none of the 2 rules") },
  ]);
});
