import { readAlertmanagerConfig } from "../../src/alertmanager/config/read-alertmanager-config.ts";
import { matchRoutes } from "../../src/alertmanager/routing/match-routes.ts";
import { resolveRoute } from "../../src/alertmanager/routing/resolve-route.ts";
import type { Labels } from "../../src/labels/labels.ts";
import { parseYaml } from "../../src/lib/located-yaml.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { amtool, atMost, inFolder } from "./routes-program.ts";
import { labelArguments, randomConfig, randomLabels } from "./routes-trees.ts";

const LABEL_SETS_PER_CONFIG = 10;
const AT_ONCE = 2;

type Case = { readonly path: string; readonly text: string; readonly labels: Labels };

const ourReceivers = (text: string, labels: Labels): string => {
  const [document] = parseYaml(text, "alertmanager.yml").documents;
  const config = document && readAlertmanagerConfig(document, "0.25").config;
  if (config === undefined) return "no configuration";
  return matchRoutes(resolveRoute(config.route, "0.25"), labels)
    .map(({ receiver }) => receiver)
    .join(",");
};

const compare = async ({ path, text, labels }: Case): Promise<string | undefined> => {
  const run = await amtool([
    ...["config", "routes", "test", `--config.file=${path}`],
    ...labelArguments(labels),
  ]);
  const theirs = run.accepted ? run.stdout.trim() : run.stderr.trim();
  const ours = ourReceivers(text, labels);
  if (ours === theirs) return undefined;
  return `${JSON.stringify(labels)}: ours ${ours}, amtool ${theirs}\n${text}`;
};

/**
 * Compares the receivers of `count` random alerts, ten for each random configuration, with what
 * `amtool config routes test` says.
 */
export const compareRoutes = (
  count: number,
  seed: number,
): Promise<{ compared: number; disagreements: string[] }> =>
  inFolder(async (write) => {
    const random = seededRandom(seed);
    const cases: Case[] = [];
    while (cases.length < count) {
      const text = randomConfig(random);
      const path = await write(`${cases.length}.yml`, text);
      for (let set = 0; set < LABEL_SETS_PER_CONFIG && cases.length < count; set++) {
        cases.push({ path, text, labels: randomLabels(random) });
      }
    }
    const found = await atMost(AT_ONCE, cases, compare);
    return {
      compared: cases.length,
      disagreements: found.filter((disagreement) => disagreement !== undefined),
    };
  });
