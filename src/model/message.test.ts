import { expect, test } from "vitest";
import { messageSchema, writeMessage } from "./message.ts";

const mistakes = (message: unknown): string[] =>
  messageSchema.safeParse(message).error?.issues.map((issue) => issue.message) ?? [];

test("facts become holes and the rest stays text", () => {
  expect(
    writeMessage<"instance">(({ labels, value }) => `${labels.instance} uses ${value.bytes} now`),
  ).toEqual([{ label: "instance" }, " uses ", { value: "bytes" }, " now"]);
});

test("a message without facts is text alone", () => {
  expect(writeMessage("all of {{ it }} and $value")).toEqual(["all of {{ it }} and $value"]);
});

test("a fact that is cut or changed is refused, because its text is not known yet", () => {
  const shouted = writeMessage<"a">(({ labels }) => String(labels.a).toUpperCase());
  const cut = writeMessage<"a">(({ labels }) => `x ${labels.a}`.slice(0, 5));
  expect(mistakes(shouted)).toEqual(["changes a fact; put facts into the text as they are"]);
  expect(mistakes(cut)).toEqual(["changes a fact; put facts into the text as they are"]);
});

test("a message that throws or returns something else is refused with the reason", () => {
  const throws = writeMessage(() => {
    throw new Error("no luck");
  });
  const wrong: () => string = JSON.parse.bind(null, "7");
  expect(mistakes(throws)).toEqual(["cannot be made: it throws Error: no luck"]);
  expect(mistakes(writeMessage(wrong))).toEqual([
    "must be text or a function that gives it, not number",
  ]);
  expect(mistakes(writeMessage(""))).toEqual(["is empty"]);
});
