import { readFile } from "node:fs/promises";
import { createPrometheus, type Prometheus } from "../integrations/prometheus/prometheus.ts";
import { systemClock } from "../lib/clock.ts";
import { type Secret, secret } from "../lib/secret.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";

const LIMIT_MS = 120_000;

const TOKEN = "TOCSIN_PROMETHEUS_TOKEN";
const TOKEN_FILE = "TOCSIN_PROMETHEUS_TOKEN_FILE";

const readToken = async (): Promise<Secret | undefined> => {
  const given = process.env[TOKEN];
  if (given !== undefined && given !== "") return secret(given);
  const path = process.env[TOKEN_FILE];
  if (path === undefined || path === "") return undefined;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new UnreadableInput(
      `${TOKEN_FILE} names ${path}, which cannot be read`,
      "name a file that holds the token and nothing else",
      { cause },
    );
  });
  if (text.trim() === "") {
    throw new UnreadableInput(`${path} of ${TOKEN_FILE} is empty`, "put the token into it");
  }
  return secret(text.trim());
};

/**
 * The Prometheus at an address, asked with the token of the environment where there is one. Throws UnreadableInput
 * when the token's file cannot be read, and PrometheusFailure when the address is none.
 */
export const prometheusAt = async (url: string): Promise<Prometheus> =>
  createPrometheus({ url, token: await readToken(), limitMs: LIMIT_MS }, systemClock);
