import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import * as z from "zod";
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from "../../check/settings.ts";
import { UnreadableInput } from "./unreadable-input.ts";

export const SETTINGS_FILE = "tocsin-check.yaml";

const parsedSettings = (text: string, path: string): Settings => {
  const { data, error } = settingsSchema.safeParse(parse(text) ?? {});
  if (data !== undefined) return data;
  throw new UnreadableInput(
    `${path} is no settings file:\n${z.prettifyError(error)}`,
    "correct it; docs/checking.md lists the settings",
  );
};

/** The file that was named, or the one of the working folder, or the defaults. */
export const readSettings = async (named: string | undefined): Promise<Settings> => {
  const path = named ?? SETTINGS_FILE;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (named === undefined) return undefined;
    throw new UnreadableInput(`${named} cannot be read`, "name a settings file that is there", {
      cause,
    });
  });
  return text === undefined ? DEFAULT_SETTINGS : parsedSettings(text, path);
};
