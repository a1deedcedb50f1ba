import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";

const run = promisify(execFile);
const config = await readFile(new URL("./out/alertmanager.yml", import.meta.url), "utf8");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-routes-"));
  await writeFile(join(folder, "none.tmpl"), "");
});
afterAll(() => rm(folder, { recursive: true }));

const direct = parse(config).receivers.find(({ name }: { name: string }) => name === "direct");
const [mail] = direct.email_configs;

const alertOf = (alert: string, status: string) => ({
  status,
  labels: { alertname: "CriticalAlertsWithoutTocsin", alert, service: "redis-gateway" },
  annotations: {
    summary: `${alert} fires and Tocsin is not taking alerts`,
    description: `about ${alert}`,
    runbook_url: "https://runbooks.example.com/x.md",
  },
  startsAt: "2026-03-01T02:03:04Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus/graph",
});

const render = async (text: string, alerts: readonly ReturnType<typeof alertOf>[]) => {
  const file = join(folder, "data.json");
  const data = {
    receiver: "direct",
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    alerts,
    groupLabels: { alertname: "CriticalAlertsWithoutTocsin", service: "redis-gateway" },
    commonLabels: { alertname: "CriticalAlertsWithoutTocsin", service: "redis-gateway" },
    commonAnnotations: {},
    externalURL: "http://alertmanager",
  };
  await writeFile(file, JSON.stringify(data));
  const { stdout } = await run("amtool", [
    "template",
    "render",
    `--template.glob=${join(folder, "*.tmpl")}`,
    `--template.text=${text}`,
    `--template.data=${file}`,
  ]);
  return stdout;
};

test("the direct mail tells of one alert", async () => {
  const one = [alertOf("RedisInstanceDown", "firing")];
  expect(await render(mail.headers.Subject, one)).toBe(
    "[FIRING] redis-gateway: 1 critical alert without Tocsin",
  );
  const text = await render(mail.text, one);
  expect(text).toContain("Tocsin is not taking alerts");
  expect(text).toContain("RedisInstanceDown fires and Tocsin is not taking alerts");
  expect(text).toContain("since    2026-03-01 02:03:04 UTC");
});

test("it tells of each alert of a group, though they have no annotation in common", async () => {
  const many = [alertOf("RedisInstanceDown", "firing"), alertOf("RedisGatewayDown", "resolved")];
  expect(await render(mail.headers.Subject, many)).toBe(
    "[FIRING] redis-gateway: 2 critical alerts without Tocsin",
  );
  const text = await render(mail.text, many);
  expect(text).toContain("FIRING  RedisInstanceDown");
  expect(text).toContain("RESOLVED  RedisGatewayDown");
  expect(text).toContain("about RedisInstanceDown");
  expect(text).toContain("about RedisGatewayDown");
});

test("when it is over it says so", async () => {
  const over = [alertOf("RedisInstanceDown", "resolved")];
  expect(await render(mail.text, over)).toMatch(/^This is over/);
});
