import { chmod, mkdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { environmentName, OPTIONS } from "../src/server/config.ts";
import {
  createServerHome,
  launchServer,
  type ServerHome,
  startServer,
  TOKENS,
} from "./running-server.ts";
import { runTocsin } from "./tocsin-command.ts";
import { runInProcess } from "./tocsin-in-process.ts";

const homes: ServerHome[] = [];
const home = async () => {
  const made = await createServerHome();
  homes.push(made);
  return made;
};
afterEach(async () => {
  for (const made of homes.splice(0)) await made.remove();
});

test("help tells every setting with its flag, its variable and its default", async () => {
  const { code, stdout } = await runInProcess(["serve", "--help"]);
  expect(code).toBe(0);
  const text = stdout.replaceAll(/\s+/g, " ");
  for (const { name, kind, fallback } of OPTIONS) {
    expect(text).toContain(kind === "secret" ? `--${name}-file <value>` : `--${name} <value>`);
    expect(text).toContain(`[${environmentName(name)}${kind === "secret" ? " or …_FILE" : ""}]`);
    if (fallback !== null) expect(text).toContain(`Default: ${fallback}.`);
  }
  expect(text).toContain("--config.file <file>");
});

test("each setting is understood as a flag and as a variable, and all mistakes are told at once", async () => {
  const { folder } = await home();
  const missing = join(folder, "missing");
  const wrong = OPTIONS.filter(
    ({ name, kind }) => kind === "secret" || /address|url|smarthost|from|tls|^log/.test(name),
  );
  const wrongValue = (kind: string) => (kind === "secret" ? missing : "@");
  const flags = wrong.flatMap(({ name, kind }) => [
    `--${kind === "secret" ? `${name}-file` : name}`,
    wrongValue(kind),
  ]);
  const variables = wrong.map(({ name, kind }) => [
    `${environmentName(name)}${kind === "secret" ? "_FILE" : ""}`,
    wrongValue(kind),
  ]);
  const byFlag = await runInProcess(["serve", ...flags]);
  const byVariable = await runInProcess(["serve"], Object.fromEntries(variables));
  expect([byFlag.code, byVariable.code]).toEqual([2, 2]);
  expect([byFlag.stdout, byVariable.stdout]).toEqual(["", ""]);
  for (const { name, kind } of wrong) {
    const suffix = kind === "secret" ? "-file names" : ":";
    expect(byFlag.stderr).toContain(`--${name}${suffix}`);
    const ending = kind === "secret" ? "_FILE names" : ":";
    expect(byVariable.stderr).toContain(`${environmentName(name)}${ending}`);
  }
});

test("settings without a wrong value take effect by flag and by variable, and by their other names", async () => {
  const { folder } = await home();
  const catalog = join(folder, "catalog.json");
  const bin = join(folder, "no-postgres-here");
  const byVariable = await runTocsin(["serve"], { TOCSIN_CATALOG: catalog });
  expect(byVariable).toMatchObject({ code: 2, stderr: expect.stringContaining(catalog) });
  const data = join(folder, "data");
  const common = ["--listen", "127.0.0.1:0", "--data", data];
  const byBin = await runTocsin(["serve", ...common, "--storage.postgres-bin", bin]);
  expect(byBin).toMatchObject({ code: 1, stderr: expect.stringContaining(bin) });
});

test("an unknown flag or command ends with 2 and a suggestion", async () => {
  expect(await runInProcess(["serve", "--storage.pth", "x"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean --storage.path?"),
  });
  expect(await runInProcess(["serv"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean serve?"),
  });
});

test("data below a folder that is closed to PostgreSQL's account names that folder to root", async () => {
  const { folder } = await home();
  const closed = join(folder, "closed");
  await mkdir(closed);
  await chmod(closed, 0o700);
  const server = launchServer(
    { ...(await home()), data: join(closed, "data") },
    { environment: {} },
  );
  if (process.getuid?.() === 0) {
    expect(await server.ended).toMatchObject({ code: 1 });
    expect(server.stderr()).toContain(`chmod o+x ${closed}`);
  } else {
    await expect.poll(() => server.stdout(), { timeout: 25_000 }).toContain("listening on");
    server.send("SIGTERM");
    expect(await server.ended).toMatchObject({ code: 0 });
  }
  expect(server.stdout() === "" || process.getuid?.() !== 0).toBe(true);
});

test("a first start shows its tokens once, on standard error, and they work", async () => {
  const place = await home();
  const first = await startServer(place, { environment: {} });
  const token = (scope: string, said: string) =>
    said.match(new RegExp(`^${scope} token \\(shown once, keep it\\): (\\S+)$`, "m"))?.[1];
  const api = token("api", first.stderr());
  const ingest = token("ingest", first.stderr());
  expect([api, ingest]).toEqual([expect.any(String), expect.any(String)]);
  const status = async (path: string, given = "") =>
    (await first.ask(path, { headers: { Authorization: `Bearer ${given}` } })).status;
  expect(await status("/api/v1/incidents", api)).toBe(200);
  expect(await status("/api/v1/incidents", ingest)).toBe(403);
  expect(first.stdout()).toBe(`listening on ${first.url}\n`);

  const taken = launchServer(await home(), {
    environment: { TOCSIN_WEB_LISTEN_ADDRESS: new URL(first.url).host },
  });
  expect(await taken.ended, "its port is taken").toEqual({ code: 1, signal: null });
  expect(taken.stderr()).toContain("EADDRINUSE");
  expect(taken.stdout()).toBe("");

  expect(await first.stop()).toEqual({ code: 0, signal: null });
  const second = await startServer(place, { environment: {} });
  expect(second.stderr()).not.toContain("shown once");
  expect(
    (await second.ask("/api/v1/incidents", { headers: { Authorization: `Bearer ${api}` } })).status,
  ).toBe(200);
  await second.stop();
});

test("when its PostgreSQL ends by itself the server ends too, so that it is started again", async () => {
  const own = await home();
  const server = await startServer(own);
  process.kill(await own.postgresPid(), "SIGQUIT");
  expect(await server.ended).toEqual({ code: 1, signal: null });
  expect(server.stderr()).toContain("PostgreSQL ended by itself, so Tocsin ends too");
});

test("a sender that stalls in the middle of a request does not keep the server from ending", async () => {
  const server = await startServer(await home());
  const sender = connect(Number(new URL(server.url).port), "127.0.0.1");
  const ended = new Promise((done) => {
    sender.on("error", () => undefined).on("close", done);
  });
  const head = [
    "POST /webhooks/alertmanager HTTP/1.1",
    "Host: tocsin",
    `Authorization: Bearer ${TOKENS.ingest}`,
    "Content-Type: application/json",
    "Content-Length: 1000",
    "Expect: 100-continue",
  ];
  sender.write(`${head.join("\r\n")}\r\n\r\n`);
  await new Promise((said) => {
    sender.once("data", said);
  });
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  await ended;
});
