import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openMetricsOf } from "./open-metrics.ts";
import {
  type PrometheusWithHistory,
  startPrometheusWithHistory,
} from "./prometheus-with-history.ts";
import { runTocsin } from "./tocsin-command.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: TooWarm
    expr: shop_temprature > 30
    annotations: {summary: "{{ $externalLabels.cluster }} is too warm"}
  - alert: Open
    expr: shop_door == 1
    annotations: {summary: Open}
`;

let running: PrometheusWithHistory;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-live-"));
  await writeFile(join(folder, "rules.yml"), RULES);
  const lately = { until: Date.now() + 10 * 60_000, minutes: 20 };
  running = await startPrometheusWithHistory({
    openMetrics: openMetricsOf([
      { series: "shop_temperature", ...lately },
      { series: 'shop_door{side="north"}', ...lately },
    ]),
    config: "global: {external_labels: {cluster: north}}\n",
  });
});
afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true });
});

const check = (url: string, environment = {}) =>
  runTocsin(["check", join(folder, "rules.yml"), "--prometheus", url], environment);

test("check asks a running Prometheus what rules find, and goes by its configuration", async () => {
  const { code, stdout, stderr } = await check(running.url);
  expect(stdout).toMatch(/^warn {3}series-missing .*rules\.yml:5:11$/m);
  expect(stdout).toContain("did you mean shop_temperature?");
  expect(stdout).toMatch(/^note {3}alert-fires-now .*rules\.yml:8:11$/m);
  expect(stdout).toContain(`${running.url} has none of the 2 rules of this file loaded`);
  expect(stdout).toMatch(new RegExp(`^assumed {2}${running.url} is as it was at 20`, "m"));
  expect(stdout).not.toContain("no Prometheus configuration was given");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("nobody at the address, and a bad address, end with 2 and what to do", async () => {
  const nobody = await check("http://127.0.0.1:9");
  expect(nobody.code).toBe(2);
  expect(nobody.stderr).toContain("no Prometheus answers at http://127.0.0.1:9");
  expect(nobody.stderr).toContain("mend");
  expect(await check("prometheus")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"prometheus" is no address of a Prometheus'),
  });
});

test("the token of the environment is sent", async () => {
  const tokens = new Set<string | undefined>();
  const server = createServer((request, response) => {
    tokens.add(request.headers.authorization);
    response.writeHead(401).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const ended = await check(`http://127.0.0.1:${port}`, { TOCSIN_PROMETHEUS_TOKEN: "abc" });
  expect(ended.code).toBe(2);
  expect([...tokens]).toEqual(["Bearer abc"]);
});
