import type { ParseProblem } from "../../lib/go-template/syntax/parser.ts";
import { type TemplateSet, withTemplate } from "../../lib/go-template/template-set.ts";
import type { CallUse, TemplateUse, ValueUse } from "../../lib/go-template/uses/flow.ts";
import { templateUses } from "../../lib/go-template/uses/template-uses.ts";
import { remembered } from "../../lib/remembered.ts";
import type { AlertmanagerVersion } from "../version.ts";
import { parseMessageText } from "./render-message.ts";

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

type Uses = MessageUses | { readonly error: ParseProblem };

/** As many texts as a large configuration has. */
const MOST_REMEMBERED = 2_000;
const usesWith = remembered((_definitions: TemplateSet) => new Map<string, Uses>());

const usesOf = (text: string, definitions: TemplateSet, version: AlertmanagerVersion): Uses => {
  const parsed = parseMessageText(text, version);
  if ("error" in parsed) return parsed;
  const { values, calls, templates } = templateUses(withTemplate(definitions, parsed.template), "");
  return { values: values.map(withoutFilter), calls, templates };
};

/** What a receiver's text reads and calls, with the definitions that it uses; worked out once for equal texts. */
export const messageUses = (
  text: string,
  definitions: TemplateSet,
  version: AlertmanagerVersion,
): Uses => {
  const ofDefinitions = usesWith(definitions);
  const key = `${version} ${text}`;
  const known = ofDefinitions.get(key);
  if (known !== undefined) return known;
  const uses = usesOf(text, definitions, version);
  if (ofDefinitions.size >= MOST_REMEMBERED) ofDefinitions.clear();
  ofDefinitions.set(key, uses);
  return uses;
};
