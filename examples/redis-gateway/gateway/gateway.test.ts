import { spawn } from "node:child_process";
import { once } from "node:events";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { type Folder, openFolder } from "../stack/folder.ts";
import { type RedisServer, startRedis } from "../stack/redis.ts";
import { waitUntil } from "../stack/wait-until.ts";
import type { GatewayConfig } from "./config.ts";
import { type Gateway, startGateway } from "./gateway.ts";

const API_KEY = "a-key-of-the-tests";
const SECRET = "a secret of at least thirty-two bytes";

let folder: Folder;
let redis: RedisServer;
const gateways: Gateway[] = [];

beforeAll(async () => {
  folder = await openFolder("redis-gateway-test-");
  redis = await startRedis(folder.path, systemClock);
});

afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

afterAll(async () => {
  await redis.kill();
  await folder.remove();
});

const open = async (changes: Partial<GatewayConfig> = {}) => {
  const gateway = await startGateway(
    {
      host: "127.0.0.1",
      port: 0,
      redisUrl: redis.gatewayUrl,
      poolSize: 4,
      acquireTimeoutMs: 500,
      commandTimeoutMs: 400,
      probeIntervalMs: 60_000,
      apiKeys: ["another-key", API_KEY],
      jwtSecret: SECRET,
      logLevel: "silent",
      ...changes,
    },
    systemClock,
  );
  gateways.push(gateway);
  const call = async (method: string, path: string, options: CallOptions = {}) => {
    const response = await fetch(gateway.url + path, {
      method,
      headers: {
        ...(options.headers ?? { "x-api-key": API_KEY }),
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith("{") ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  return call;
};
type CallOptions = { body?: unknown; headers?: Record<string, string> };

const token = (scope: string, expires = "1m") =>
  new SignJWT({ scope })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(SECRET));

const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });

/** The value of one series of `/metrics`, or undefined when there is none. */
const metric = async (call: Awaited<ReturnType<typeof open>>, series: string) => {
  const { body } = await call("GET", "/metrics", { headers: {} });
  const line = String(body)
    .split("\n")
    .find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
};

test("a value is kept, read back with its expiry, and deleted", async () => {
  const call = await open();
  expect((await call("PUT", "/v1/keys/a%2Fb", { body: { value: "1", ttl: 100 } })).status).toBe(
    204,
  );
  const read = await call("GET", "/v1/keys/a%2Fb");
  expect(read).toMatchObject({ status: 200, body: { key: "a/b", value: "1" } });
  expect(read.body.ttl).toBeGreaterThan(90);
  expect((await call("DELETE", "/v1/keys/a%2Fb")).status).toBe(204);
  expect(await call("GET", "/v1/keys/a%2Fb")).toMatchObject({
    status: 404,
    body: { error: { code: "key_not_found" } },
  });
  expect((await call("DELETE", "/v1/keys/a%2Fb")).status).toBe(404);
});

test("allowed commands are passed on, others are refused", async () => {
  const call = await open();
  const run = (command: string, ...args: string[]) =>
    call("POST", "/v1/command", { body: { command, args } });
  await run("del", "n", "set");
  expect((await run("incrby", "n", "41")).body).toEqual({ result: 41 });
  await run("sadd", "set", "x");
  expect((await run("smembers", "set")).body).toEqual({ result: ["x"] });
  for (const command of ["flushall", "config", "blpop", "eval", "keys"]) {
    expect(await run(command, "a", "b")).toMatchObject({
      status: 403,
      body: { error: { code: "command_not_allowed" } },
    });
  }
});

test("what the client did wrong is answered with a 4xx that says so", async () => {
  const call = await open();
  const run = (command: string, ...args: string[]) =>
    call("POST", "/v1/command", { body: { command, args } });
  await run("set", "text", "words");
  expect(await run("incr", "text")).toMatchObject({
    status: 400,
    body: { error: { code: "bad_command" } },
  });
  expect(await run("lpush", "text", "x")).toMatchObject({
    status: 409,
    body: { error: { code: "wrong_type" } },
  });
  expect(await call("PUT", "/v1/keys/k", { body: { value: 7 } })).toMatchObject({
    status: 400,
    body: { error: { code: "bad_request", message: expect.stringContaining("value") } },
  });
  expect(await call("PUT", "/v1/keys/k", { body: { value: "v", ttl: 0 } })).toMatchObject({
    status: 400,
  });
  expect(await call("GET", `/v1/keys/${"k".repeat(513)}`)).toMatchObject({
    status: 400,
    body: { error: { message: "key: is over 512 bytes" } },
  });
  expect(await call("PUT", "/v1/keys/k", { body: { value: "v".repeat(2 ** 20) } })).toMatchObject({
    status: 413,
    body: { error: { code: "bad_request" } },
  });
  expect(await call("GET", "/v2/keys/k")).toMatchObject({
    status: 404,
    body: { error: { code: "no_such_endpoint" } },
  });
});

test("nobody gets in without a known key or a valid token", async () => {
  const call = await open();
  const forged = await new SignJWT({ scope: "redis:read" })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime("1m")
    .sign(new TextEncoder().encode("another secret of thirty-two bytes"));
  const endless = await new SignJWT({ scope: "redis:read" })
    .setProtectedHeader({ alg: "HS256" })
    .sign(new TextEncoder().encode(SECRET));
  const strangers = [
    { headers: {} },
    { headers: { "x-api-key": "guess" } },
    { headers: { authorization: "Basic YTpi" } },
    bearer("not.a.token"),
    bearer(forged),
    bearer(endless),
    bearer(await token("redis:read", "-1s")),
  ];
  for (const stranger of strangers) {
    const answer = await call("GET", "/v1/keys/k", stranger);
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "unauthorized" } } });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  }
});

