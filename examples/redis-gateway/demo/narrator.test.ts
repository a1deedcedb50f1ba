import { expect, test } from "vitest";
import { createNarrator } from "./narrator.ts";

const AT = Date.parse("2026-11-24T03:07:12.345Z");

const recorder = (isTTY = false) => {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) };
};

test("an event is one line with the clock in its margin, wrapped at 80 columns", () => {
  const out = recorder();
  const narrator = createNarrator({ out, progress: recorder(), colour: false });
  narrator.event({ at: AT, who: "tocsin #1", text: "word ".repeat(20).trim(), tone: "red" });
  const lines = out.written.join("").trimEnd().split("\n");
  expect(lines[0]).toBe(`03:07:12  tocsin #1     ${"word ".repeat(11).trim()}`);
  expect(lines[1]).toBe(`${" ".repeat(24)}${"word ".repeat(9).trim()}`);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
});

test("colour is used only when asked for", () => {
  const plain = recorder();
  const coloured = recorder();
  const line = { at: AT, who: "demo", text: "fires", tone: "red" } as const;
  createNarrator({ out: plain, progress: recorder(), colour: false }).event(line);
  createNarrator({ out: coloured, progress: recorder(), colour: true }).event(line);
  expect(plain.written.join("")).not.toContain("\x1b[");
  expect(coloured.written.join("")).toContain("\x1b[31mfires");
});

test("a quotation is indented and otherwise left as it is", () => {
  const out = recorder();
  createNarrator({ out, progress: recorder(), colour: false }).quote(`a\n\n  ${"b".repeat(100)}`);
  expect(out.written.join("")).toBe(`\n    a\n\n      ${"b".repeat(100)}\n\n`);
});

test("what is awaited is shown on a terminal only, and wiped away by the next output", () => {
  const log = recorder(false);
  createNarrator({ out: recorder(), progress: log, colour: false }).waiting("a page");
  expect(log.written).toEqual([]);

  const terminal = recorder(true);
  const narrator = createNarrator({ out: recorder(), progress: terminal, colour: false });
  narrator.waiting("a page");
  narrator.paragraph("next");
  narrator.paragraph("and next");
  expect(terminal.written).toEqual(["\r\x1b[2K          waiting for a page", "\r\x1b[2K"]);
});
