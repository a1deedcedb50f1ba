import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPattern, pathTest } from "../../check/tests/path-pattern.ts";

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder === "" ? "." : folder).catch(() => []);

/** More folders than any pattern of rule files stands for. */
const MOST_FOLDERS = 1000;

/** The files that a path with Go's patterns stands for, as Prometheus finds them. */
export const filesMatching = async (pattern: string): Promise<string[]> => {
  const isAbsolute = pattern.startsWith("/");
  let found = [isAbsolute ? "/" : ""];
  for (const part of pattern.split("/").filter((each) => each !== "")) {
    if (!isPattern(part)) {
      found = found.map((folder) => join(folder, part));
      continue;
    }
    const fits = pathTest(part);
    const deeper = await Promise.all(
      found.slice(0, MOST_FOLDERS).map(async (folder) => {
        const names = await namesIn(folder);
        return names.filter((name) => fits(name)).map((name) => join(folder, name));
      }),
    );
    found = deeper.flat();
  }
  const are = await Promise.all(found.map(isFile));
  return found.filter((_, index) => are[index] === true).sort();
};
