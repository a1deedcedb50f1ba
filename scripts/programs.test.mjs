import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { instructions, missingPrograms, PROGRAMS } from "./programs.mjs";

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-set-up-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name) => {
  const file = join(folder, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
};

test("a program counts as there under Debian's name and under its maker's", () => {
  const before = process.env.PATH;
  process.env.PATH = folder;
  try {
    expect(missingPrograms(["alertmanager", "promtool"])).toEqual(["alertmanager", "promtool"]);
    program("alertmanager");
    expect(missingPrograms(["alertmanager", "promtool"])).toEqual(["promtool"]);
    rmSync(join(folder, "alertmanager"));
    program("prometheus-alertmanager");
    expect(missingPrograms(["alertmanager"])).toEqual([]);
  } finally {
    process.env.PATH = before;
  }
});

test("for each program that is missing it says how to get it", () => {
  const text = instructions(Object.keys(PROGRAMS));
  for (const { debian, names } of Object.values(PROGRAMS)) {
    expect(text).toContain(`apt-get install ${debian}`);
    expect(text).toContain(names.at(-1));
  }
});
