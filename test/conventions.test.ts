import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { Catalog } from "../src/model/catalog.ts";
import { exampleCatalog } from "./example-catalog.ts";
import { type FakeWebhookReceiver, startWebhookReceiver } from "./fakes/webhook-receiver.ts";
import { firingBody } from "./http-world.ts";
import {
  createServerHome,
  eventually,
  isRunning,
  launchServer,
  type RunningServer,
  type ServerHome,
  startServer,
  TOKENS,
} from "./running-server.ts";
import { runTocsin } from "./tocsin-command.ts";
import { runInProcess } from "./tocsin-in-process.ts";

let home: ServerHome;
let server: RunningServer;
let receiver: FakeWebhookReceiver;
let catalogFile = "";

const start = (...args: string[]) =>
  startServer(home, { args: [`--catalog=${catalogFile}`, ...args] });

/** The example's people, with a page by webhook that arrives at our receiver. */
const catalogFor = (url: string, secretFile: string): Catalog => {
  const catalog = exampleCatalog();
  return {
    ...catalog,
    people: catalog.people.map((person) =>
      person.id === "dee"
        ? { ...person, contactMethods: [{ type: "webhook", url, secretFile }] }
        : person,
    ),
  };
};

beforeAll(async () => {
  home = await createServerHome();
  receiver = await startWebhookReceiver({ secret: "key", now: Date.now });
  const secretFile = join(home.folder, "key");
  await writeFile(secretFile, "key\n");
  catalogFile = join(home.folder, "catalog.json");
  await writeFile(catalogFile, JSON.stringify(catalogFor(receiver.url, secretFile)));
  server = await start();
});
afterAll(async () => {
  server?.send("SIGKILL");
  await server?.ended;
  await receiver?.close();
  await home?.remove();
});

const metrics = async () => (await server.ask("/metrics")).text();
const metric = async (name: string) =>
  Number((await metrics()).match(new RegExp(`^${name} (\\S+)$`, "m"))?.[1]);

const listSchema = z.object({
  incidents: z.array(
    z.object({ id: z.string(), service: z.string().nullable(), team: z.string() }),
  ),
});
const incidents = async () =>
  listSchema.parse(await (await server.ask("/api/v1/incidents")).json()).incidents;

