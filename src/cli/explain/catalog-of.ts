import { basename } from "node:path";
import { catalog } from "../../compile/catalog.ts";
import { type Catalog, catalogSchema } from "../../model/catalog.ts";
import type { Input } from "../check/read-definitions.ts";
import { UnreadableInput } from "../check/unreadable-input.ts";

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Whom Tocsin knows: from the definitions, or from a `catalog.json` among the files. */
export const catalogOf = ({ system, files }: Input): Catalog | undefined => {
  if (system !== undefined) return catalog(system);
  const file = files.find(({ path }) => basename(path) === "catalog.json");
  if (file?.text === undefined) return undefined;
  const { data } = catalogSchema.safeParse(parsed(file.text));
  if (data !== undefined) return data;
  if (!file.named) return undefined;
  throw new UnreadableInput(
    `${file.path} is no catalogue of Tocsin`,
    "name the catalog.json that `tocsin build` wrote, or leave it out",
  );
};
