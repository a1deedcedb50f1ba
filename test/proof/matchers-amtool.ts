import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatMatcher } from "../../src/labels/format-matcher.ts";
import type { Labels } from "../../src/labels/labels.ts";
import { inFolder } from "../temporary-folder.ts";
import { outputOf } from "./matchers-promtool.ts";

/** JSON in which YAML sees no line breaks but those of the text. */
const yamlOf = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const configOf = (matchers: readonly string[]): string =>
  yamlOf({
    route: {
      receiver: "root",
      routes: matchers.map((text, index) => ({
        receiver: `r${index}`,
        matchers: [text],
        continue: true,
      })),
    },
    receivers: ["root", ...matchers.map((_, index) => `r${index}`)].map((name) => ({ name })),
  });

/** Which of the matcher texts Alertmanager 0.25 takes. */
export const takenByAlertmanager = (texts: readonly string[]): Promise<readonly boolean[]> =>
  inFolder(async (folder) => {
    const files = texts.map((_, index) => join(folder, `${index}.yml`));
    await Promise.all(files.map((file, index) => writeFile(file, configOf([texts[index] ?? ""]))));
    const output = await outputOf("amtool", ["check-config", ...files]);
    return files.map((file) => {
      const verdict = output.split(`Checking '${file}'`)[1]?.trimStart();
      if (verdict?.startsWith("SUCCESS") === true) return true;
      if (verdict?.startsWith("FAILED") === true) return false;
      throw new Error(`amtool did not answer for ${file}: ${output.slice(0, 1000)}`);
    });
  });

/** How Alertmanager 0.25 prints what it made of each text, all of which it must take. */
export const printedByAlertmanager = (texts: readonly string[]): Promise<readonly string[]> =>
  inFolder(async (folder) => {
    const file = join(folder, "config.yml");
    await writeFile(file, configOf(texts));
    const output = await outputOf("amtool", ["config", "routes", "show", `--config.file=${file}`]);
    const printed = [
      ...output.matchAll(
        /^[│├└─ ]*(\{.*\}|default-route) {2}continue: true {2}receiver: r(\d+)$/gm,
      ),
    ];
    const texted = new Map(printed.map(([, matchers = "", index]) => [Number(index), matchers]));
    return texts.map((_, index) => {
      const matchers = texted.get(index);
      if (matchers === undefined) throw new Error(`amtool did not print ${index}: ${output}`);
      return matchers === "default-route" ? "{}" : matchers;
    });
  });

/** Which of the texts match each of the label sets. */
export const matchedByAlertmanager = (
  texts: readonly string[],
  labelSets: readonly Labels[],
): Promise<readonly ReadonlySet<number>[]> =>
  inFolder(async (folder) => {
    const file = join(folder, "config.yml");
    await writeFile(file, configOf(texts));
    const matched: ReadonlySet<number>[] = [];
    for (const labels of labelSets) {
      const args = Object.entries(labels).map(([name, value]) =>
        formatMatcher({ name, operator: "=", value }),
      );
      const command = ["config", "routes", "test", `--config.file=${file}`, ...args];
      const output = await outputOf("amtool", command);
      if (!/^r\d|^root/.test(output)) throw new Error(`amtool did not answer: ${output}`);
      matched.push(new Set([...output.matchAll(/r(\d+)/g)].map(([, index]) => Number(index))));
    }
    return matched;
  });
