import { createServer } from "node:net";
import tls from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { selfSignedCertificate } from "../../test/fakes/certificate.ts";
import { type ManualClock, manualClock } from "../../test/fakes/manual-clock.ts";
import { pageMessage } from "../../test/fakes/page-message.ts";
import {
  type FakeSmtpOptions,
  type FakeSmtpServer,
  portOf,
  startSmtpServer,
} from "../../test/fakes/smtp-server.ts";
import { secret } from "../lib/secret.ts";
import type { Delivery, EmailMethod, PageMessage } from "./channel.ts";
import { createEmailChannel, type EmailChannel, type EmailSettings } from "./email.ts";

const METHOD: EmailMethod = { type: "email", address: "ana@example.com" };

let clock: ManualClock;
let server: FakeSmtpServer;
let channel: EmailChannel;

const begin = async (
  serverOptions: FakeSmtpOptions = {},
  settings: Partial<EmailSettings> = {},
): Promise<void> => {
  await channel?.close();
  await server?.close();
  clock = manualClock(Date.parse("2026-01-05T09:00:00Z"));
  server = await startSmtpServer(serverOptions);
  channel = createEmailChannel(
    {
      host: "127.0.0.1",
      port: server.port,
      security: "opportunistic",
      login: null,
      from: "Tocsin <tocsin@alerts.example>",
      limitMs: 10_000,
      maxConnections: 3,
      ...settings,
    },
    clock,
  );
};

beforeEach(() => begin());
afterEach(async () => {
  await channel.close();
  await server.close();
});

const deliver = (message: PageMessage = pageMessage()) => channel.deliver(message, METHOD);

const reasonOf = (delivery: Delivery): string =>
  delivery.outcome === "accepted" ? "accepted" : delivery.reason;

const untilTaken = () => expect.poll(() => server.faults.length).toBe(0);

const onlyMail = () => {
  const [received, ...others] = server.received;
  if (received === undefined || others.length > 0) throw new Error("not exactly one message");
  return received;
};

test("a page can be read on a lock screen and acknowledged from the mail", async () => {
  expect(await deliver()).toMatchObject({ outcome: "accepted" });
  const { from, to, mail } = onlyMail();
  expect(from).toBe("tocsin@alerts.example");
  expect(to).toEqual(["ana@example.com"]);
  expect(mail.subject).toBe("[critical] #12 Redis redis-0:9121 does not answer");
  expect(mail.text).toContain("Acknowledge: http://127.0.0.1:9095/pages/0192/acknowledge");
  expect(mail.html).toContain('href="http://127.0.0.1:9095/pages/0192/acknowledge"');
  expect(mail.headers.get("x-tocsin-incident")).toBe("0192a1b2");
  expect(mail.headers.get("x-tocsin-page")).toBe(pageMessage().idempotencyKey);
  expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  expect(clock.sleepers()).toBe(0);
});

test("only a critical page is marked as important", async () => {
  await deliver();
  expect(onlyMail().raw).toMatch(/^Importance: high\r$/im);
  await begin();
  await deliver(pageMessage({ incident: { ...pageMessage().incident, severity: "warning" } }));
  expect(onlyMail().raw).not.toMatch(/^Importance:/im);
});

