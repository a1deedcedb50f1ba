import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "./config.ts";

let folder: string;
let keysFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gateway-config-"));
  keysFile = join(folder, "keys");
  await writeFile(keysFile, "one\n\n  two \n");
});
afterAll(() => rm(folder, { recursive: true }));

test("a flag wins over the environment, which wins over the default", () => {
  const config = readConfig([`--auth.api-keys-file=${keysFile}`, "--redis.pool-size=3"], {
    REDIS_GATEWAY_REDIS_POOL_SIZE: "5",
    REDIS_GATEWAY_REDIS_PROBE_INTERVAL_MS: "250",
  });
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 8080,
    poolSize: 3,
    probeIntervalMs: 250,
    commandTimeoutMs: 1000,
    apiKeys: ["one", "two"],
    jwtSecret: undefined,
  });
});

test("a gateway that nobody could use does not start", () => {
  expect(() => readConfig([], {})).toThrow("--auth.api-keys-file or --auth.jwt-secret-file");
});

test("a wrong value is refused by its name", () => {
  expect(() =>
    readConfig([`--auth.api-keys-file=${keysFile}`, "--redis.pool-size=many"], {}),
  ).toThrow("redis.pool-size");
  expect(() => readConfig(["--no-such-setting=1"], {})).toThrow("--no-such-setting");
});

test("a secret too short for HS256 is refused", () => {
  expect(() => readConfig([`--auth.jwt-secret-file=${keysFile}`], {})).toThrow("32 bytes");
});
