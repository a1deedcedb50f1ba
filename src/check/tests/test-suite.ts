import { formatDuration } from "../../lib/duration.ts";
import type { LocatedText, Place } from "../../lib/source.ts";
import type { RuleDocument } from "../../prometheus/rule.ts";
import type { AlertRuleTest, PromqlExprTest } from "../../prometheus/rule-test-cases.ts";
import type { RuleTest, RuleTestFile } from "../../prometheus/rule-test-file.ts";
import { sampleCount } from "../../prometheus/series-notation.ts";
import { parseExpr } from "../../promql/syntax/parse.ts";
import { selectorsOf } from "../../promql/syntax/walk.ts";
import { pathFrom, pathTest } from "./path-pattern.ts";
import { inEvaluationOrder, type RuleGraph, ruleGraph } from "./rules/rule-graph.ts";
import { type TestedGroup, type TestedRule, testedGroups } from "./rules/tested-rule.ts";

type AnyCase = {
  readonly place: Place;
  /** What is asked, and when. */
  readonly name: string;
  readonly atMs: number;
};

/** Which alerts of one name fire at one time. */
export type AlertCase = AnyCase & { readonly kind: "alert"; readonly test: AlertRuleTest };

/** What a query gives at one time. */
export type QueryCase = AnyCase & { readonly kind: "query"; readonly test: PromqlExprTest };

export type TestCase = AlertCase | QueryCase;

/** One test of a file as promtool runs it; no two of its cases ask the same. */
export type Scenario = {
  readonly suite: TestSuite;
  readonly test: RuleTest;
  /** As a person tells it from the others of its file. */
  readonly name: string;
  readonly cases: readonly TestCase[];
};

/** A file for `promtool test rules` with the rules that it names. */
export type TestSuite = {
  readonly file: RuleTestFile;
  /** In the order in which they are evaluated. */
  readonly groups: readonly TestedGroup[];
  readonly graph: RuleGraph;
  readonly scenarios: readonly Scenario[];
  /** Entries of `rule_files` for which there is no file. */
  readonly unmatched: readonly LocatedText[];
};

/** Whether the case expects that no alert fires. */
export const isSilent = ({ test }: AlertCase): boolean => test.expected.length === 0;