test("a token may do what its scopes say and no more", async () => {
  const call = await open();
  await call("PUT", "/v1/keys/scoped", { body: { value: "v" } });
  const reader = bearer(await token("profile redis:read"));
  const writer = bearer(await token("redis:write"));
  expect((await call("GET", "/v1/keys/scoped", reader)).status).toBe(200);
  expect(await call("DELETE", "/v1/keys/scoped", reader)).toMatchObject({
    status: 403,
    body: { error: { code: "insufficient_scope" } },
  });
  const set = { body: { command: "set", args: ["scoped", "w"] } };
  expect((await call("POST", "/v1/command", { ...reader, ...set })).status).toBe(403);
  expect((await call("POST", "/v1/command", { ...writer, ...set })).status).toBe(200);
  expect((await call("GET", "/v1/keys/scoped", writer)).status).toBe(403);
});

test("a hung Redis is a 504 after the command's time, is counted, and is forgotten when it returns", async () => {
  const call = await open();
  expect(await metric(call, "redis_gateway_redis_connection_errors_total")).toBe(0);
  redis.pause();
  try {
    expect(await call("GET", "/v1/keys/k")).toMatchObject({
      status: 504,
      body: { error: { code: "redis_timeout" } },
    });
    expect((await call("GET", "/readyz")).status).toBeGreaterThanOrEqual(503);
    expect((await call("GET", "/healthz")).status).toBe(200);
    expect(await metric(call, "redis_gateway_redis_connection_errors_total")).toBeGreaterThan(1);
  } finally {
    redis.resume();
  }
  await waitUntil(async () => ((await call("GET", "/readyz")).status === 200 ? true : undefined), {
    what: "the gateway to find Redis again",
    timeoutMs: 10_000,
    clock: systemClock,
  });
});

test("a request that finds every connection busy is refused with a 503", async () => {
  const call = await open({ poolSize: 2, acquireTimeoutMs: 50, commandTimeoutMs: 10_000 });
  redis.pause();
  const held = [call("GET", "/v1/keys/a"), call("GET", "/v1/keys/b")];
  try {
    await waitUntil(
      async () =>
        (await metric(call, "redis_gateway_redis_pool_active")) === 2 ? true : undefined,
      { what: "both connections to be in use", timeoutMs: 10_000, clock: systemClock },
    );
    expect(await call("GET", "/v1/keys/c")).toMatchObject({
      status: 503,
      body: { error: { code: "pool_exhausted" } },
    });
    expect(await metric(call, "redis_gateway_redis_connection_errors_total")).toBe(0);
  } finally {
    redis.resume();
  }
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual([404, 404]);
  expect(await metric(call, "redis_gateway_redis_pool_active")).toBe(0);
});

