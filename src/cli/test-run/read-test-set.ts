import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import type { Evidence } from "../../check/evidence/evidence.ts";
import { readEvidence } from "../../check/evidence/read-evidence.ts";
import { pathFrom } from "../../check/tests/path-pattern.ts";
import { type Problem, problem } from "../../check/tests/problems/problem.ts";
import { type RouteTestFile, readRouteTestFile } from "../../check/tests/routes/route-test-file.ts";
import type { SourceProblem } from "../../lib/source.ts";
import { type Input, isDefinitions, readInput } from "../check/read-definitions.ts";
import { type ReadFile, readFiles } from "../check/read-files.ts";
import { UnreadableInput } from "../check/unreadable-input.ts";
import { filesMatching } from "./find-files.ts";

/** Everything that is needed to run the tests. */
export type TestSet = {
  readonly evidence: Evidence;
  readonly routeTests: readonly RouteTestFile[];
  /** What keeps files from being read. */
  readonly unread: readonly Problem[];
  readonly input: Input;
};

/** The folder in which definitions and their tests lie. */
const folderOf = async (path: string): Promise<string> =>
  (await stat(path)).isDirectory() ? path : dirname(path);

const mayHoldTests = ({ path, text }: ReadFile): boolean =>
  /\.ya?ml$/.test(path) && text !== undefined && /^ *(?:rule_files|route_tests):/m.test(text);

/** Tests that lie beside definitions, whose rules and routes are compiled in memory. */
const besideDefinitions = async (paths: readonly string[]): Promise<ReadFile[]> => {
  const files: ReadFile[] = [];
  for (const path of paths) {
    if (!(await isDefinitions(path))) continue;
    const inside = await readFiles([await folderOf(path)]);
    files.push(...inside.filter(mayHoldTests));
  }
  return files;
};

type Files = ReadonlyMap<string, ReadFile>;

const routeTestsIn = (files: Files) =>
  [...files.values()].map(({ text, path }) => readRouteTestFile(text ?? "", path));

/** Patterns of the files that tests name, from where the command runs. */
const namedBy = ({ ruleTests }: Evidence, files: Files): string[] => [
  ...ruleTests.flatMap(({ file, ruleFiles }) =>
    ruleFiles.map((written) => pathFrom(file, written.text)),
  ),
  ...routeTestsIn(files).flatMap(({ tests }) =>
    tests?.alertmanager === undefined ? [] : [pathFrom(tests.file, tests.alertmanager.text)],
  ),
];

/** The files that tests name and that were not given. */
const missingFiles = async (files: Files): Promise<ReadFile[]> => {
  const evidence = readEvidence([...files.values()], "current");
  const paths = new Set<string>();
  for (const pattern of new Set(namedBy(evidence, files))) {
    for (const path of await filesMatching(pattern)) if (!files.has(path)) paths.add(path);
  }
  return paths.size === 0 ? [] : await readFiles([...paths]);
};

const ofSource = ({ rule, place, message, mend }: SourceProblem): Problem =>
  problem({ rule, place, subject: place.file, message, mend });

/** Problems of files that have nothing to do with tests are for `tocsin check`. */
const relevantProblems = (evidence: Evidence): Problem[] => {
  const others = new Set([
    ...evidence.alertmanagers.map(({ config }) => config.file),
    ...evidence.operatorConfigs.map(({ place }) => place.file),
    ...evidence.prometheus.map(({ file }) => file),
    ...evidence.dashboards.map(({ path }) => path),
  ]);
  return evidence.problems.filter(({ place }) => !others.has(place.file)).map(ofSource);
};

/** All files that were named, those that tests name in turn, and the tests beside definitions. */
export const readTestFiles = async (
  paths: readonly string[],
): Promise<{ readonly input: Input; readonly files: Files }> => {
  const input = await readInput(paths);
  const files = new Map(
    [...(await besideDefinitions(paths)), ...input.files].map((file) => [file.path, file]),
  );
  for (const file of await missingFiles(files)) files.set(file.path, file);
  return { input, files };
};

/** What was read, for an Alertmanager of that version. Throws UnreadableInput when there is nothing to test. */
export const testSet = (
  { input, files }: Awaited<ReturnType<typeof readTestFiles>>,
  version: AlertmanagerVersion,
): TestSet => {
  const evidence = readEvidence([...files.values()], version);
  const routes = routeTestsIn(files);
  const routeTests = routes.flatMap(({ tests }) => tests ?? []);
  const unread = [
    ...input.mistakes.map(ofSource),
    ...relevantProblems(evidence),
    ...routes.flatMap(({ problems }) => problems).map(ofSource),
  ];
  const isEmpty = evidence.ruleDocuments.length + evidence.ruleTests.length + routeTests.length;
  if (isEmpty === 0 && unread.length === 0) {
    throw new UnreadableInput(
      "there are no rules and no tests in what was named",
      "name definitions, or files and folders with rules, rule tests and route tests",
    );
  }
  return { evidence, routeTests, unread, input };
};
