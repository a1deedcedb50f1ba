import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { progressOn } from "./progress.ts";

/** As much of a terminal as a bar needs. */
const terminal = (isTTY: boolean) => {
  let written = "";
  const stream = new Writable({
    write: (chunk, _, done) => {
      written += chunk;
      done();
    },
  });
  const asTerminal = Object.assign(stream, { isTTY }) as unknown as NodeJS.WriteStream;
  return { stream: asTerminal, written: () => written };
};

test("a terminal shows how far it is, and nothing when it is cleared", () => {
  const { stream, written } = terminal(true);
  const progress = progressOn(stream);
  progress.show("asking", 6, 24);
  expect(written()).toBe(`\r\u001b[Kasking   ${"█".repeat(6)}${"░".repeat(18)} 6/24`);
  progress.clear();
  expect(written().endsWith("\r\u001b[K")).toBe(true);
});

test("whoever is no terminal is told nothing", () => {
  const { stream, written } = terminal(false);
  const progress = progressOn(stream);
  progress.show("asking", 6, 24);
  progress.clear();
  expect(written()).toBe("");
});
