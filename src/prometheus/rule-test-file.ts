import type { LocatedYaml } from "../lib/located-yaml.ts";
import type { LocatedText, Place, SourceProblem } from "../lib/source.ts";
import { type FieldReader, type Fields, fieldReader } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { fieldOf } from "../lib/yaml-value.ts";
import { readDuration } from "./located-duration.ts";
import type { LocatedDuration, LocatedPair } from "./rule.ts";
import {
  type AlertRuleTest,
  type PromqlExprTest,
  readAlertRuleTest,
  readPromqlExprTest,
} from "./rule-test-cases.ts";
import { parseSeriesValues, type SeriesItem } from "./series-notation.ts";

/** A series that a test feeds to the rules. */
export type InputSeries = {
  readonly place: Place;
  /** Name and labels: `up{job="gateway"}`. */
  readonly series: LocatedText;
  readonly values: LocatedText;
  /** None when the values are wrong, which is reported. */
  readonly items: readonly SeriesItem[];
};

/** One entry of `tests`: series and what the rules must make of them. */
export type RuleTest = {
  readonly place: Place;
  readonly name: LocatedText | undefined;
  /** Between the samples of the input series; one minute when it is not written. */
  readonly interval: LocatedDuration | undefined;
  readonly inputSeries: readonly InputSeries[];
  readonly alertRuleTests: readonly AlertRuleTest[];
  readonly promqlExprTests: readonly PromqlExprTest[];
  readonly externalLabels: readonly LocatedPair[];
  readonly node: YamlNode;
};

/** One file for `promtool test rules`. */
export type RuleTestFile = {
  readonly file: string;
  readonly place: Place;
  /** Paths and globs, relative to the file. */
  readonly ruleFiles: readonly LocatedText[];
  readonly evaluationIntervalMs: number;
  /** Names of groups; undefined when the order is left to chance. */
  readonly groupEvalOrder: readonly LocatedText[] | undefined;
  readonly tests: readonly RuleTest[];
  readonly node: YamlNode;
};

const FILE_FIELDS = [
  "rule_files",
  "evaluation_interval",
  "group_eval_order",
  "tests",
  "fuzzy_compare",
];
const TEST_FIELDS = [
  "name",
  "interval",
  "input_series",
  "alert_rule_test",
  "promql_expr_test",
  "external_labels",
  "external_url",
  "start_timestamp",
];
const SERIES_FIELDS = ["series", "values"];

/** https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
const DEFAULT_EVALUATION_INTERVAL_MS = 60_000;

const readTexts = (node: YamlNode | undefined, what: string, reader: FieldReader): LocatedText[] =>
  reader.items(node, what).flatMap((item) => reader.text(item, `an entry of ${what}`) ?? []);

const itemsIn = (values: LocatedText, reader: FieldReader): readonly SeriesItem[] => {
  const parsed = parseSeriesValues(values.text);
  if ("items" in parsed) return parsed.items;
  reader.report("series-values", values.placeAt(parsed.fault.offset), {
    message: parsed.fault.message,
    mend: "write numbers, _, stale, 0+10x5 (six values, each 10 more) or {{…}} between blanks",
  });
  return [];
};

const readSeries = (node: YamlNode, reader: FieldReader): InputSeries | undefined => {
  const fields = reader.fields(node, { what: "the input series", known: SERIES_FIELDS });
  if (fields === undefined) return undefined;
  const series = reader.text(fields.get("series"), "series of the input series");
  const values = reader.text(fields.get("values"), "values of the input series");
  if (series === undefined || values === undefined || series.text === "") {
    reader.report("missing-field", fields.place, {
      message: "the input series lacks its series or its values",
      mend: 'write both series: up{job="x"} and values: 1x10',
    });
    return undefined;
  }
  return { place: fields.place, series, values, items: itemsIn(values, reader) };
};

const readTest = (node: YamlNode, reader: FieldReader): RuleTest | undefined => {
  const fields = reader.fields(node, { what: "the test", known: TEST_FIELDS });
  if (fields === undefined) return undefined;
  return {
    place: fields.place,
    name: reader.text(fields.get("name"), "name of the test"),
    interval: readDuration(reader, fields.get("interval"), "interval of the test"),
    inputSeries: reader
      .items(fields.get("input_series"), "input_series")
      .flatMap((item) => readSeries(item, reader) ?? []),
    alertRuleTests: reader
      .items(fields.get("alert_rule_test"), "alert_rule_test")
      .flatMap((item) => readAlertRuleTest(item, reader) ?? []),
    promqlExprTests: reader
      .items(fields.get("promql_expr_test"), "promql_expr_test")
      .flatMap((item) => readPromqlExprTest(item, reader) ?? []),
    externalLabels: reader.pairs(fields.get("external_labels"), "external_labels"),
    node,
  };
};

const reportRepeatedGroups = (order: readonly LocatedText[], reader: FieldReader) => {
  const seen = new Set<string>();
  for (const group of order) {
    if (seen.has(group.text)) {
      reader.report("duplicate-group", group.placeAt(0), {
        message: `the group ${group.text} stands twice in group_eval_order`,
        mend: "name each group once",
      });
    }
    seen.add(group.text);
  }
};

const readFile = (root: YamlNode, fields: Fields, reader: FieldReader): RuleTestFile => {
  const order = fields.get("group_eval_order");
  const groupEvalOrder = order && readTexts(order, "group_eval_order", reader);
  reportRepeatedGroups(groupEvalOrder ?? [], reader);
  const interval = readDuration(reader, fields.get("evaluation_interval"), "evaluation_interval");
  return {
    file: root.place.file,
    place: root.place,
    ruleFiles: readTexts(fields.get("rule_files"), "rule_files", reader),
    evaluationIntervalMs: interval?.ms || DEFAULT_EVALUATION_INTERVAL_MS,
    groupEvalOrder,
    tests: reader
      .items(fields.get("tests"), "tests")
      .flatMap((node) => readTest(node, reader) ?? []),
    node: root,
  };
};

/** True for what can only be a file of tests for rules. */
export const holdsRuleTests = (root: YamlNode): boolean =>
  fieldOf(root, "tests")?.kind === "list" && fieldOf(root, "rule_files")?.kind === "list";

export type RuleTestFileReading = {
  /** Undefined when the text is no file of tests at all. */
  readonly tests: RuleTestFile | undefined;
  readonly problems: readonly SourceProblem[];
};

/**
 * The tests in the first document of a text, read as strictly as `promtool test rules` does; goes on after what is
 * wrong.
 */
export const readRuleTestsIn = (yaml: LocatedYaml): RuleTestFileReading => {
  const reader = fieldReader();
  const [root] = yaml.documents;
  const fields = root && reader.fields(root, { what: "the test file", known: FILE_FIELDS });
  const tests = root && fields && readFile(root, fields, reader);
  return { tests, problems: [...yaml.problems, ...reader.problems] };
};
