import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Clock, Instant } from "../lib/clock.ts";
import { toIso } from "../lib/clock.ts";
import { type Secret, secret } from "../lib/secret.ts";
import { USER_AGENT } from "../lib/version.ts";
import type { Channel, Delivery, PageMessage, WebhookMethod } from "./channel.ts";
import { outcomeOf } from "./http-outcome.ts";
import { oneLine } from "./page-text.ts";
import { abortReason, withinLimit } from "./time-limit.ts";

export type WebhookSettings = {
  /** The whole attempt, from the connection to the end of the answer. */
  limitMs: number;
};

/** Grows when a receiver could misread a body written for an older number. */
const BODY_VERSION = 1;
/** As much of an answer as a timeline can use. */
const ANSWER_LIMIT = 200;

/** The key with everything percent-encoded that a header cannot hold. */
const headerKey = (key: string): string =>
  key.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);

const requestBody = (message: PageMessage): string =>
  JSON.stringify({
    version: BODY_VERSION,
    ...message,
    idempotencyKey: headerKey(message.idempotencyKey),
    incident: { ...message.incident, openedAt: toIso(message.incident.openedAt) },
  });

/**
 * The value of `Tocsin-Signature`: the time in Unix seconds, and the HMAC-SHA256 of time, dot, body.
 * The time is signed so that a receiver can turn away a recording played again later.
 */
const signature = (key: Secret, now: Instant, body: string): string => {
  const seconds = Math.floor(now / 1000);
  const digest = createHmac("sha256", key.reveal()).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digest}`;
};

/** Read for every page, so that a new key needs no restart. */
const readKey = async (file: string): Promise<Secret | undefined> => {
  try {
    const text = (await readFile(file, "utf8")).trim();
    return text === "" ? undefined : secret(text);
  } catch {
    return undefined;
  }
};

/** Not read where the status says all: a page that was taken stays taken if the rest is lost. */
const beginning = async (response: Response): Promise<string> => {
  if (response.ok) {
    await response.body?.cancel();
    return "";
  }
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= ANSWER_LIMIT) break;
  }
  return oneLine(text, ANSWER_LIMIT);
};

/** The address may hold a token in its path: only the host is shown. */
const failure = (error: unknown, host: string): Delivery => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) {
    return { outcome: "retry", reason: `${host}: ${oneLine(cause.message || cause.name)}` };
  }
  // Without a cause it is not the network: fetch itself finds the request impossible.
  if (!(error instanceof TypeError)) throw error;
  return { outcome: "refused", reason: `${host}: the request cannot be made with this address` };
};

/** Pages as signed JSON by POST. */
export const createWebhookChannel = (
  { limitMs }: WebhookSettings,
  clock: Clock,
): Channel<WebhookMethod> => {
  const closing = new AbortController();

  const post = async (message: PageMessage, method: WebhookMethod, signal: AbortSignal) => {
    const key = await readKey(method.secretFile);
    if (key === undefined) {
      const reason = `the key for the signature cannot be read: put one into ${method.secretFile}`;
      return { outcome: "refused", reason } as const;
    }
    const { host } = new URL(method.url);
    const body = requestBody(message);
    try {
      const response = await fetch(method.url, {
        method: "POST",
        redirect: "manual",
        signal,
        headers: {
          "Content-Type": "application/json",
          "User-Agent": USER_AGENT,
          "Idempotency-Key": headerKey(message.idempotencyKey),
          "Tocsin-Signature": signature(key, clock.now(), body),
        },
        body,
      });
      const says = await beginning(response);
      const retryAfter = response.headers.get("Retry-After");
      return outcomeOf({ status: response.status, retryAfter, says }, clock.now());
    } catch (error) {
      if (signal.aborted) {
        return { outcome: "retry", reason: `${host}: ${abortReason(signal)}` } as const;
      }
      return failure(error, host);
    }
  };

  return {
    deliver: (message, method) =>
      withinLimit({ clock, limitMs }, closing.signal, (signal) => post(message, method, signal)),
    close: async () => closing.abort(),
  };
};
