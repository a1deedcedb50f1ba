import { once } from "node:events";
import { createServer } from "node:http";
import { userInfo } from "node:os";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHttpWorld, type HttpWorld } from "./http-world.ts";
import { TOKENS } from "./running-server.ts";
import { runInProcess } from "./tocsin-in-process.ts";

let world: HttpWorld;
let url = "";
beforeEach(async () => {
  world = await createHttpWorld();
  url = await world.app.listen({ host: "127.0.0.1", port: 0 });
  return () => world.app.close();
});

const tocsin = (...args: string[]) =>
  runInProcess(args, { TOCSIN_URL: `${url}/`, TOCSIN_TOKEN: TOKENS.api });

const down = { name: "GatewayDown", annotations: { summary: "The gateway is down" } };

test("incidents lists the open ones, with --all the others too", async () => {
  expect(await tocsin("incidents")).toEqual({
    code: 0,
    stdout: "No incident is open.\n",
    stderr: "",
  });
  await world.fires(down);
  await world.fires({ name: "BillingDown", labels: { service: "billing" } });
  await world.resolvesByHand("ana", 2);
  expect((await tocsin("incidents")).stdout).toBe(
    "#1     triggered     critical  2026-01-05T09:00:00.000Z  The gateway is down\n",
  );
  const all = await tocsin("incidents", "--all");
  expect(all.stdout.split("\n").map((line) => line.slice(0, 20).trim())).toEqual([
    "#2     resolved",
    "#1     triggered",
    "",
  ]);
});

test("one incident is shown with its timeline", async () => {
  await world.fires(down);
  const { code, stdout } = await tocsin("incidents", "1");
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^#1 The gateway is down {3}critical, triggered\n {2}2026-01-05T09:00:00.000Z {2}incident #1 opened/,
  );
  expect(stdout).toContain("page to Ana by email accepted (250 ok)");
});

test("JSON is what the server knows, on standard output alone", async () => {
  await world.fires(down);
  const list = await tocsin("incidents", "--format", "json");
  expect([list.code, list.stderr]).toEqual([0, ""]);
  expect(JSON.parse(list.stdout).incidents).toMatchObject([{ number: 1, status: "triggered" }]);
  const one = JSON.parse((await tocsin("incidents", "#1", "--format", "json")).stdout);
  expect(one.incident.number).toBe(1);
  expect(one.timeline.map(({ type }: { type: string }) => type)).toEqual(await world.timeline());
  const other = await tocsin("incidents", "--format", "xml");
  expect(other.code, "a format that does not exist").toBe(2);
});

test("ack and resolve say who did it, and what came of it", async () => {
  await world.fires(down);
  expect(await tocsin("ack", "1", "--by", "bo")).toEqual({
    code: 0,
    stdout: "#1 The gateway is down: acknowledged by bo\n",
    stderr: "",
  });
  expect((await world.incident()).acknowledgedBy).toEqual(["bo"]);
  const { username } = userInfo();
  expect((await tocsin("resolve", "#1")).stdout).toBe(
    `#1 The gateway is down: resolved by ${username}\n`,
  );
  expect((await world.incident()).status).toBe("resolved");
});

test("a refusal is the server's own sentence, with code 1", async () => {
  await world.fires(down);
  await world.resolvesByHand("ana");
  expect(await tocsin("ack", "1")).toEqual({
    code: 1,
    stdout: "",
    stderr: "error  incident #1 is already resolved\n",
  });
  const unknown = await tocsin("incidents", "7");
  expect(unknown).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining('no incident "7"'),
  });
  const nameless = await tocsin("ack", "1", "--by", " ");
  expect(nameless).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("must name who does it"),
  });
});

test("a missing argument ends with 2", async () => {
  for (const command of ["ack", "resolve"]) {
    expect(await tocsin(command)).toMatchObject({ code: 2, stdout: "" });
  }
});

test("without a token, with a wrong one, or without a server it says what to do", async () => {
  const without = await runInProcess(["incidents"], { TOCSIN_URL: url });
  expect(without).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("set TOCSIN_TOKEN"),
  });
  const wrong = await runInProcess(["incidents"], { TOCSIN_URL: url, TOCSIN_TOKEN: "wrong" });
  expect(wrong).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("a token that is valid here"),
  });
  await world.app.close();
  const away = await tocsin("incidents");
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining("is TOCSIN_URL right?") });
});

const foreign = createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "text/html" }).end("<html>another program</html>");
});
beforeAll(async () => {
  foreign.listen(0, "127.0.0.1");
  await once(foreign, "listening");
});
afterAll(() => foreign.close());

test("an answer that is not Tocsin's is said to be that", async () => {
  const address = foreign.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const settings = { TOCSIN_URL: `http://127.0.0.1:${port}`, TOCSIN_TOKEN: "x" };
  expect(await runInProcess(["incidents"], settings)).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(
      /^error {2}what answers at http:\/\/127\.0\.0\.1:\d+ is not Tocsin, .*\n$/,
    ),
  });
});
