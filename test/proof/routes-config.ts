import { parse, stringify } from "yaml";
import { readAlertmanagerConfig } from "../../src/alertmanager/config/read-alertmanager-config.ts";
import { parseYaml } from "../../src/lib/located-yaml.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { mutated } from "./routes-config-mutations.ts";
import { ACCEPTED_CONFIGS } from "./routes-config-texts.ts";
import { amtool, atMost, inFolder } from "./routes-program.ts";

const AT_ONCE = 2;

const ourProblems = (text: string): readonly string[] => {
  const { documents, problems } = parseYaml(text, "alertmanager.yml");
  const [document] = documents;
  const found = document === undefined ? [] : readAlertmanagerConfig(document, "0.25").problems;
  return [...problems, ...found].map(({ place, message }) => `${place.line}: ${message}`);
};

const compare = async (job: { readonly path: string; readonly text: string }) => {
  const run = await amtool(["check-config", job.path]);
  const ours = ourProblems(job.text);
  if (run.accepted === (ours.length === 0)) return undefined;
  const theirs = run.accepted ? "accepted" : (run.stdout + run.stderr).slice(0, 500);
  return `ours: ${ours.join("; ") || "accepted"}\namtool: ${theirs}\n${job.text}`;
};

/** amtool takes a rule that is null, with which Alertmanager itself ends in a panic: a mistake, whatever amtool says. */
const isFatal = (text: string): boolean => {
  const rules: unknown = parse(text)?.inhibit_rules;
  return Array.isArray(rules) && rules.includes(null);
};

/**
 * Compares whether `count` configurations, good ones changed at random, are accepted with what
 * `amtool check-config` says.
 */
export const compareConfigs = (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: string[] }> =>
  inFolder(async (write) => {
    const random = seededRandom(seed);
    const originals = ACCEPTED_CONFIGS.map((text) => parse(text));
    const jobs: { path: string; text: string }[] = [];
    for (let index = 0; index < count; index++) {
      const original = originals[index % originals.length];
      const text =
        index < originals.length ? stringify(original) : stringify(mutated(original, random));
      if (isFatal(text)) continue;
      jobs.push({ path: await write(`${index}.yml`, text), text });
    }
    const found = await atMost(AT_ONCE, jobs, compare);
    return {
      compared: jobs.length,
      disagreements: found.filter((disagreement) => disagreement !== undefined),
    };
  });
