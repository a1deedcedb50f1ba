import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { UnreadableInput } from "./unreadable-input.ts";

/** A file as it was read; `text` is undefined when it is larger than anything that is looked at. */
export type ReadFile = {
  /** Relative to the working folder. */
  readonly path: string;
  readonly text: string | undefined;
  /** Named by itself, not found in a folder. */
  readonly named: boolean;
};

/** A rule file of a thousand alerts has about 0.6 MB; what is larger than this is not configuration. */
const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 20_000;
const EXTENSIONS = /\.(ya?ml|json|tmpl|md)$/;

const readOne = async (path: string, named: boolean): Promise<ReadFile> => {
  const { size } = await stat(path);
  const shown = relative(process.cwd(), path);
  if (size > LARGEST_FILE_BYTES) return { path: shown, text: undefined, named };
  return { path: shown, text: await readFile(path, "utf8"), named };
};

const isLookedInto = (entry: Dirent): boolean =>
  !entry.name.startsWith(".") && entry.name !== "node_modules";

const filesIn = async (folder: string): Promise<string[]> => {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true });
    for (const entry of entries.filter(isLookedInto)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && EXTENSIONS.test(entry.name)) found.push(path);
    }
    if (found.length > MOST_FILES) {
      throw new UnreadableInput(
        `${folder} holds more than ${MOST_FILES} files`,
        "name the folders that hold rules, routes and runbooks",
      );
    }
  }
  return found.sort();
};

/** Reads the named files, and in named folders everything that could be checked. */
export const readFiles = async (paths: readonly string[]): Promise<ReadFile[]> => {
  const files = new Map<string, ReadFile>();
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) => {
      throw new UnreadableInput(`${path} cannot be read`, "name a file or a folder that is there", {
        cause,
      });
    });
    const inside = found.isDirectory() ? await filesIn(path) : [path];
    for (const file of inside) {
      const read = await readOne(file, !found.isDirectory());
      if (!files.has(read.path) || read.named) files.set(read.path, read);
    }
  }
  return [...files.values()];
};
