import { messageDefinitions } from "../../../alertmanager/template/message-definitions.ts";
import type { TemplateSet } from "../../../lib/go-template/template-set.ts";
import type { LocatedText, Place } from "../../../lib/source.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Examined, Routing } from "../../examined.ts";
import { takesRuleFile } from "../process/rule-file-pattern.ts";

/** A template file of the set, by itself or under a key of a ConfigMap or Secret. */
export type TemplateFile = {
  /** Its name without a folder, which Alertmanager's errors give. */
  readonly name: string;
  /** Undefined for a key of a Kubernetes object, which may be mounted anywhere. */
  readonly path: string | undefined;
  readonly text: string;
  readonly placeAt: (offset: number) => Place;
};

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const placeIn = (file: string, text: string, offset: number): Place => {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { file, line: before.split("\n").length, column: offset - lineStart + 1 };
};

const ofManifests = ({ evidence }: Examined): TemplateFile[] =>
  evidence.manifests
    .flatMap(({ node }) =>
      ["data", "stringData"].flatMap((field) => {
        const data = fieldOf(node, field);
        return data?.kind === "map" ? data.entries : [];
      }),
    )
    .flatMap(({ key, value }) => {
      if (value.kind !== "scalar" || !key.text.endsWith(".tmpl")) return [];
      const { text }: LocatedText = value;
      return [{ name: key.text, path: undefined, text, placeAt: value.placeAt }];
    });

const filesOf = new WeakMap<Examined, readonly TemplateFile[]>();

/** All template files of the set. */
export const templateFiles = (examined: Examined): readonly TemplateFile[] => {
  const known = filesOf.get(examined) ?? [
    ...examined.evidence.templates.map(({ path, text }) => ({
      name: baseName(path),
      path,
      text,
      placeAt: (offset: number) => placeIn(path, text, offset),
    })),
    ...ofManifests(examined),
  ];
  filesOf.set(examined, known);
  return known;
};

/** Whether a pattern of `templates` takes the file. What runs in Kubernetes has its files in other folders. */
export const takesTemplate = (
  { config, manifest }: Routing,
  pattern: string,
  { name, path }: TemplateFile,
): boolean => {
  const isElsewhere = manifest !== undefined || path === undefined;
  return isElsewhere
    ? takesRuleFile(`/${baseName(pattern)}`, config.file, name)
    : takesRuleFile(pattern, config.file, path);
};

const definitionsOf = new WeakMap<Examined, TemplateSet>();

/**
 * Alertmanager's definitions and those of all template files of the set: which of them are loaded in the end is not
 * asked here, so that no template is called undefined that a file has.
 */
export const templateDefinitions = (examined: Examined): TemplateSet => {
  const known =
    definitionsOf.get(examined) ??
    messageDefinitions(templateFiles(examined), examined.settings.alertmanagerVersion).definitions;
  definitionsOf.set(examined, known);
  return known;
};
