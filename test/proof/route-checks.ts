import { parse, stringify } from "yaml";
import * as z from "zod";
import type { Check } from "../../src/check/check.ts";
import { alertToNowhere } from "../../src/check/checks/routes/alert-to-nowhere.ts";
import { criticalWithoutPager } from "../../src/check/checks/routes/critical-without-pager.ts";
import { routeShadowed } from "../../src/check/checks/routes/route-shadowed.ts";
import { routeUnreachable } from "../../src/check/checks/routes/route-unreachable.ts";
import { twoPagers } from "../../src/check/checks/routes/two-pagers.ts";
import { readEvidence } from "../../src/check/evidence/read-evidence.ts";
import type { Finding } from "../../src/check/finding.ts";
import { runChecks } from "../../src/check/run-checks.ts";
import { settingsSchema } from "../../src/check/settings.ts";
import { type Random, seededRandom } from "../../src/lib/random.ts";
import { amtool, atMost, inFolder } from "./routes-program.ts";
import { labelArguments, randomConfig } from "./routes-trees.ts";

const CHECKS: readonly Check[] = [
  routeUnreachable,
  routeShadowed,
  criticalWithoutPager,
  alertToNowhere,
  twoPagers,
];

/** The most urgent severity of the random alerts is the first. */
const SEVERITIES = ["critical", "warning", "page"];
const TEAMS = ["x", "xy", "redis-1"];
const EXPRESSIONS = [
  'up{job="redis-1"} == 0',
  'up{job=~"x|xy"} == 0',
  "sum by (a_b) (rate(errors_total[5m])) > 1",
  "vector(1)",
  "some_metric > 5",
  'absent(up{job="x"})',
];
/** How often random trees are tried before we say that they hardly ever lead to a finding. */
const MOST_TREES = 50;
const AT_ONCE = 2;

const pickerOf =
  (random: Random) =>
  <Item>(items: readonly Item[], otherwise: Item): Item =>
    items[Math.floor(random.fraction() * items.length)] ?? otherwise;

const randomRules = (random: Random): string => {
  const pick = pickerOf(random);
  const rules = Array.from({ length: 6 }, (_, index) => ({
    alert: pick(["x", "xy", `Alert${index}`], "x"),
    expr: pick(EXPRESSIONS, "up"),
    labels: {
      severity: pick(SEVERITIES, "page"),
      ...(random.fraction() < 0.5 ? { team: pick(TEAMS, "x") } : {}),
    },
  }));
  return stringify({ groups: [{ name: "random", rules }] }, { lineWidth: 0 });
};

const configSchema = z.looseObject({ receivers: z.array(z.object({ name: z.string() })) });

const INTEGRATIONS: readonly object[] = [
  {},
  { pagerduty_configs: [{ routing_key: "key" }] },
  { slack_configs: [{ api_url: "https://hooks.example.com/x", channel: "#x" }] },
];

/** A random tree whose receivers wake somebody, nobody, or are empty. */
const randomReceivers = (text: string, random: Random): string => {
  const pick = pickerOf(random);
  const config = configSchema.parse(parse(text));
  const receivers = config.receivers.map(({ name }) => ({ name, ...pick(INTEGRATIONS, {}) }));
  return stringify({ ...config, receivers }, { lineWidth: 0 });
};

type Claim = { readonly finding: Finding; readonly path: string; readonly config: string };

const settings = settingsSchema.parse({
  severities: [["critical"], ["page"], ["warning"], ["info"]],
});

const findingsOn = (rules: string, config: string): readonly Finding[] => {
  const files = [
    { path: "rules.yml", text: rules },
    { path: "alertmanager.yml", text: config },
  ];
  const evidence = readEvidence(files, "0.25");
  return runChecks(evidence, { checks: CHECKS, settings, today: "2026-11-25" }).findings.filter(
    ({ counterexample }) => counterexample?.kind === "labels",
  );
};

const disagreementOf = async ({ finding, path, config }: Claim): Promise<string | undefined> => {
  const example = finding.counterexample;
  if (example?.kind !== "labels") return `${finding.rule} has no label set`;
  const run = await amtool([
    ...["config", "routes", "test", `--config.file=${path}`],
    ...labelArguments(example.labels),
  ]);
  const theirs = run.accepted ? run.stdout.trim() : run.stderr.trim();
  const ours = example.receivers.join(",");
  if (ours === theirs) return undefined;
  return `${finding.rule}: ${JSON.stringify(example.labels)} goes to ${theirs}, not to ${ours}\n${config}`;
};

/**
 * Compares the label sets that the checks of routes show on random trees and rules, and the receivers that they
 * say get them, with what `amtool config routes test` says.
 */
export const compareRouteChecks = (
  count: number,
  seed: number,
): Promise<{ compared: number; rules: readonly string[]; disagreements: readonly string[] }> =>
  inFolder(async (write) => {
    const random = seededRandom(seed);
    const claims: Claim[] = [];
    for (let tree = 0; claims.length < count && tree < count * MOST_TREES; tree++) {
      const config = randomReceivers(randomConfig(random), random);
      const findings = findingsOn(randomRules(random), config);
      if (findings.length === 0) continue;
      const path = await write(`${tree}.yml`, config);
      claims.push(...findings.map((finding) => ({ finding, path, config })));
    }
    const asked = claims.slice(0, count);
    const found = await atMost(AT_ONCE, asked, disagreementOf);
    return {
      compared: asked.length,
      rules: [...new Set(asked.map(({ finding }) => finding.rule))].sort(),
      disagreements: found.filter((disagreement) => disagreement !== undefined),
    };
  });
