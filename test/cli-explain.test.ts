import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Explanation, explanationSchema } from "../src/check/explain/explanation.ts";
import { runInProcess } from "./tocsin-in-process.ts";

const AT = ["--at", "2026-12-24 03:00 Europe/Berlin"];
const EXAMPLE = "examples/redis-gateway";
const DISKS = "test/explained/disks";
const SEED = "test/seed";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-explain-"));
});
afterAll(() => rm(folder, { recursive: true }));

const explain = (...args: string[]) => runInProcess(["explain", ...args]);

const page = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await explain(...args, ...AT);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};

const answers = new Map<string, Explanation>();

/** The same as JSON; each question is asked once. */
const data = async (...args: string[]): Promise<Explanation> => {
  const question = args.join(" ");
  const known = answers.get(question);
  if (known !== undefined) return known;
  const text = await page(...args, "--format", "json");
  const answer = explanationSchema.parse(JSON.parse(text));
  answers.set(question, answer);
  return answer;
};

const PAGES: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["redis-instance-down", [EXAMPLE, "RedisInstanceDown"]],
  ["redis-exporter-down", [EXAMPLE, "RedisExporterDown"]],
  ["watchdog-settled", [EXAMPLE, "WatchdogSettled"]],
  ["disk-full", [DISKS, "DiskFull"]],
  ["disk-full-warning", [DISKS, "DiskFull", "severity=warning"]],
  ["node-down", [DISKS, "NodeDown", "--alertmanager-version", "0.25"]],
  ["label-set", [DISKS, "severity=critical", "team=infra", "mountpoint=/tmp/x"]],
  ["seed-burn-rate", [SEED, "RedisGatewaySLOBurnRateHigh", "--alertmanager-version", "0.25"]],
];

/** Lines of the page that could have been broken before the 80th column, and were not. */
const tooLong = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => /^ {2}/.test(line) && line.length > 80 && /\S \S/.test(line.slice(14)));

test.each(PAGES)("%s has the page that it had, within 80 columns", async (name, args) => {
  const file = `test/explained/${name}.txt`;
  const text = await page(...args);
  if (process.env["GOLDEN"] === "update") await writeFile(file, text);
  expect(text).toBe(await readFile(file, "utf8"));
  expect(tooLong(text)).toEqual([]);
});

test.each([
  [EXAMPLE, "RedisInstanceDown"],
  [DISKS, "DiskFull"],
  [DISKS, "severity=critical", "team=infra"],
])("%s %s as JSON is what the schema says", async (...args) => {
  const { at, zone, alerts } = await data(...args);
  expect({ at, zone }).toEqual({ at: "2026-12-24T02:00:00Z", zone: "Europe/Berlin" });
  expect(alerts.length).toBeGreaterThan(0);
});

test("the alert is found where its definition stands, and what it means is told", async () => {
  const { alerts } = await data(EXAMPLE, "RedisInstanceDown");
  const source = (await readFile(`${EXAMPLE}/redis-alerts.ts`, "utf8")).split("\n");
  const { definedAt, because, place } = alerts[0]?.rule ?? {};
  expect(definedAt?.file).toBe(`${EXAMPLE}/redis-alerts.ts`);
  expect(source[(definedAt?.line ?? 0) - 1]).toContain('alert("RedisInstanceDown"');
  expect(because).toContain("Redis does not answer");
  const compiled = (await readFile(place?.file ?? "", "utf8")).split("\n");
  expect(compiled[(place?.line ?? 0) - 1]).toContain("alert: RedisInstanceDown");
});

test("a catalogue beside the files that were built tells who is told, as the definitions do", async () => {
  const [defined] = (await data(EXAMPLE, "RedisInstanceDown")).alerts;
  const [built] = (await data(`${EXAMPLE}/out`, "RedisInstanceDown")).alerts;
  const escalationOf = (alert: typeof defined) => alert?.alertmanagers.map((one) => one.escalation);
  expect(escalationOf(built)).toEqual(escalationOf(defined));
  expect(escalationOf(built)).toMatchObject([{ kind: "planned" }]);
});

test("without definitions or catalogue the timeline is left out, and why", async () => {
  for (const file of ["alertmanager.yml", "redis-gateway.prometheus.rules.yml"]) {
    await copyFile(`${EXAMPLE}/out/${file}`, join(folder, file));
  }
  expect(await page(folder, "RedisInstanceDown")).toContain(
    "who is told: neither definitions nor a catalog.json were given",
  );
});

test("credentials of receivers are on no page", async () => {
  const text = await page(DISKS, "NodeDown", "--format", "json");
  expect(text).not.toContain("secret-of");
});

test("without --at it is now, in the local zone", async () => {
  const { stdout } = await explain(DISKS, "NodeDown", "--format", "json");
  const { at, zone } = explanationSchema.parse(JSON.parse(stdout));
  expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(600_000);
  expect(zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});

test.each([
  [[DISKS, "NodeDwn"], 'no rule of this set gives an alert "NodeDwn"', "did you mean NodeDown?"],
  [[DISKS, "NodeDown", "severity=none"], "NodeDown never has these labels", 'severity="critical"'],
  [[DISKS], "no alert is named", "tocsin explain k8s/ RedisDown"],
  [["severity=critical"], "no files are named", "name definitions, rule files or folders"],
  [[DISKS, "nowhere.yml", "NodeDown"], "nowhere.yml cannot be read", "name a file"],
  [[DISKS, "NodeDown", "--at", "soon"], '--at "soon" is no moment', "2026-12-24 03:00"],
  [["test/golden/broken", "Down"], "test/golden/broken/", "lists all mistakes"],
])("%j is refused with what to do", async (args, message, mend) => {
  const { code, stdout, stderr } = await explain(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr.slice(stderr.indexOf("mend"))).toContain(mend);
});
