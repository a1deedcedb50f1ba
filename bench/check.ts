import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { proveRoutes } from "../src/alertmanager/proof/route-proof.ts";
import { routeQuestion } from "../src/alertmanager/proof/route-question.ts";
import { resolveRoute } from "../src/alertmanager/routing/resolve-route.ts";
import { CHECKS } from "../src/check/checks.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { DEFAULT_SETTINGS } from "../src/check/settings.ts";
import { symbolicOf } from "../src/labels/symbolic-labels.ts";
import { coldStarts } from "./check/cold.ts";
import { ALERTS_A_MONTH, simulateMonth } from "./check/month.ts";
import { alertmanagerOf, ruleFileOf } from "./check/texts.ts";
import { type Figure, printFigures, quantile } from "./rig/figures.ts";

const RULES = 1_000;
const ROUTES = 1_000;
const ALERTS = 10_000;
const RUNS = 9;

const run = promisify(execFile);

const secondsOf = async (work: () => unknown): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1_000;
};

/** The middle of several runs, after some that nobody counts. */
const median = async (work: () => unknown, warmUps = 3): Promise<number> => {
  for (let index = 0; index < warmUps; index++) await work();
  const took: number[] = [];
  for (let index = 0; index < RUNS; index++) took.push(await secondsOf(work));
  return quantile(took, 0.5);
};

const checked = (path: string, text: string) =>
  runChecks(readEvidence([{ path, text }], "0.25"), {
    checks: CHECKS,
    settings: DEFAULT_SETTINGS,
    today: "2026-11-25",
  });

const rulesFigure = async (folder: string): Promise<Figure> => {
  const path = join(folder, "rules.yml");
  const text = ruleFileOf(RULES);
  await writeFile(path, text);
  return {
    name: `${RULES} rules checked`,
    value: await median(() => checked(path, text), 5),
    unit: "seconds",
    peer: await median(() => run("promtool", ["check", "rules", path]), 1),
  };
};

const questionOf = (text: string) => {
  const [found] = readEvidence([{ path: "alertmanager.yml", text }], "0.25").alertmanagers;
  if (found === undefined) throw new Error("the configuration cannot be read");
  return routeQuestion(resolveRoute(found.config.route, "0.25"));
};

const labelsOf = (index: number) =>
  symbolicOf({ alertname: `Alert${index}`, severity: "critical", team: `team-${index % ROUTES}` });

const routeFigures = async (folder: string): Promise<Figure[]> => {
  const path = join(folder, "alertmanager.yml");
  const text = alertmanagerOf(ROUTES);
  await writeFile(path, text);
  const question = questionOf(text);
  const last = `team=team-${ROUTES - 1}`;
  const args = ["config", "routes", "test", `--config.file=${path}`, "severity=critical", last];
  const all = () => {
    for (let index = 0; index < ALERTS; index++) proveRoutes(question, labelsOf(index));
  };
  let next = 0;
  return [
    {
      name: `one alert proven through ${ROUTES} routes`,
      value: await median(() => proveRoutes(question, labelsOf(next++)), 50),
      unit: "seconds",
      peer: await median(() => run("amtool", args), 1),
    },
    {
      name: `${ALERTS} alerts proven through ${ROUTES} routes, with the reading of the routes`,
      value: await secondsOf(() => {
        questionOf(text);
        all();
      }),
      unit: "seconds",
    },
  ];
};

const coldFigures = async (folder: string): Promise<Figure[]> => {
  const starts = await coldStarts(folder);
  const peer = await median(starts.peers, 1);
  const name = "nine rules and their routes checked by the command";
  const figure = async (how: string, start: () => Promise<unknown>): Promise<Figure> => ({
    name: `${name}, ${how}`,
    value: await median(start, 1),
    unit: "seconds",
    peer,
  });
  return [
    await figure("cold", starts.package),
    await figure("for the first time ever", starts.firstOfPackage),
    await figure("cold, from its sources in a clone", starts.clone),
  ];
};

const folder = await mkdtemp(join(tmpdir(), "tocsin-bench-"));
try {
  printFigures("check", "Debian's promtool and amtool, which check far less", [
    await rulesFigure(folder),
    ...(await routeFigures(folder)),
    {
      name: `a month of ${ALERTS_A_MONTH} alerts simulated`,
      value: await median(simulateMonth, 1),
      unit: "seconds",
    },
    ...(await coldFigures(folder)),
  ]);
} finally {
  await rm(folder, { recursive: true });
}
