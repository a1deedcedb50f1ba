import type { RuleDocument } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { counted, listedWords } from "./listed.ts";
import { takesRuleFile } from "./rule-file-pattern.ts";

const patternsText = (patterns: readonly string[]): string =>
  patterns.length === 0
    ? "there are no rule_files in it"
    : `rule_files has only ${listedWords(patterns)}`;

const unloaded = (document: RuleDocument, { evidence }: Examined): Discovery | undefined => {
  const [group] = document.groups;
  const [config] = evidence.prometheus;
  if (group === undefined || config === undefined) return undefined;
  const rules = document.groups.reduce((sum, { rules: some }) => sum + some.length, 0);
  return {
    place: group.name.placeAt(0),
    subject: document.file,
    message: `${config.file} does not load this file: its ${counted(rules, "rule")} ${rules === 1 ? "is" : "are"} never evaluated\n${patternsText(config.ruleFiles.map(({ text }) => text))}`,
    help: "add the file to rule_files, or leave it out if another Prometheus loads it",
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { live, prometheus, ruleDocuments } = examined.evidence;
  // Patterns of a running Prometheus are of its own file system; it says itself what it has loaded.
  const isRunning = prometheus.some((config) => config === live?.config?.config);
  if (prometheus.length === 0 || isRunning) return;
  for (const document of ruleDocuments) {
    // The operator loads manifests by their labels, whatever the configuration says.
    if (document.manifest !== undefined) continue;
    const isLoaded = prometheus.some(({ file, ruleFiles }) =>
      ruleFiles.some(({ text }) => takesRuleFile(text, file, document.file)),
    );
    const found = isLoaded ? undefined : unloaded(document, examined);
    if (found !== undefined) yield found;
  }
};

export const ruleFileNotLoaded: Check = {
  name: "rule-file-not-loaded",
  severity: "warning",
  title: "A rule file that the given Prometheus does not load",
  find,
};