const alertCase = (test: AlertRuleTest): AlertCase => {
  const atMs = test.evalTime?.ms ?? 0;
  const verb = test.expected.length === 0 ? "is silent" : "fires";
  const name = `${test.alertname.text} ${verb} at ${formatDuration(atMs)}`;
  return { kind: "alert", place: test.place, name, atMs, test };
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const queryCase = (test: PromqlExprTest): QueryCase => {
  const atMs = test.evalTime?.ms ?? 0;
  const name = `${oneLine(test.expr.text).slice(0, 120)} at ${formatDuration(atMs)}`;
  return { kind: "query", place: test.place, name, atMs, test };
};

/** What tells the cases of one promtool test apart in its output. */
export const questionOf = (one: TestCase): string =>
  one.kind === "alert"
    ? `alert ${one.atMs} ${one.test.alertname.text}`
    : `query ${one.atMs} ${one.test.expr.text}`;

/** The cases in so many lists that none asks the same twice. */
const withoutRepetition = (cases: readonly TestCase[]): TestCase[][] => {
  const lists: TestCase[][] = [];
  const asked = new Map<string, number>();
  for (const one of cases) {
    const question = questionOf(one);
    const times = asked.get(question) ?? 0;
    asked.set(question, times + 1);
    const list = lists[times] ?? [];
    list.push(one);
    lists[times] = list;
  }
  return lists;
};

/** A month of samples every 15 seconds is 180,000. */
const MOST_SAMPLES = 1_000_000;

/** Whether promtool can be expected to run the test: it keeps every sample and evaluates every interval. */
export const isRunnable = (test: RuleTest, { evaluationIntervalMs }: RuleTestFile): boolean => {
  const samples = test.inputSeries.reduce((sum, { items }) => sum + sampleCount(items), 0);
  const times = [...test.alertRuleTests, ...test.promqlExprTests].map(
    ({ evalTime }) => evalTime?.ms ?? 0,
  );
  const evaluations = Math.max(0, ...times) / evaluationIntervalMs;
  return samples <= MOST_SAMPLES && evaluations <= MOST_SAMPLES;
};

const scenariosOf = (suite: TestSuite): Scenario[] =>
  suite.file.tests.flatMap((test, index) => {
    if (!isRunnable(test, suite.file)) return [];
    const name = test.name?.text || `test ${index + 1}`;
    const cases = [...test.alertRuleTests.map(alertCase), ...test.promqlExprTests.map(queryCase)];
    return withoutRepetition(cases).map((list) => ({ suite, test, name, cases: list }));
  });

/** promtool orders groups by their names alone, so that each needs its own. */
const withUniqueNames = (groups: readonly TestedGroup[]): TestedGroup[] => {
  const names = new Set<string>();
  return groups.map((group) => {
    let { name } = group;
    for (let number = 2; names.has(name); number++) name = `${group.name} (${number})`;
    names.add(name);
    return { ...group, name };
  });
};

type Documents = ReadonlyMap<string, readonly TestedGroup[]>;

const namedGroups = (file: RuleTestFile, documents: Documents) => {
  const groups = new Set<TestedGroup>();
  const unmatched: LocatedText[] = [];
  for (const written of file.ruleFiles) {
    const isNamed = pathTest(pathFrom(file.file, written.text));
    const paths = [...documents.keys()].filter((path) => isNamed(path));
    if (paths.length === 0) unmatched.push(written);
    for (const path of paths) for (const group of documents.get(path) ?? []) groups.add(group);
  }
  return { groups: [...groups], unmatched };
};

const testSuite = (file: RuleTestFile, documents: Documents): TestSuite => {
  const { groups, unmatched } = namedGroups(file, documents);
  const named = withUniqueNames(groups);
  const graph = ruleGraph(named);
  const scenarios: Scenario[] = [];
  const suite = { file, groups: inEvaluationOrder(named, graph), graph, scenarios, unmatched };
  scenarios.push(...scenariosOf(suite));
  return suite;
};

export type TestSuites = {
  readonly suites: readonly TestSuite[];
  /** All rules that were given, each once, those that tests name first. */
  readonly rules: readonly TestedRule[];
};

/** The files of tests, each with the rules that it names. */
export const testSuites = (
  files: readonly RuleTestFile[],
  documents: readonly RuleDocument[],
): TestSuites => {
  const byFile = new Map<string, TestedGroup[]>();
  for (const document of documents) {
    const groups = byFile.get(document.file) ?? [];
    groups.push(...testedGroups(document));
    byFile.set(document.file, groups);
  }
  const suites = files.map((file) => testSuite(file, byFile));
  const tested = suites.flatMap(({ groups }) => groups);
  const rules = new Map<string, TestedRule>();
  for (const rule of [...tested, ...[...byFile.values()].flat()].flatMap((group) => group.rules)) {
    if (!rules.has(rule.key)) rules.set(rule.key, rule);
  }
  return { suites, rules: [...rules.values()] };
};

/** The rules of the suite that the case depends on by name: those of the alert, or those that the query reads. */
export const rulesAskedBy = (suite: TestSuite, one: TestCase): readonly TestedRule[] => {
  if (one.kind === "alert") return alertsNamed(suite, one.test.alertname.text);
  const parsed = parseExpr(one.test.expr.text);
  return "error" in parsed ? [] : suite.graph.readBy(selectorsOf(parsed.expr));
};

/** The alerting rules of that name. */
export const alertsNamed = ({ graph }: TestSuite, name: string): readonly TestedRule[] =>
  graph.rules.filter(({ rule }) => rule.kind === "alerting" && rule.name.text === name);
