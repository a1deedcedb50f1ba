import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HTTP_ANSWERS } from "../../test/fakes/http-answers.ts";
import { type ManualClock, manualClock } from "../../test/fakes/manual-clock.ts";
import { pageMessage } from "../../test/fakes/page-message.ts";
import {
  type FakeWebhookReceiver,
  startWebhookReceiver,
} from "../../test/fakes/webhook-receiver.ts";
import type { Channel, WebhookMethod } from "./channel.ts";
import { createWebhookChannel } from "./webhook.ts";

const KEY = "correct horse battery staple";

let folder: string;
let clock: ManualClock;
let receiver: FakeWebhookReceiver;
let channel: Channel<WebhookMethod>;
let method: WebhookMethod;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-webhook-"));
  const secretFile = join(folder, "key");
  writeFileSync(secretFile, `${KEY}\n`);
  clock = manualClock(Date.parse("2026-01-05T09:00:00.700Z"));
  receiver = await startWebhookReceiver({ secret: KEY, now: clock.now });
  channel = createWebhookChannel({ limitMs: 10_000 }, clock);
  method = { type: "webhook", url: receiver.url, secretFile };
});

afterEach(async () => {
  await channel.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const deliver = (message = pageMessage()) => channel.deliver(message, method);

/** Waits until a request has been left without an answer. */
const untilTaken = () => expect.poll(() => receiver.faults.length).toBe(0);

test("a page arrives signed and complete", async () => {
  expect(await deliver()).toEqual({ outcome: "accepted", detail: "HTTP 200" });
  const { idempotencyKey, incident, acknowledgeUrl } = pageMessage();
  expect(receiver.received).toMatchObject([
    {
      idempotencyKey,
      acknowledgeUrl,
      incident: { title: incident.title, openedAt: "2026-01-05T09:00:00.000Z" },
    },
  ]);
  expect(clock.sleepers()).toBe(0);
});

test("a receiver recognises a repeat, although each attempt is signed anew", async () => {
  receiver.faults.push({ status: 503 });
  expect(await deliver()).toMatchObject({ outcome: "retry" });
  clock.advance(60 * 60_000);
  await deliver();
  await deliver();
  expect(receiver.received).toHaveLength(1);
  expect([...receiver.attempts.values()]).toEqual([2]);
});

test("a wrong key is refused in the receiver's own words", async () => {
  writeFileSync(method.secretFile, "another key");
  expect(await deliver()).toEqual({ outcome: "refused", reason: "HTTP 401: wrong signature" });
});

test("a new key counts from the next page on", async () => {
  writeFileSync(method.secretFile, "another key");
  await deliver();
  writeFileSync(method.secretFile, KEY);
  expect(await deliver()).toMatchObject({ outcome: "accepted" });
});

test.each(["", "\n"])("a page is never sent unsigned: a key of %j is refused", async (key) => {
  writeFileSync(method.secretFile, key);
  const { outcome, reason } = refusalOf(await deliver());
  expect(outcome).toBe("refused");
  expect(reason).toContain(method.secretFile);
  expect(receiver.attempts.size).toBe(0);
});

test("a missing key is refused with the file's name", async () => {
  method = { ...method, secretFile: join(folder, "absent") };
  expect(refusalOf(await deliver())).toMatchObject({
    outcome: "refused",
    reason: expect.stringContaining("absent"),
  });
});

test.each(HTTP_ANSWERS)("an answer of $status is $outcome", async ({ status, outcome }) => {
  receiver.faults.push({ status, headers: { Location: receiver.url } });
  expect(await deliver()).toMatchObject({ outcome });
  expect(receiver.attempts.size).toBe(0);
});

test("Retry-After is passed on", async () => {
  receiver.faults.push({ status: 429, headers: { "Retry-After": "20" }, body: "slow down" });
  expect(await deliver()).toEqual({
    outcome: "retry",
    reason: "HTTP 429: slow down",
    retryAfterMs: 20_000,
  });
});

test("an endless answer is read only as far as somebody would", async () => {
  receiver.faults.push("endless");
  const { reason } = refusalOf(await deliver());
  expect(reason).toMatch(/^HTTP 400: no, no, /);
  expect(reason.length).toBeLessThan(250);
});

test("a receiver that hangs up, or is not there, is tried again", async () => {
  receiver.faults.push("hang-up");
  expect(await deliver()).toMatchObject({ outcome: "retry" });
  await receiver.close();
  const answer = refusalOf(await deliver());
  expect(answer.outcome).toBe("retry");
  expect(answer.reason).toContain("ECONNREFUSED");
  expect(answer.reason).not.toContain("/page");
});

test("a receiver that says nothing is given up after the limit", async () => {
  receiver.faults.push("silence");
  const delivery = deliver();
  await untilTaken();
  clock.advance(10_000);
  expect(await delivery).toMatchObject({
    outcome: "retry",
    reason: expect.stringContaining("no answer within 10s"),
  });
});

test("closing ends what is being delivered", async () => {
  receiver.faults.push("silence");
  const delivery = deliver();
  await untilTaken();
  await channel.close();
  expect(await delivery).toMatchObject({ outcome: "retry" });
});

test("an address that cannot be used is final", async () => {
  method = { ...method, url: "http://user:password@127.0.0.1:9/page" };
  const { outcome, reason } = refusalOf(await deliver());
  expect(outcome).toBe("refused");
  expect(reason).not.toContain("password");
});

test("any key can be sent, and stays the same key", async () => {
  const idempotencyKey = "inc 1\r\nX-Evil: 1/webhook:https://exämple/☎\ud800";
  await deliver(pageMessage({ idempotencyKey }));
  await deliver(pageMessage({ idempotencyKey }));
  expect(receiver.received).toHaveLength(1);
  expect([...receiver.attempts.values()]).toEqual([2]);
});

const refusalOf = (delivery: Awaited<ReturnType<typeof deliver>>) => {
  if (delivery.outcome === "accepted") throw new Error("the page was accepted");
  return delivery;
};
