import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reasonToInstall } from "./packages.mjs";

let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-set-up-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeLocks = (locked, installed) => {
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: locked }));
  if (installed === undefined) return;
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(
    join(folder, "node_modules", ".package-lock.json"),
    JSON.stringify({ packages: installed }),
  );
};

test("npm ci runs when packages are missing or changed, and only then", () => {
  const locked = {
    "": { version: "0.1.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/only-on-macos": { version: "1.0.0", optional: true },
  };
  writeLocks(locked);
  expect(reasonToInstall(folder)).toMatch(/not installed/);
  writeLocks(locked, { "node_modules/a": { version: "1.0.0" } });
  expect(reasonToInstall(folder)).toBeUndefined();
  writeLocks({ ...locked, "node_modules/a": { version: "1.0.1" } });
  expect(reasonToInstall(folder)).toMatch(/changed/);
});
