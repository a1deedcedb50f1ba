import type { RuleDocument } from "../../../prometheus/rule.ts";
import type { AlertRuleTest } from "../../../prometheus/rule-test-cases.ts";
import type { RuleTest } from "../../../prometheus/rule-test-file.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { alertNames } from "./alert-names.ts";
import { feedsNothing } from "./fed-series.ts";
import { listedWords } from "./listed.ts";
import { seriesReaders, withItsSources } from "./series-readers.ts";
import { type LoadedRules, loadedByTests } from "./tested-rules.ts";

type Silence = { readonly test: RuleTest; readonly expectation: AlertRuleTest };

const silencesOf = ({ file }: LoadedRules): readonly Silence[] =>
  file.tests.flatMap((test) =>
    test.alertRuleTests
      .filter(({ expected }) => expected.length === 0)
      .map((expectation) => ({ test, expectation })),
  );

const unmatchedFiles = function* ({ file, unmatched }: LoadedRules): Iterable<Discovery> {
  for (const pattern of unmatched) {
    yield {
      place: pattern.placeAt(0),
      subject: file.file,
      message: `"${pattern.text}" is no file of this set; promtool warns and passes every test that expects no alert`,
      help: "correct the path, which is relative to the test file, or give `tocsin check` the rules too",
    };
  }
};

/** Alerts that no rule loaded by the test has, of which it expects silence. */
const unknownAlert = (
  { expectation }: Silence,
  loaded: LoadedRules,
  examined: Examined,
): Discovery | undefined => {
  const name = expectation.alertname.text;
  const { byName, near } = alertNames(examined);
  const known = byName.get(name) ?? [];
  if (known.some(({ document }) => loaded.documents.has(document))) return undefined;
  const [elsewhere] = known;
  const suggestion = elsewhere === undefined ? near(name) : undefined;
  const why =
    elsewhere === undefined
      ? `no rule is called ${name}`
      : `${name} stands in ${elsewhere.document.file}, which this test does not load`;
  const correction =
    elsewhere === undefined ? "name an alert that is there" : "load its file in rule_files";
  return {
    place: expectation.alertname.placeAt(0),
    subject: name,
    message: `${why}: it is silent whatever happens, and the test passes without testing anything`,
    help: suggestion === undefined ? correction : `did you mean ${suggestion}?`,
  };
};

const unfedAlert = (silence: Silence, examined: Examined): Discovery | undefined => {
  const { test, expectation } = silence;
  const name = expectation.alertname.text;
  const alerts = alertNames(examined).byName.get(name) ?? [];
  if (alerts.length === 0 || !alerts.every((alert) => feedsNothing(test, alert, examined))) {
    return undefined;
  }
  return {
    place: expectation.alertname.placeAt(0),
    subject: name,
    message: `no input series of this test is read by ${name}: it is silent whatever its threshold is, and the test passes without testing anything`,
    help: "give the test series with the name and labels that the rule selects, just below the threshold",
  };
};

/** A tested alert that reads what another group of the loaded rules records. */
const crossingAlert = (
  { file, documents }: LoadedRules,
  examined: Examined,
): { readonly alert: ExaminedAlert; readonly groups: readonly string[] } | undefined => {
  const readers = seriesReaders(examined);
  const { byName } = alertNames(examined);
  const names = new Set(
    file.tests.flatMap(({ alertRuleTests }) => alertRuleTests.map((one) => one.alertname.text)),
  );
  for (const name of names) {
    for (const alert of byName.get(name) ?? []) {
      if (!documents.has(alert.document)) continue;
      const sources = [...withItsSources(readers, alert)].filter(
        ({ group, document }) => group !== alert.group && documents.has(document),
      );
      const [first] = sources;
      if (first === undefined) continue;
      return { alert, groups: [...new Set(sources.map(({ group }) => group.name.text))] };
    }
  }
  return undefined;
};

const unordered = (loaded: LoadedRules, examined: Examined): Discovery | undefined => {
  const { file } = loaded;
  if (file.groupEvalOrder !== undefined) return undefined;
  const crossing = crossingAlert(loaded, examined);
  if (crossing === undefined) return undefined;
  const { alert, groups } = crossing;
  const order = [...groups, alert.group.name.text];
  return {
    place: file.ruleFiles[0]?.placeAt(0) ?? file.place,
    subject: file.file,
    message: `the groups have no order: ${alert.rule.name.text} reads what ${listedWords(groups)} records, and whether it sees the last value or the one before changes from run to run`,
    help: `add group_eval_order: [${order.join(", ")}]`,
  };
};

/** promtool cannot load manifests, so that tests of their rules name files that are made of them. */
const isPlain = ({ manifest }: RuleDocument): boolean => manifest === undefined;

const find = function* (examined: Examined): Iterable<Discovery> {
  const { ruleDocuments } = examined.evidence;
  if (ruleDocuments.length === 0) return;
  const arePlain = ruleDocuments.every(isPlain);
  for (const loaded of loadedByTests(examined)) {
    if (arePlain) yield* unmatchedFiles(loaded);
    const isWhole = loaded.unmatched.length === 0;
    for (const silence of silencesOf(loaded)) {
      const found = isWhole ? unknownAlert(silence, loaded, examined) : undefined;
      const vacuous = found ?? unfedAlert(silence, examined);
      if (vacuous !== undefined) yield vacuous;
    }
    const flaky = unordered(loaded, examined);
    if (flaky !== undefined) yield flaky;
  }
};

export const testVacuous: Check = {
  name: "test-vacuous",
  severity: "warning",
  title: "A rule test that passes whatever the rules say, or by chance",
  find,
};
