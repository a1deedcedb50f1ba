import { access, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UnreadableDefinitions } from "./unreadable-definitions.ts";

export type Location = {
  /** Absolute path of the module that exports the system. */
  readonly entry: string;
  /** The definitions' folder, which the paths of runbooks start from. */
  readonly folder: string;
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Finds the module that `<definitions>` means: a module itself, or the `tocsin.ts` of a folder. */
export const locate = async (path: string): Promise<Location> => {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) {
    throw new UnreadableDefinitions(
      `${path} does not exist`,
      "name a module, or a folder with a tocsin.ts",
    );
  }
  if (!found.isDirectory()) {
    if (/\.ya?ml$/.test(absolute)) {
      throw new UnreadableDefinitions(
        `${path} is YAML, and definitions are TypeScript`,
        "write a tocsin.ts that exports defineSystem({ … })",
      );
    }
    return { entry: absolute, folder: dirname(absolute) };
  }
  for (const name of ["tocsin.ts", "tocsin.js", "tocsin.mjs"]) {
    const entry = join(absolute, name);
    if (await exists(entry)) return { entry, folder: absolute };
  }
  throw new UnreadableDefinitions(
    `${path} has no tocsin.ts`,
    "put one there that exports defineSystem({ … }), or name another module",
  );
};
