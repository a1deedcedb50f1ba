import { parseArgs } from "node:util";
import { systemClock } from "../../src/lib/clock.ts";
import { formatDuration } from "../../src/lib/duration.ts";
import { compareInhibitions } from "./inhibition.ts";
import { compareLabelChecks } from "./label-checks.ts";
import { compareLabelSurvival } from "./label-survival.ts";
import { proveMatcherTexts, provePartitions, proveRegexps } from "./matchers.ts";
import { compareNotifications } from "./notifications.ts";
import { comparePromqlArithmetic, comparePromqlSyntax } from "./promql-syntax.ts";
import { proveReplayedQueries } from "./replayed-queries.ts";
import { compareRouteChecks } from "./route-checks.ts";
import { compareRoutes } from "./routes.ts";
import { compareConfigs } from "./routes-config.ts";
import { compareRuleFiles } from "./rule-files.ts";
import { compareAlertStates } from "./rule-files-states.ts";
import { compareRuleTrials } from "./rule-trials.ts";
import { compareTemplates } from "./templates.ts";
import { proveValues } from "./values.ts";

type Compared = { readonly compared: number; readonly disagreements: readonly unknown[] };

type Proof = {
  readonly name: string;
  /** What is compared with whom. */
  readonly says: string;
  readonly count: number;
  readonly compare: (count: number, seed: number) => Promise<Compared> | Compared;
};

const PROOFS: readonly Proof[] = [
  { name: "regexps", says: "regular expressions: promtool", count: 2_000, compare: proveRegexps },
  { name: "matchers", says: "matchers: amtool", count: 2_000, compare: proveMatcherTexts },
  { name: "partitions", says: "value classes: one by one", count: 2_000, compare: provePartitions },
  {
    name: "syntax",
    says: "PromQL accepted: promtool",
    count: 10_000,
    compare: comparePromqlSyntax,
  },
  {
    name: "arithmetic",
    says: "PromQL values: promtool",
    count: 2_000,
    compare: comparePromqlArithmetic,
  },
  { name: "labels", says: "label survival: promtool", count: 1_200, compare: compareLabelSurvival },
  { name: "values", says: "bounds of values: promtool", count: 1_000, compare: proveValues },
  {
    name: "replay",
    says: "replayed queries: promtool",
    count: 1_000,
    compare: proveReplayedQueries,
  },
  {
    name: "rule-files",
    says: "rule files accepted: promtool",
    count: 2_000,
    compare: compareRuleFiles,
  },
  { name: "states", says: "alert states: promtool", count: 200, compare: compareAlertStates },
  {
    name: "rule-trials",
    says: "changed rules tried: promtool",
    count: 600,
    compare: compareRuleTrials,
  },
  {
    name: "label-checks",
    says: "counterexamples of labels: promtool",
    count: 400,
    compare: compareLabelChecks,
  },
  { name: "routes", says: "route decisions: amtool", count: 5_000, compare: compareRoutes },
  {
    name: "configs",
    says: "configurations accepted: amtool",
    count: 1_000,
    compare: compareConfigs,
  },
  {
    name: "templates",
    says: "rendered messages: amtool, promtool",
    count: 400,
    compare: compareTemplates,
  },
  {
    name: "route-checks",
    says: "label sets of findings: amtool",
    count: 400,
    compare: compareRouteChecks,
  },
  {
    name: "inhibitions",
    says: "inhibition proofs: Alertmanager",
    count: 400,
    compare: compareInhibitions,
  },
  {
    name: "notifications",
    says: "notifications: Alertmanager",
    count: 44,
    compare: compareNotifications,
  },
];

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};

const SHOWN = 20;

const prove = async ({ name, says, count, compare }: Proof, seed: number): Promise<boolean> => {
  progress(`${says} …`);
  const startedAt = systemClock.now();
  const { compared, disagreements } = await compare(count, seed);
  const took = formatDuration(Math.round((systemClock.now() - startedAt) / 1000) * 1000);
  progress("");
  print(
    `${name.padEnd(14)} ${says.padEnd(38)} ${String(compared).padStart(6)} compared  ${String(disagreements.length).padStart(3)} disagree  ${took}`,
  );
  for (const disagreement of disagreements.slice(0, SHOWN)) {
    print(`  ${typeof disagreement === "string" ? disagreement : JSON.stringify(disagreement)}`);
  }
  if (disagreements.length > SHOWN) print(`  and ${disagreements.length - SHOWN} more`);
  return disagreements.length === 0;
};

const USAGE = `npm run prove -- [--seed N] [--only NAME]…

Compares our engines with promtool, amtool and Alertmanager on many generated cases.
NAME is one of: ${PROOFS.map(({ name }) => name).join(", ")}`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      only: { type: "string", multiple: true },
      help: { type: "boolean" },
    },
  });
  const { only, seed } = values;
  const chosen = PROOFS.filter(({ name }) => only === undefined || only.includes(name));
  const unknown = (only ?? []).filter((name) => !PROOFS.some((proof) => proof.name === name));
  if (values.help || unknown.length > 0 || !/^\d+$/.test(seed)) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  let agree = true;
  for (const proof of chosen) agree = (await prove(proof, Number(seed))) && agree;
  print(agree ? "Every case came out the same." : "There are disagreements: see above.");
  return agree ? 0 : 1;
};

process.exitCode = await main();