test("every attempt has the same Message-ID, and every page its own", async () => {
  server.faults.push({ answer: 451, text: "4.7.1 Try again later" });
  expect(await deliver()).toMatchObject({ outcome: "retry" });
  await deliver();
  await deliver();
  await deliver(pageMessage({ idempotencyKey: "another" }));
  const ids = server.received.map(({ mail }) => mail.messageId);
  expect(ids[0]).toMatch(/^<[0-9a-f]{64}@alerts\.example>$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test.each([
  { answer: 421, outcome: "retry" },
  { answer: 450, outcome: "retry" },
  { answer: 452, outcome: "retry" },
  { answer: 500, outcome: "refused" },
  { answer: 550, outcome: "refused" },
  { answer: 554, outcome: "refused" },
])("an answer of $answer is $outcome", async ({ answer, outcome }) => {
  server.faults.push({ answer, text: "because" });
  const delivery = await deliver();
  expect(delivery.outcome).toBe(outcome);
  expect(reasonOf(delivery)).toContain(String(answer));
  expect(server.received).toEqual([]);
});

test("a server that hangs up before it answers is tried again, by whoever counts attempts", async () => {
  server.faults.push("hang-up");
  const delivery = await deliver();
  expect(delivery.outcome).toBe("retry");
  expect(reasonOf(delivery)).toContain("hung up");
  expect(server.received).toEqual([]);
});

test("a server that hangs up before it greets has been tried once, not several times unseen", async () => {
  let connections = 0;
  const rude = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", () => resolve()));
  try {
    await begin({}, { port: portOf(rude.address()) });
    expect(await deliver()).toMatchObject({ outcome: "retry" });
    expect(connections).toBe(1);
  } finally {
    await new Promise((resolve) => rude.close(resolve));
  }
});

test("a server that is not there is tried again", async () => {
  await server.close();
  const delivery = await deliver();
  expect(delivery.outcome).toBe("retry");
  expect(reasonOf(delivery)).toContain("ECONNREFUSED");
});

test("a server that says nothing is given up after the limit", async () => {
  server.faults.push("silence");
  const delivery = deliver();
  await untilTaken();
  clock.advance(10_000);
  expect(reasonOf(await delivery)).toContain("no answer within 10s");
});

test("a page whose time is up is not sent later, and does not hold up the next", async () => {
  await begin({}, { maxConnections: 1 });
  server.faults.push("silence");
  const first = deliver(pageMessage({ idempotencyKey: "first" }));
  await untilTaken();
  const waiting = deliver(pageMessage({ idempotencyKey: "waiting" }));
  clock.advance(10_000);
  const next = deliver(pageMessage({ idempotencyKey: "next" }));
  expect(await first).toMatchObject({ outcome: "retry" });
  expect(await waiting).toMatchObject({ outcome: "retry" });
  expect(await next).toMatchObject({ outcome: "accepted" });
  expect(onlyMail().mail.headers.get("x-tocsin-page")).toBe("next");
});

test("many pages at once share few connections", async () => {
  const pages = Array.from({ length: 60 }, (_, index) =>
    deliver(pageMessage({ idempotencyKey: `page-${index}` })),
  );
  const outcomes = (await Promise.all(pages)).map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(["accepted"]));
  expect(server.received).toHaveLength(60);
  expect(server.mostConnections()).toBe(3);
});

test("closing ends what is being delivered", async () => {
  await begin({}, { limitMs: 3_600_000 });
  server.faults.push("silence");
  const delivery = deliver();
  await untilTaken();
  await channel.close();
  expect(await delivery).toMatchObject({ outcome: "retry" });
});

test("the login is used, and a wrong one is final without naming the password", async () => {
  const login = { user: "tocsin", password: "hunter2" };
  await begin({ login }, { login: { user: "tocsin", password: secret("hunter2") } });
  await deliver();
  expect(onlyMail().user).toBe("tocsin");
  await begin({ login }, { login: { user: "tocsin", password: secret("hunter3") } });
  const delivery = await deliver();
  expect(delivery.outcome).toBe("refused");
  expect(reasonOf(delivery)).toContain("535");
  expect(reasonOf(delivery)).not.toContain("hunter");
});

test("where encryption is required nothing is said without it", async () => {
  await begin({}, { security: "starttls" });
  const delivery = await deliver();
  expect(delivery.outcome).toBe("refused");
  expect(reasonOf(delivery)).toContain("STARTTLS");
  expect(server.received).toEqual([]);
});

test("a server that nobody vouches for gets no page and no password", async () => {
  const login = { user: "tocsin", password: "hunter2" };
  await begin(
    { login, certificate: selfSignedCertificate() },
    { security: "starttls", login: { user: "tocsin", password: secret("hunter2") } },
  );
  const delivery = await deliver();
  expect(delivery.outcome).toBe("retry");
  expect(reasonOf(delivery)).toContain("certificate");
  expect(server.received).toEqual([]);
});

test.each([
  { security: "starttls", implicit: false },
  { security: "tls", implicit: true },
] as const)(
  "with $security a server that the machine trusts gets the page encrypted",
  async ({ security, implicit }) => {
    const certificate = selfSignedCertificate();
    const before = tls.getCACertificates("default");
    tls.setDefaultCACertificates([...before, certificate.cert]);
    try {
      await begin({ certificate: { ...certificate, implicit } }, { security });
      expect(await deliver()).toMatchObject({ outcome: "accepted" });
      expect(onlyMail().secure).toBe(true);
    } finally {
      tls.setDefaultCACertificates(before);
    }
  },
);

test("no text of an alert or a person can add a header or a recipient", async () => {
  const evil = "x\r\nBcc: mallory@example.com\r\n\r\nbody\u2028\u202e";
  const message = pageMessage();
  await deliver({
    ...message,
    idempotencyKey: evil,
    person: { id: "ana", name: `${evil}", mallory@example.com` },
    incident: { ...message.incident, id: evil, title: evil },
    reason: evil,
  });
  const { to, mail, raw } = onlyMail();
  expect(to).toEqual(["ana@example.com"]);
  const [head = ""] = raw.split("\r\n\r\n");
  expect(head).not.toMatch(/^bcc:/im);
  expect(mail.to).toMatchObject({ value: [{ address: "ana@example.com" }] });
  expect(mail.subject).toBe("[critical] #12 x Bcc: mallory@example.com body");
});

test("a probe says nothing of a server that would take pages, and names the one that would not", async () => {
  expect(await channel.probe()).toBeNull();
  expect(server.received).toEqual([]);
  const { port } = server;
  await server.close();
  expect(await channel.probe()).toContain(`127.0.0.1:${port}: `);
  await begin();
});
