import { didYouMean } from "../../../lib/suggestion.ts";
import { parseExpr } from "../../../promql/syntax/parse.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { readsMetric } from "../rules/tested-rule.ts";
import { isRunnable, type TestCase, type TestSuite } from "../test-suite.ts";
import { type Problem, problem } from "./problem.ts";

const unmatchedFiles = ({ unmatched, file }: TestSuite): Problem[] =>
  unmatched.map((pattern) =>
    problem({
      rule: "rule-files-unmatched",
      place: pattern.placeAt(0),
      subject: file.file,
      message: `${JSON.stringify(pattern.text)} matches no rule file, so nothing of it is tested`,
      mend: "write the path from this file to the rules; promtool itself only warns",
    }),
  );

const alertnamesOf = ({ graph }: TestSuite): string[] =>
  graph.rules.flatMap(({ rule }) => (rule.kind === "alerting" ? [rule.name.text] : []));

const alertCasesOf = (suite: TestSuite) =>
  suite.scenarios.flatMap(({ cases }) => cases.filter((one) => one.kind === "alert"));

/** Nothing is said twice: with no rules at all, every name is unknown. */
const unknownAlerts = (suite: TestSuite): Problem[] => {
  const names = alertnamesOf(suite);
  if (suite.groups.length === 0) return [];
  return alertCasesOf(suite)
    .filter(({ test }) => !names.includes(test.alertname.text))
    .map((one) => {
      const { alertname } = one.test;
      return problem({
        rule: "unknown-alert",
        place: alertname.placeAt(0),
        subject: alertname.text,
        message: `no rule file of this test has an alert ${JSON.stringify(alertname.text)}, so the case can only say that it is silent`,
        mend: didYouMean(alertname.text, names) ?? "name an alert of the rule files",
        case: one,
      });
    });
};

const unknownGroups = ({ file, groups }: TestSuite): Problem[] => {
  const names = groups.map(({ group }) => group.name.text);
  return (file.groupEvalOrder ?? [])
    .filter(({ text }) => !names.includes(text))
    .map((group) =>
      problem({
        rule: "unknown-group",
        place: group.placeAt(0),
        subject: group.text,
        message: `there is no group ${JSON.stringify(group.text)} to be evaluated in order`,
        mend:
          didYouMean(group.text, names) ??
          "remove it; groups that record are evaluated before those that read",
      }),
    );
};

const selectorsIn = (one: TestCase) => {
  if (one.kind === "alert") return [];
  const parsed = parseExpr(one.test.expr.text);
  return "error" in parsed ? [] : selectorsOf(parsed.expr);
};

const metricIn = (series: string): string => {
  const parsed = parseExpr(series);
  return "error" in parsed || parsed.expr.kind !== "selector" ? "" : parsed.expr.metric;
};

/** Series that nothing reads: their name is misspelt, or a query has moved on. */
const unreadSeries = (suite: TestSuite): Problem[] => {
  const ofRules = suite.graph.rules.flatMap(({ selectors }) => selectors);
  if (suite.graph.rules.some(({ expr }) => expr === undefined)) return [];
  const metrics = [...new Set(ofRules.map(({ metric }) => metric))].filter((name) => name !== "");
  const known = new Map<string, boolean>();
  const isRead = (name: string, cases: readonly TestCase[]): boolean => {
    const byRules = known.get(name) ?? ofRules.some((selector) => readsMetric(selector, name));
    known.set(name, byRules);
    return byRules || cases.flatMap(selectorsIn).some((selector) => readsMetric(selector, name));
  };
  return suite.file.tests.flatMap((test) => {
    const cases = suite.scenarios.filter((one) => one.test === test).flatMap((one) => one.cases);
    return test.inputSeries.flatMap(({ series }) => {
      const name = metricIn(series.text);
      if (name === "" || isRead(name, cases)) return [];
      return problem({
        rule: "unread-series",
        place: series.placeAt(0),
        subject: name,
        message: `no rule and no query of this test reads ${name}`,
        mend: didYouMean(name, metrics) ?? "remove the series, or name a metric that a rule reads",
      });
    });
  });
};

const emptyTests = ({ file, scenarios }: TestSuite): Problem[] => {
  const asking = new Set(scenarios.map(({ test }) => test));
  const empty = file.tests.filter((test) => !asking.has(test) && isRunnable(test, file));
  const places = file.tests.length === 0 ? [file.place] : empty.map(({ place }) => place);
  return places.map((place) =>
    problem({
      rule: "empty-test",
      place,
      subject: file.file,
      message: "the test asks nothing, so it always passes",
      mend: "add alert_rule_test or promql_expr_test, or remove it",
    }),
  );
};

const oversizedTests = ({ file }: TestSuite): Problem[] =>
  file.tests
    .filter((test) => !isRunnable(test, file))
    .map(({ place }) =>
      problem({
        rule: "oversized-test",
        place,
        subject: file.file,
        message: "the test has more than a million samples or evaluations, and was not run",
        mend: "test a shorter time, or with a longer interval and evaluation_interval",
      }),
    );

/** Names and patterns of a test file that match nothing, and tests that ask nothing or too much. */
export const unmatchedNames = (suite: TestSuite): Problem[] => [
  ...unmatchedFiles(suite),
  ...unknownAlerts(suite),
  ...unknownGroups(suite),
  ...unreadSeries(suite),
  ...emptyTests(suite),
  ...oversizedTests(suite),
];
