import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { filesOf } from "../../test/repository.ts";
import { findingNames, READING_NAMES } from "./check-names.ts";
import { CHECKS } from "./checks.ts";

const READERS = "src/{lib,prometheus,alertmanager/config,check/evidence}/**/*.ts";
const NAME = /(?:\brule: |\breport\(\s*)"([a-z0-9-]+)"/g;

test("every name that a reader gives to a problem is known", () => {
  const given = filesOf(READERS)
    .filter((path) => !path.endsWith(".test.ts"))
    .flatMap((path) =>
      Array.from(readFileSync(path, "utf8").matchAll(NAME), ([, name = ""]) => name),
    );
  expect(given.length).toBeGreaterThan(50);
  expect(
    Array.from(new Set(given)).filter((name) => !new Set<string>(READING_NAMES).has(name)),
  ).toEqual([]);
});

test("the page on reading explains exactly these names", () => {
  const page = readFileSync("docs/checks/reading.md", "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const explained = rows.flatMap((row) =>
    Array.from((row.split(" | ")[0] ?? "").matchAll(/`([a-z0-9-]+)`/g), ([, name = ""]) => name),
  );
  expect(explained.toSorted()).toEqual(READING_NAMES.toSorted());
});

test("no check has the name of something that is found while reading", () => {
  const names = findingNames(CHECKS);
  expect(new Set(names).size).toBe(names.length);
});
