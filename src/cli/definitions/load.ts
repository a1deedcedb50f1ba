import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readSystem } from "../../compile/read-system.ts";
import type { Mistake } from "../../model/mistake.ts";
import { outline } from "../../model/outline.ts";
import { type Runbooks, runbookPaths } from "../../model/runbook.ts";
import type { System } from "../../model/system.ts";
import { locate } from "./locate.ts";
import { DEFAULT_LIMITS, type Limits, runInChild } from "./run-in-child.ts";
import { UnreadableDefinitions } from "./unreadable-definitions.ts";

export type LoadedDefinitions = {
  /** The definitions' folder: places and runbooks are relative to it. */
  readonly folder: string;
  readonly runbooks: Runbooks;
} & (
  | { readonly system: System; readonly mistakes: readonly [] }
  | { readonly system: undefined; readonly mistakes: readonly Mistake[] }
);

const oneSystem = async (entry: string, limits: Limits): Promise<unknown> => {
  const report = await runInChild(entry, limits);
  if ("failure" in report) {
    throw new UnreadableDefinitions(
      `loading them failed:\n${report.failure}`,
      "correct the module; `tsc` says more about its types",
    );
  }
  const [first, ...others] = report.systems;
  if (first === undefined) {
    throw new UnreadableDefinitions(
      `${entry} exports no system`,
      "export the value of defineSystem({ … }), under any name",
    );
  }
  if (others.length > 0) {
    const names = report.systems.map(({ exportName }) => exportName).join(", ");
    throw new UnreadableDefinitions(
      `${entry} exports ${report.systems.length} systems: ${names}`,
      "export one; give the others modules of their own",
    );
  }
  return first.system;
};

const readRunbooks = async (folder: string, paths: readonly string[]): Promise<Runbooks> => {
  const pages: Record<string, string> = {};
  for (const path of paths) {
    const page = await readFile(join(folder, path), "utf8").catch(() => undefined);
    if (page !== undefined) pages[path] = page;
  }
  return pages;
};

/**
 * Loads `<definitions>`: the system with its runbooks, or all mistakes in it. Throws
 * UnreadableDefinitions when there is no system to speak of.
 */
export const loadDefinitions = async (
  path: string,
  limits: Limits = DEFAULT_LIMITS,
): Promise<LoadedDefinitions> => {
  const { entry, folder } = await locate(path);
  const raw = await oneSystem(entry, limits);
  const runbooks = await readRunbooks(folder, runbookPaths(outline(raw)));
  return { folder, runbooks, ...readSystem(raw, runbooks) };
};
