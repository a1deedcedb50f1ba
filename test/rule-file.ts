import { parseYaml } from "../src/lib/located-yaml.ts";
import {
  type RuleFile,
  type RuleFileOptions,
  readRuleDocuments,
} from "../src/prometheus/rule-file.ts";

/** A whole file of rules, without what stands around it. */
export const readRuleFile = (
  { text, file }: { readonly text: string; readonly file: string },
  options: RuleFileOptions = {},
): RuleFile => {
  const yaml = parseYaml(text, file);
  const read = yaml.documents.map((root) => readRuleDocuments(root, options));
  return {
    documents: read.flatMap(({ documents }) => documents),
    problems: [...yaml.problems, ...read.flatMap(({ problems }) => problems)],
  };
};
