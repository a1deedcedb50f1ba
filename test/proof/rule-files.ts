import { seededRandom } from "../../src/lib/random.ts";
import { readRuleFile } from "../rule-file.ts";
import { checkRules } from "./rule-files-promtool.ts";
import { mutated, randomRuleFile } from "./rule-files-texts.ts";

const FILES_PER_RUN = 250;

const ourObjections = (text: string): string[] =>
  readRuleFile({ text, file: "rules.yml" }).problems.map(
    ({ message, place }) => `${place.line}:${place.column} ${message}`,
  );

const randomTexts = (count: number, seed: number): string[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const text = randomRuleFile(random);
    return index % 2 === 0 ? text : mutated(text, random);
  });
};

const disagreement = (text: string, theirs: readonly string[]): string[] => {
  const ours = ourObjections(text);
  if ((ours.length === 0) === (theirs.length === 0)) return [];
  return [`ours: ${ours.join("; ")}\npromtool: ${theirs.join("; ")}\n${text}`];
};

/**
 * Compares which of `count` rule files, many of them wrong in one place or another and half of them with
 * a slip in their YAML, `promtool check rules` accepts and we do.
 */
export const compareRuleFiles = async (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: string[] }> => {
  const texts = randomTexts(count, seed);
  const disagreements: string[] = [];
  for (let from = 0; from < texts.length; from += FILES_PER_RUN) {
    const batch = texts.slice(from, from + FILES_PER_RUN);
    const theirs = await checkRules(batch);
    batch.forEach((text, index) => {
      disagreements.push(...disagreement(text, theirs[index] ?? []));
    });
  }
  return { compared: texts.length, disagreements };
};
