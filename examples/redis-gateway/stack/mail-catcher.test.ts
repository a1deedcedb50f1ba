import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../clock.ts";
import { type MailCatcher, startMailCatcher } from "./mail-catcher.ts";
import { faultOf } from "./mail-rules.ts";

let catcher: MailCatcher;
beforeEach(async () => {
  catcher = await startMailCatcher(systemClock);
});
afterEach(() => catcher.close());

const send = (socketTimeout = 10_000) =>
  createTransport({ host: "127.0.0.1", port: catcher.port, socketTimeout }).sendMail({
    from: "Tocsin <tocsin@example.com>",
    to: "ana@example.com",
    subject: "Größe",
    text: "a line\n.a line that begins with a dot\n",
    headers: { "X-Tocsin-Page": "p1" },
  });

test("an accepted mail is kept as it was sent", async () => {
  await send();
  expect(catcher.mails()).toMatchObject([
    {
      to: ["ana@example.com"],
      from: '"Tocsin" <tocsin@example.com>',
      subject: "Größe",
      text: "a line\n.a line that begins with a dot",
    },
  ]);
  expect(catcher.mails()[0]?.headers.get("x-tocsin-page")).toBe("p1");
});

test("a busy server turns mail away for now and keeps none of it", async () => {
  catcher.behave("busy");
  await expect(send()).rejects.toMatchObject({ responseCode: 451 });
  expect(catcher.mails()).toEqual([]);
  catcher.behave("well");
  await send();
  expect(catcher.mails()).toHaveLength(1);
});

test("a server that hangs never answers", async () => {
  catcher.behave("hang");
  await expect(send(200)).rejects.toMatchObject({ code: "ETIMEDOUT" });
  expect(catcher.mails()).toEqual([]);
});

const message = (head: string[], body = "text") => Buffer.from([...head, "", body].join("\r\n"));
const HEAD = [
  "Date: Tue, 24 Nov 2026 03:00:00 +0000",
  "From: a@example.com",
  "To: b@example.com",
  "Subject: s",
  "Message-ID: <1@example.com>",
];

test.each([
  ["nothing", message(HEAD), undefined],
  ["a bare line feed", message(HEAD, "a\nb"), "a line does not end with CRLF"],
  ["an endless line", message(HEAD, "x".repeat(999)), "a line is longer than 998 characters"],
  ["no message id", message(HEAD.slice(0, -1)), "the header message-id is there 0 times, not once"],
  [
    "two subjects",
    message([...HEAD, "Subject: t"]),
    "the header subject is there 2 times, not once",
  ],
  ["raw UTF-8 in a header", message([...HEAD, "X: é"]), "a header is not plain ASCII"],
])("a message with %s is judged", (_, raw, fault) => {
  expect(faultOf(raw)).toBe(fault);
});
