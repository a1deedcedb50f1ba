import type { ParseProblem } from "../../lib/go-template/syntax/parser.ts";
import { type TemplateSet, withTemplate } from "../../lib/go-template/template-set.ts";
import type { AlertmanagerVersion } from "../version.ts";
import {
  DEFAULT_DEFINITIONS,
  type MessageTemplateText,
  parseMessageTemplate,
} from "./render-message.ts";

export type DefinitionProblem = ParseProblem & {
  /** The name of the file. */
  readonly source: string;
};

/**
 * Alertmanager's own definitions with those of the user's template files over them, in the order given. A file that
 * cannot be read, for which Alertmanager would not start, leaves its definitions out and a problem.
 */
export const messageDefinitions = (
  files: readonly MessageTemplateText[],
  version: AlertmanagerVersion,
): { readonly definitions: TemplateSet; readonly problems: readonly DefinitionProblem[] } => {
  let definitions = DEFAULT_DEFINITIONS[version];
  const problems: DefinitionProblem[] = [];
  for (const file of files) {
    const parsed = parseMessageTemplate(file, version);
    if ("error" in parsed) problems.push({ ...parsed.error, source: file.name });
    else definitions = withTemplate(definitions, parsed.template);
  }
  return { definitions, problems };
};
