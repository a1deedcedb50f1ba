import { readFile } from "node:fs/promises";
import { type Catalog, catalogSchema } from "../model/catalog.ts";
import type { Engine } from "./engine.ts";

/** A catalogue that cannot be used, with everything that is wrong with it. */
export class UnreadableCatalog extends Error {
  override readonly name = "UnreadableCatalog";
}

/** Reads a catalogue, or throws UnreadableCatalog. */
export const readCatalog = async (path: string): Promise<Catalog> => {
  const text = await readFile(path, "utf8").catch((cause) => {
    const message = `the catalogue ${path} cannot be read: run \`tocsin build\` first`;
    throw new UnreadableCatalog(message, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new UnreadableCatalog(`the catalogue ${path} is not JSON`, { cause });
  }
  const parsed = catalogSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new UnreadableCatalog(`the catalogue ${path} is not valid: ${mistakes.join("; ")}`);
};

export type CatalogHolder = {
  current(): Catalog | null;
  /** Null when the new catalogue is in force; else why the old one stays. */
  reload(): Promise<string | null>;
};

/** Keeps the catalogue in force; a bad new version never replaces a good old one. */
export const holdCatalog = async (
  path: string | null,
  { clock, log, measures }: Pick<Engine, "clock" | "log" | "measures">,
): Promise<CatalogHolder> => {
  let catalog = path === null ? null : await readCatalog(path);
  const noteSuccess = () => {
    measures.reloadSuccessful.set(1);
    measures.reloadedAt.set(clock.now() / 1000);
  };
  noteSuccess();
  const reload = async (): Promise<string | null> => {
    try {
      if (path !== null) catalog = await readCatalog(path);
      noteSuccess();
      log.info("catalogue loaded", { file: path ?? "none" });
      return null;
    } catch (error) {
      measures.reloadSuccessful.set(0);
      log.error("the catalogue was not reloaded; the old one stays in force", { err: error });
      return error instanceof Error ? error.message : String(error);
    }
  };
  return { current: () => catalog, reload };
};
