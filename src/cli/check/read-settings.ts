import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import * as z from "zod";
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from "../../check/settings.ts";
import { parseYaml } from "../../lib/located-yaml.ts";
import type { Place } from "../../lib/source.ts";
import { didYouMean } from "../../lib/suggestion.ts";
import type { YamlNode, YamlScalar } from "../../lib/yaml-node.ts";
import { fieldOf } from "../../lib/yaml-value.ts";
import { UnreadableInput } from "./unreadable-input.ts";

export const SETTINGS_FILE = "tocsin-check.yaml";

const placeText = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

const refuseSyntax = (path: string, text: string): YamlNode | undefined => {
  const { documents, problems } = parseYaml(text, path);
  const [first] = problems;
  if (first === undefined) return documents[0];
  throw new UnreadableInput(`${placeText(first.place)}: ${first.message}`, first.mend);
};

/** The names of checks in `checks` and in the entries of `ignore`. */
const namedChecks = (root: YamlNode | undefined): YamlScalar[] => {
  const checks = fieldOf(root, "checks");
  const ignore = fieldOf(root, "ignore");
  const ignored = ignore?.kind === "list" ? ignore.items : [];
  return [
    ...(checks?.kind === "map" ? checks.entries.map(({ key }) => key) : []),
    ...ignored.flatMap((item) => {
      const check = fieldOf(item, "check");
      return check?.kind === "scalar" ? [check] : [];
    }),
  ];
};

/** Loaded only when settings name checks: all of them together take a while to load. */
const loadNames = async (): Promise<readonly string[]> => {
  const [{ CHECKS }, { findingNames }] = await Promise.all([
    import("../../check/checks.ts"),
    import("../../check/check-names.ts"),
  ]);
  return findingNames(CHECKS);
};

const refuseUnknownChecks = async (root: YamlNode | undefined): Promise<void> => {
  const named = namedChecks(root);
  if (named.length === 0) return;
  const known = await loadNames();
  const unknown = named.filter(({ text }) => !known.includes(text));
  if (unknown.length === 0) return;
  throw new UnreadableInput(
    unknown
      .map(({ text, place }) => {
        const hint = didYouMean(text, known);
        return `${placeText(place)}: there is no check ${text}${hint === undefined ? "" : `; ${hint}`}`;
      })
      .join("\n"),
    "name checks as docs/checks lists them",
  );
};

const parsedSettings = async (text: string, path: string): Promise<Settings> => {
  const root = refuseSyntax(path, text);
  const { data, error } = settingsSchema.safeParse(parse(text) ?? {});
  if (data === undefined) {
    throw new UnreadableInput(
      `${path} is no settings file:\n${z.prettifyError(error)}`,
      "correct it; docs/checking.md lists the settings",
    );
  }
  await refuseUnknownChecks(root);
  return data;
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
  return text === undefined ? DEFAULT_SETTINGS : await parsedSettings(text, path);
};