test("a request waits for a connection that is given back in time", async () => {
  const call = await open({ poolSize: 1, acquireTimeoutMs: 10_000 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => call("GET", `/v1/keys/absent-${index}`)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
});

test("the background probe counts an unreachable Redis without any request", async () => {
  const call = await open({ probeIntervalMs: 20 });
  await redis.kill();
  try {
    await waitUntil(
      async () =>
        (await metric(call, "redis_gateway_redis_connection_errors_total")) === 0
          ? undefined
          : true,
      { what: "the probe to fail", timeoutMs: 10_000, clock: systemClock },
    );
    expect(await call("GET", "/v1/keys/k")).toMatchObject({
      status: 503,
      body: { error: { code: "redis_unreachable" } },
    });
  } finally {
    await redis.start();
  }
  await waitUntil(async () => ((await call("GET", "/readyz")).status === 200 ? true : undefined), {
    what: "the gateway to reconnect",
    timeoutMs: 10_000,
    clock: systemClock,
  });
});

test("a command that Redis refuses to the gateway fails one endpoint and leaves the others alone", async () => {
  const call = await open();
  await redis.forbid("set");
  try {
    expect(await call("PUT", "/v1/keys/k", { body: { value: "v" } })).toMatchObject({
      status: 503,
      body: { error: { code: "redis_refused", message: expect.stringContaining("NOPERM") } },
    });
    expect((await call("GET", "/v1/keys/k")).status).toBe(404);
    expect((await call("GET", "/readyz")).status).toBe(200);
    expect(await metric(call, "redis_gateway_redis_connection_errors_total")).toBe(0);
  } finally {
    await redis.allow("set");
  }
  expect((await call("PUT", "/v1/keys/k", { body: { value: "v" } })).status).toBe(204);
});

test("each request is counted once under its route, as failed only when it was the service's fault", async () => {
  const call = await open();
  const labels = (method: string, endpoint: string) =>
    `{method="${method}",endpoint="${endpoint}"}`;
  const requests = (where: string) => metric(call, `redis_gateway_requests_total${where}`);
  const failed = (where: string) => metric(call, `redis_gateway_requests_failed_total${where}`);
  const get = labels("GET", "/v1/keys/:key");
  const put = labels("PUT", "/v1/keys/:key");
  const remove = labels("DELETE", "/v1/keys/:key");
  const command = labels("POST", "/v1/command");
  for (const series of [get, put, remove, command]) {
    expect(await requests(series)).toBe(0);
    expect(await failed(series)).toBe(0);
  }
  await call("GET", "/v1/keys/some-absent-key");
  await call("GET", "/v1/keys/k", { headers: {} });
  await call("GET", "/nowhere");
  await redis.forbid("set");
  await call("PUT", "/v1/keys/k", { body: { value: "v" } });
  await redis.allow("set");
  expect([await requests(get), await failed(get)]).toEqual([2, 0]);
  expect([await requests(put), await failed(put)]).toEqual([1, 1]);
  expect([await requests(remove), await requests(command)]).toEqual([0, 0]);
  expect(
    await metric(
      call,
      `redis_gateway_request_duration_seconds_bucket{le="10",method="GET",endpoint="/v1/keys/:key"}`,
    ),
  ).toBe(2);
  expect(await metric(call, "redis_gateway_redis_pool_size")).toBe(4);
  const { body } = await call("GET", "/metrics", { headers: {} });
  expect(body).not.toContain("some-absent-key");
  expect(body).toContain("process_resident_memory_bytes");
});

test("the gateway starts without Redis and says that it is not ready", async () => {
  await redis.kill();
  try {
    const call = await open();
    expect((await call("GET", "/healthz")).status).toBe(200);
    expect((await call("GET", "/readyz")).status).toBe(503);
  } finally {
    await redis.start();
  }
});

test("a request in flight is answered before the gateway closes", async () => {
  const call = await open({ commandTimeoutMs: 10_000 });
  redis.pause();
  const held = call("GET", "/v1/keys/absent");
  await waitUntil(
    async () => ((await metric(call, "redis_gateway_redis_pool_active")) === 1 ? true : undefined),
    { what: "the request to hold a connection", timeoutMs: 10_000, clock: systemClock },
  );
  const closed = gateways.pop()?.close();
  redis.resume();
  expect((await held).status).toBe(404);
  await closed;
});

test("promtool finds nothing to say about the metrics", async () => {
  const call = await open();
  const { body } = await call("GET", "/metrics", { headers: {} });
  const promtool = spawn("promtool", ["check", "metrics"], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  promtool.stdout.on("data", (chunk) => {
    said += chunk;
  });
  promtool.stderr.on("data", (chunk) => {
    said += chunk;
  });
  promtool.stdin.end(body);
  const [status] = await once(promtool, "close");
  expect({ status, said }).toEqual({ status: 0, said: "" });
});
