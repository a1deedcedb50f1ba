import { globSync } from "node:fs";

/** Folders that hold what others wrote, or what the build writes. */
const NOT_OURS = /(^|\/)(node_modules|dist|out|\.git|golden)(\/|$)/;

/** The repository's own files that a glob names, in order. Tests run in its root. */
export const filesOf = (pattern: string): string[] =>
  globSync(pattern, { exclude: (path) => NOT_OURS.test(String(path)) })
    .filter((path) => !NOT_OURS.test(path))
    .sort();