const notify = (body: string) =>
  server.ask("/webhooks/alertmanager", {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKENS.ingest}`, "Content-Type": "application/json" },
    body,
  });

const alertOf = (labels: Record<string, string>) => firingBody({ now: Date.now }, { labels });

test("health and readiness answer GET and HEAD, to anybody, as text", async () => {
  for (const path of ["/-/healthy", "/-/ready"]) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(`${server.url}${path}`, { method });
      expect([path, method, answer.status]).toEqual([path, method, 200]);
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
      expect(await answer.text()).toBe(
        method === "HEAD" ? "" : `Tocsin is ${path.includes("ready") ? "ready" : "healthy"}.\n`,
      );
    }
  }
});

test("metrics pass promtool, and tell the build and that alerts are taken", async () => {
  await notify(alertOf({ service: "gateway" }));
  const text = await metrics();
  const said = await new Promise((resolve) => {
    const child = execFile("promtool", ["check", "metrics"], (error, stdout, stderr) =>
      resolve({ failed: error !== null, says: stdout + stderr }),
    );
    child.stdin?.end(text);
  });
  expect(said).toEqual({ failed: false, says: "" });
  const { version } = JSON.parse(await readFile("package.json", "utf8"));
  expect(text).toContain(
    `tocsin_build_info{version="${version}",nodeversion="${process.versions.node}"} 1`,
  );
  expect(await metric("tocsin_accepting")).toBe(1);
  const names = Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name]) => name);
  expect(names.filter((name) => !name?.startsWith("tocsin_"))).toEqual([]);
});

test("a reload is POST or PUT, and a bad catalogue is refused with its reason while the old one stays", async () => {
  const good = await readFile(catalogFile, "utf8");
  const reload = async (method: string) => {
    const answer = await server.ask("/-/reload", { method });
    return [answer.status, await answer.text()];
  };
  expect(await reload("POST")).toEqual([200, ""]);
  expect(await reload("PUT")).toEqual([200, ""]);
  expect((await reload("GET"))[0]).toBe(405);
  const loadedAt = await metric("tocsin_config_last_reload_success_timestamp_seconds");
  await writeFile(catalogFile, "{");
  expect(await reload("POST")).toEqual([
    500,
    `failed to reload config: the catalogue ${catalogFile} is not JSON\n`,
  ]);
  expect(await metric("tocsin_config_last_reload_successful")).toBe(0);
  expect(await metric("tocsin_config_last_reload_success_timestamp_seconds")).toBe(loadedAt);

  const refusals = () => server.stderr().split("the catalogue was not reloaded").length - 1;
  expect(refusals()).toBe(1);
  server.send("SIGHUP");
  await eventually(() => refusals() === 2);
  expect((await server.ask("/-/healthy")).status).toBe(200);
  await notify(alertOf({ service: "another" }));
  expect((await incidents())[0], "the old one stays").toMatchObject({
    service: "another",
    team: "platform",
  });

  await writeFile(catalogFile, good);
  server.send("SIGHUP");
  await eventually(async () => (await metric("tocsin_config_last_reload_successful")) === 1);
  expect(await metric("tocsin_config_last_reload_success_timestamp_seconds")).toBeGreaterThan(
    loadedAt,
  );
});

test("what goes out names its sender, and is signed", async () => {
  expect((await notify(alertOf({ service: "billing", instance: "b" }))).status).toBe(200);
  // The receiver takes only what comes with the right User-Agent, signature and key.
  const page = await eventually(() => receiver.received[0] ?? false);
  expect(page).toMatchObject({ person: { id: "dee" }, incident: { title: "GatewayDown" } });
  expect(page.acknowledgeUrl.startsWith(`${server.url}/incidents/${page.incident.id}/`)).toBe(true);
  expect(receiver.attempts.get(page.idempotencyKey)).toBe(1);
});

test("alerts with texts that PostgreSQL cannot hold, or not index, are taken like any other", async () => {
  const long = Array.from({ length: 3000 }, (_, index) => index.toString(36)).join("");
  for (const labels of [
    { instance: "a\u0000b" },
    { instance: "\ud83d" },
    { service: long, cluster: long },
    { alertname: "Watchdog", cluster: long },
  ]) {
    const answer = await notify(alertOf(labels));
    expect([answer.status, await answer.json()]).toEqual([200, { stored: true }]);
  }
});

test("a second server on the same data refuses to start and says what to do; the first goes on", async () => {
  const second = launchServer(home);
  expect(await second.ended).toEqual({ code: 1, signal: null });
  expect(second.stdout()).toBe("");
  expect(second.stderr()).toContain(
    "another process uses this data folder: stop it, or choose another --storage.path",
  );
  expect((await server.ask("/-/ready")).status).toBe(200);
});

const logfmtOf = (line: string): Record<string, string> | null => {
  const pair = /([\w.-]+)=("(?:\\.|[^"\\])*"|[^\s"=]+)(?: |$)/gy;
  const fields = Array.from(line.matchAll(pair), ([, key = "", value = ""]): [string, string] => [
    key,
    value.startsWith('"') ? JSON.parse(value) : value,
  ]);
  const length = line.match(new RegExp(`^(?:${pair.source})*`))?.[0].length;
  return length === line.length && fields.length > 0 ? Object.fromEntries(fields) : null;
};

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

const expectLogEntry = (entry: unknown) => {
  expect(entry).toMatchObject({
    ts: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level: expect.stringMatching(/^(debug|info|warn|error)$/),
    msg: expect.any(String),
  });
};

test("the log is logfmt on standard error and begins with the version; the address is all of standard output", () => {
  expect(server.stdout()).toBe(`listening on ${server.url}\n`);
  const lines = linesOf(server.stderr());
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expectLogEntry(logfmtOf(line));
  expect(logfmtOf(lines[0] ?? "")).toMatchObject({
    level: "info",
    msg: "Starting Tocsin",
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
});

test("killed outright, it leaves no PostgreSQL and no temporary file, and starts again with what it knew", async () => {
  const postgres = await home.postgresPid();
  expect(isRunning(postgres)).toBe(true);
  expect(await home.temporaryFiles()).toHaveLength(1);
  const before = await incidents();
  server.send("SIGKILL");
  expect(await server.ended).toEqual({ code: null, signal: "SIGKILL" });
  await eventually(() => !isRunning(postgres));
  await eventually(async () => (await home.temporaryFiles()).length === 0);
  server = await start("--log.format=json");
  expect((await incidents()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

test("the log can be JSON", () => {
  const lines = linesOf(server.stderr());
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expectLogEntry(JSON.parse(line));
});

test("SIGTERM ends it with 0, and neither a process nor a temporary file is left", async () => {
  const postgres = await home.postgresPid();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  expect(isRunning(postgres)).toBe(false);
  expect(await home.temporaryFiles()).toEqual([]);
  expect(server.stdout()).toBe(`listening on ${server.url}\n`);
});

const commandsOf = async (): Promise<string[]> => {
  const { stdout } = await runInProcess(["--help"]);
  const [, list = ""] = stdout.split("Commands:\n");
  const names = Array.from(list.matchAll(/^ {2}([a-z]+)/gm), ([, name = ""]) => name);
  return names.filter((name) => name !== "help");
};

test("every command has help, which ends with 0 and goes to standard output", async () => {
  const commands = await commandsOf();
  expect(commands).toEqual(
    expect.arrayContaining(["build", "serve", "incidents", "ack", "resolve"]),
  );
  for (const command of commands) {
    const help = await runInProcess([command, "--help"]);
    expect(help, command).toMatchObject({ code: 0, stderr: "" });
    expect(help.stdout).toContain(`Usage: tocsin ${command}`);
  }
});

test("an unknown command ends with 2 and names the one that was probably meant", async () => {
  for (const [typed, meant] of [
    ["serv", "serve"],
    ["incident", "incidents"],
    ["resolv", "resolve"],
  ]) {
    const ended = await runInProcess([typed ?? ""]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(`Did you mean ${meant}?`);
  }
});

test("NO_COLOR means none, even where colours are usual", async () => {
  const missing = ["build", join(home.folder, "nowhere")];
  const colourful = await runTocsin(missing, { NO_COLOR: "", CI: "true" });
  expect(colourful.stderr).not.toBe(stripVTControlCharacters(colourful.stderr));
  const plain = await runTocsin(missing, { NO_COLOR: "1", CI: "true" });
  expect(plain.stderr).toBe(stripVTControlCharacters(colourful.stderr));
});
