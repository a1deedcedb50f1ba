import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import * as z from "zod";
import { prometheusAt } from "./prometheus-at.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The credentials with which a server is asked. */
const credentialsSent = async (): Promise<string | undefined> => {
  let sent: string | undefined;
  const server = createServer((request, response) => {
    sent = request.headers.authorization;
    response.end('{"status":"success","data":[]}');
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const prometheus = await prometheusAt(`http://127.0.0.1:${port}`);
  await prometheus.get("labels", { schema: z.array(z.string()) });
  return sent;
};

const fileWith = async (text: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-token-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "token"), text);
  return join(folder, "token");
};

test("without a token none is sent", async () => {
  expect(await credentialsSent()).toBeUndefined();
});

test("the token comes from the environment", async () => {
  vi.stubEnv("TOCSIN_PROMETHEUS_TOKEN", "abc");
  expect(await credentialsSent()).toBe("Bearer abc");
});

test("the token comes from a file that the environment names, without its last line end", async () => {
  vi.stubEnv("TOCSIN_PROMETHEUS_TOKEN_FILE", await fileWith("abc\n"));
  expect(await credentialsSent()).toBe("Bearer abc");
});

test("a file of the token that is missing or empty is an error that names it", async () => {
  vi.stubEnv("TOCSIN_PROMETHEUS_TOKEN_FILE", "/nowhere/token");
  await expect(prometheusAt("http://127.0.0.1:9090")).rejects.toThrow(
    "TOCSIN_PROMETHEUS_TOKEN_FILE names /nowhere/token, which cannot be read",
  );
  vi.stubEnv("TOCSIN_PROMETHEUS_TOKEN_FILE", await fileWith(" \n"));
  await expect(prometheusAt("http://127.0.0.1:9090")).rejects.toThrow("is empty");
});
