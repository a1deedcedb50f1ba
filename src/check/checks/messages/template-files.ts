import { messageDefinitions } from "../../../alertmanager/template/message-definitions.ts";
import { parseMessageTemplate } from "../../../alertmanager/template/render-message.ts";
import type { ParseProblem } from "../../../lib/go-template/syntax/parser.ts";
import type { TemplateSet } from "../../../lib/go-template/template-set.ts";
import type { TemplateFile } from "../../evidence/evidence.ts";
import type { Examined, Routing } from "../../examined.ts";
import { takesRuleFile } from "../process/rule-file-pattern.ts";

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** All template files of the set. */
export const templateFiles = ({ evidence }: Examined): readonly TemplateFile[] =>
  evidence.templates;

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

/** A file that Alertmanager refuses, and why. */
export type RefusedTemplateFile = { readonly file: TemplateFile; readonly error: ParseProblem };

const refusedOf = new WeakMap<Examined, readonly RefusedTemplateFile[]>();

/** Template files of the set that are no templates. */
export const refusedTemplateFiles = (examined: Examined): readonly RefusedTemplateFile[] => {
  const known =
    refusedOf.get(examined) ??
    templateFiles(examined).flatMap((file) => {
      const parsed = parseMessageTemplate(file, examined.settings.alertmanagerVersion);
      return "error" in parsed ? [{ file, error: parsed.error }] : [];
    });
  refusedOf.set(examined, known);
  return known;
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
