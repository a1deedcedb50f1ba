import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { bearer, createHttpWorld, LINK_SECRET } from "../../test/http-world.ts";
import { problemDetail } from "../../test/problem.ts";
import { TOKENS } from "../../test/running-server.ts";
import { linkPath } from "./links.ts";

const api = bearer(TOKENS.api);
const json = { ...api, "content-type": "application/json" };

test("every answer, errors included, carries the headers that keep browsers safe", async () => {
  const world = await createHttpWorld({
    broken: {
      incidents: async () => {
        throw new Error("away");
      },
    },
  });
  await world.fires({ name: "GatewayDown" });
  const requests: [number, InjectOptions | string][] = [
    [200, "/-/healthy"],
    [200, { url: "/-/healthy", method: "HEAD" }],
    [200, "/style.css"],
    [200, "/sign-in"],
    [200, { url: "/incidents/1", headers: await world.signIn() }],
    [200, { url: "/api/v1/incidents/1", headers: api }],
    [303, { url: "/", headers: { accept: "text/html" } }],
    [400, { url: "/%ff" }],
    [400, { url: "/api/v1/incidents/1/resolve", method: "POST", headers: json, payload: "{" }],
    [401, "/"],
    [403, { url: "/", headers: bearer(TOKENS.ingest) }],
    [404, { url: "/nowhere", headers: api }],
    [405, { url: "/-/reload", headers: api }],
    [503, { url: "/api/v1/incidents", headers: api }],
  ];
  for (const [status, request] of requests) {
    const { statusCode, headers, body } = await world.app.inject(request);
    expect(statusCode, body).toBe(status);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": expect.stringMatching(
        /default-src 'none';(?!.*unsafe).*form-action 'self'; frame-ancestors 'none'; base-uri 'none'/,
      ),
    });
  }
});

test("an address that does not exist, or cannot be decoded, is a problem that names it", async () => {
  const { app } = await createHttpWorld();
  const unknown = await app.inject({ url: "/nowhere?token=x", headers: api });
  expect(problemDetail(unknown, 404)).toBe("there is no GET /nowhere");
  const other = await app.inject({ url: "/metrics", method: "DELETE", headers: api });
  expect(problemDetail(other, 404)).toBe("there is no DELETE /metrics");
  expect(problemDetail(await app.inject("/%ff"), 400)).toContain("/%ff");
});

test("bodies of everything but webhooks end at 64 KiB", async () => {
  const world = await createHttpWorld();
  await world.fires({ name: "GatewayDown" });
  const by = (length: number) => JSON.stringify({ by: "x".repeat(length) });
  const send = (payload: string) =>
    world.app.inject({
      url: "/api/v1/incidents/1/acknowledge",
      method: "POST",
      headers: json,
      payload,
    });
  problemDetail(await send(by(64 * 1024)), 413);
  problemDetail(await send(by(60 * 1024)), 422);
  expect(await world.incidentCount(), "no incident for a body that is not a notification").toBe(1);
});

test("trouble with the store is said to be ours, and its details go to the log alone", async () => {
  const world = await createHttpWorld({
    broken: {
      incidents: async () => {
        throw new Error("password authentication failed for user tocsin");
      },
    },
  });
  const answer = await world.app.inject({ url: "/api/v1/incidents", headers: api });
  expect(problemDetail(answer, 503)).toContain("its log says why");
  expect(answer.headers["retry-after"]).toBe("5");
  expect(world.logged.join("")).toContain("password authentication failed");
});

test("a request that fails is logged without the signature of its link", async () => {
  const away = async (): Promise<never> => {
    throw new Error("PostgreSQL is away");
  };
  const { app, clock, logged } = await createHttpWorld({ broken: { history: away } });
  const incidentId = "018f0000-0000-7000-8000-000000000001";
  const claim = { incidentId, action: "acknowledge", person: "ana", now: clock.now() } as const;
  const answer = await app.inject({ method: "GET", url: linkPath(LINK_SECRET, claim) });
  expect(answer.statusCode).toBe(503);
  expect(logged.join("")).toContain(`/incidents/${incidentId}/acknowledge`);
  expect(logged.join("")).not.toContain("signature");
});
