import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { readRuleGroups } from "./compiled-output.ts";
import {
  bucket,
  failures,
  limit,
  memory,
  quiet,
  REDIS_STOPS,
  redis,
  requests,
  SCENARIOS,
  type Scenario,
  used,
} from "./rule-scenarios.ts";

const groups = readRuleGroups();
const rules = groups.flatMap((group) => group.rules);

const testFile = ({ series, expect: expectations }: Scenario, withAnnotations: boolean) => ({
  evaluation_interval: "30s",
  group_eval_order: groups.map(({ name }) => name),
  rule_files: ["rules.yml"],
  tests: [
    {
      interval: "30s",
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      alert_rule_test: expectations.map(({ at, alert, fires: labels }) => {
        const rule = rules.find((each) => each.alert === alert);
        if (rule === undefined) throw new Error(`there is no alert ${alert}`);
        return {
          eval_time: at,
          alertname: alert,
          exp_alerts: labels.map((own) => ({
            exp_labels: { ...own, ...rule.labels },
            ...(withAnnotations ? { exp_annotations: {} } : {}),
          })),
        };
      }),
    },
  ],
});

const promtool = async (tests: unknown, ruleFile: unknown): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-rules-"));
  try {
    await writeFile(join(folder, "rules.yml"), JSON.stringify(ruleFile));
    await writeFile(join(folder, "tests.yml"), JSON.stringify(tests));
    const run = promisify(execFile)("promtool", ["test", "rules", join(folder, "tests.yml")]);
    const { stdout, stderr } = await run.catch(
      (failed: { stdout: string; stderr: string }) => failed,
    );
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Without texts, so that a scenario says when an alert fires and nothing else. */
const silentRules = {
  groups: groups.map((group) => ({
    ...group,
    rules: group.rules.map(({ annotations: _, ...rule }) => rule),
  })),
};

test.each(SCENARIOS)("$story", async (scenario) => {
  expect(await promtool(testFile(scenario, false), silentRules)).toContain("SUCCESS");
});

test("every alert is shown both to fire and, but for the watchdog, to stay quiet", () => {
  const shown = (firing: boolean) =>
    new Set(
      SCENARIOS.flatMap((scenario) => scenario.expect)
        .filter((each) => each.fires.length > 0 === firing)
        .map(({ alert }) => alert),
    );
  const all = rules.map(({ alert }) => alert).sort();
  expect([...shown(true)].sort()).toEqual(all);
  expect([...shown(false), "Watchdog"].sort()).toEqual(all);
});

test("promtool reports a scenario that is wrong, so that SUCCESS means something", async () => {
  const wrong = {
    story: "",
    series: REDIS_STOPS,
    expect: quiet("RedisInstanceDown", "5m"),
  };
  expect(await promtool(testFile(wrong, false), silentRules)).toContain("FAILED");
});

const texts = async (alert: string, at: string, series: Readonly<Record<string, string>>) => {
  const scenario = { story: "", series, expect: [{ alert, at, fires: [{ nothing: "real" }] }] };
  const report = await promtool(testFile(scenario, true), { groups });
  const got = report.slice(report.indexOf("got:"));
  const text = (name: string) => new RegExp(`${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(got)?.[1];
  return {
    summary: text("summary"),
    description: text("description"),
    evaluatedAt: text("evaluated_at"),
  };
};

test.each([
  {
    alert: "RedisGatewayHighErrorRate",
    at: "10m",
    series: { [requests()]: "0+600x60", [failures()]: "0+75x60" },
    summary: "12.5% of the gateway's requests fail",
  },
  {
    alert: "RedisGatewaySLOBurnRateHigh",
    at: "60m",
    series: { [requests()]: "0+1000x480", [failures()]: "0+20x480" },
    summary: "The availability budget of redis-gateway burns at 20.0x",
  },
  {
    alert: "RedisGatewayHighMemoryUsage",
    at: "10m",
    series: { [memory]: "1814037012x40" },
    summary: "Gateway a uses 1.689GiB of memory",
  },
  {
    alert: "RedisGatewayHighLatency",
    at: "10m",
    series: { [bucket("1")]: "0x40", [bucket("10")]: "0+100x40", [bucket("+Inf")]: "0+100x40" },
    summary: "The slowest twentieth of the gateway's requests takes 9.55s",
  },
  {
    alert: "RedisGatewayDown",
    at: "5m",
    series: { [redis]: "1x10" },
    summary: "Only 0% of the gateway's instances answer",
  },
  {
    alert: "RedisInstanceHighMemoryUsage",
    at: "10m",
    series: { [used]: "90x40", [limit]: "100x40" },
    summary: "Redis uses 90% of its memory limit (seen by x)",
  },
  {
    alert: "CriticalAlertsWithoutTocsin",
    at: "10m",
    series: REDIS_STOPS,
    summary: "RedisInstanceDown fires and Tocsin is not taking alerts",
  },
])("$alert says what is wrong in figures that a person can read", async (said) => {
  const { summary, description } = await texts(said.alert, said.at, said.series);
  expect(summary).toBe(said.summary);
  expect(description).not.toMatch(/\{\{|error expanding|undefined/);
});

test("the settled watchdog says when it was evaluated", async () => {
  const { evaluatedAt } = await texts("WatchdogSettled", "8m", { [redis]: "1x20" });
  expect(Number(evaluatedAt)).toBe(480);
});
