import { expect, test } from "vitest";
import { bearer, createHttpWorld } from "../../test/http-world.ts";
import { problemDetail } from "../../test/problem.ts";
import { TOKENS } from "../../test/running-server.ts";

const api = bearer(TOKENS.api);

test("health does not depend on anything", async () => {
  const { app } = await createHttpWorld({ operations: { whyNotReady: () => "no database" } });
  const answer = await app.inject("/-/healthy");
  expect([answer.statusCode, answer.body]).toEqual([200, "Tocsin is healthy.\n"]);
});

test("readiness says what is missing", async () => {
  let why: string | null = "a page has been due for 61s";
  const { app } = await createHttpWorld({ operations: { whyNotReady: () => why } });
  const before = await app.inject("/-/ready");
  expect([before.statusCode, before.body]).toEqual([
    503,
    "Tocsin is not ready: a page has been due for 61s\n",
  ]);
  expect((await app.inject({ url: "/-/ready", method: "HEAD" })).statusCode).toBe(503);
  why = null;
  expect((await app.inject("/-/ready")).statusCode).toBe(200);
});

test("a reload answers as Prometheus does: nothing, or why the old configuration stays", async () => {
  let why: string | null = null;
  const { app } = await createHttpWorld({ operations: { reload: async () => why } });
  const reload = (method: "POST" | "PUT") => app.inject({ url: "/-/reload", method, headers: api });
  for (const method of ["POST", "PUT"] as const) {
    const answer = await reload(method);
    expect([answer.statusCode, answer.body]).toEqual([200, ""]);
  }
  why = "the catalogue x is not JSON";
  const refused = await reload("POST");
  expect(refused.statusCode).toBe(500);
  expect(refused.body).toBe("failed to reload config: the catalogue x is not JSON\n");
});

test("a reload by GET is not a reload", async () => {
  let reloads = 0;
  const reload = async () => {
    reloads += 1;
    return null;
  };
  const { app } = await createHttpWorld({ operations: { reload } });
  const answer = await app.inject({ url: "/-/reload", headers: api });
  expect(problemDetail(answer, 405)).toBe("Only POST or PUT requests allowed");
  expect(answer.headers["allow"]).toBe("POST, PUT");
  expect(reloads).toBe(0);
});

test("metrics are brought up to date when they are read", async () => {
  const world = await createHttpWorld({
    operations: { measure: () => world.engine.measures.accepting.set(1) },
  });
  const answer = await world.app.inject({ url: "/metrics", headers: bearer(TOKENS.metrics) });
  expect(answer.headers["content-type"]).toMatch(/^text\/plain; version=/);
  expect(answer.body).toMatch(/^tocsin_accepting 1$/m);
  expect(answer.body).toMatch(/^tocsin_build_info\{version="[\d.]+",nodeversion="[\d.]+"\} 1$/m);
});
