import type { ParseProblem } from "../../lib/go-template/syntax/parser.ts";
import { type TemplateSet, withTemplate } from "../../lib/go-template/template-set.ts";
import type { CallUse, TemplateUse, ValueUse } from "../../lib/go-template/uses/flow.ts";
import { templateUses } from "../../lib/go-template/uses/template-uses.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { parseMessageTemplate } from "./render-message.ts";

export type MessageUses = {
  /**
   * What the text reads of Alertmanager's data. The alerts of a group are `Alerts`, `[]` in a path, whether all, the
   * firing or the resolved ones are gone through. A use with an empty `source` stands in the text itself.
   */
  readonly values: readonly ValueUse[];
  readonly calls: readonly CallUse[];
  /** Also those that no file defines. */
  readonly templates: readonly TemplateUse[];
};

const withoutFilter = (use: ValueUse): ValueUse => {
  const [first, second, ...rest] = use.path;
  const isFilter = first === "Alerts" && (second === "Firing" || second === "Resolved");
  return isFilter ? { ...use, path: ["Alerts", ...rest] } : use;
};

/** What a receiver's text reads and calls, with the definitions that it uses. */
export const messageUses = (
  text: string,
  definitions: TemplateSet,
  version: AlertmanagerVersion,
): MessageUses | { readonly error: ParseProblem } => {
  const parsed = parseMessageTemplate({ name: "", text }, version);
  if ("error" in parsed) return parsed;
  const { values, calls, templates } = templateUses(withTemplate(definitions, parsed.template), "");
  return { values: values.map(withoutFilter), calls, templates };
};
