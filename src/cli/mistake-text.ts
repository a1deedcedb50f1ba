import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import pc from "picocolors";
import type { Mistake } from "../model/mistake.ts";

type Colours = Pick<typeof pc, "red" | "dim">;

const sourceLine = (path: string, line: number): string | undefined => {
  try {
    return readFileSync(path, "utf8").split("\n")[line - 1]?.trimEnd();
  } catch {
    return undefined;
  }
};

const RULE_WIDTH = 21;

/** A mistake for a reader at a terminal: what, where, the line itself, and what to do. */
export const mistakeText = (
  { rule, place, message, mend }: Mistake,
  folder: string,
  colours: Colours = pc,
): string => {
  const path = place === undefined ? undefined : join(folder, place.file);
  const where = path === undefined ? "" : `${relative(process.cwd(), path)}:${place?.line}`;
  const source = path === undefined ? undefined : sourceLine(path, place?.line ?? 0);
  return [
    `${colours.red("error")}  ${rule.padEnd(RULE_WIDTH)} ${where}`.trimEnd(),
    ...(source === undefined || source.trim() === ""
      ? []
      : [colours.dim(`${String(place?.line).padStart(5)} │ ${source.trimStart()}`)]),
    `  ${message}`,
    `  ${colours.dim("mend")}   ${mend}`,
    "",
  ].join("\n");
};
