import type { LocatedText, Place } from "../lib/source.ts";
import type { FieldReader, Fields } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { asNumber } from "../lib/yaml-value.ts";
import { readDuration } from "./located-duration.ts";
import type { LocatedDuration, LocatedPair } from "./rule.ts";

/** An alert that a test expects to fire. Labels leave out `alertname`. */
export type ExpectedAlert = {
  readonly place: Place;
  readonly labels: readonly LocatedPair[];
  readonly annotations: readonly LocatedPair[];
};

/** Which alerts of one name fire at one time; none when the list is empty. */
export type AlertRuleTest = {
  readonly place: Place;
  /** Since the beginning of the test; the beginning when it is not written. */
  readonly evalTime: LocatedDuration | undefined;
  readonly alertname: LocatedText;
  readonly expected: readonly ExpectedAlert[];
};

export type ExpectedSample = {
  readonly place: Place;
  /** As PromQL writes a series: `up{job="x"}`; undefined for one without labels. */
  readonly labels: LocatedText | undefined;
  readonly value: number;
  readonly histogram: LocatedText | undefined;
};

/** What a query gives at one time. */
export type PromqlExprTest = {
  readonly place: Place;
  readonly expr: LocatedText;
  readonly evalTime: LocatedDuration | undefined;
  readonly expected: readonly ExpectedSample[];
};

const ALERT_TEST_FIELDS = ["eval_time", "alertname", "exp_alerts"];
const ALERT_FIELDS = ["exp_labels", "exp_annotations"];
const EXPR_TEST_FIELDS = ["expr", "eval_time", "exp_samples"];
const SAMPLE_FIELDS = ["labels", "value", "histogram"];

const readExpectedAlert = (node: YamlNode, reader: FieldReader): ExpectedAlert | undefined => {
  const fields = reader.fields(node, { what: "the expected alert", known: ALERT_FIELDS });
  return (
    fields && {
      place: fields.place,
      labels: reader.pairs(fields.get("exp_labels"), "exp_labels"),
      annotations: reader.pairs(fields.get("exp_annotations"), "exp_annotations"),
    }
  );
};

const evalTimeOf = (fields: Fields, reader: FieldReader): LocatedDuration | undefined =>
  readDuration(reader, fields.get("eval_time"), "eval_time");

/** One entry of `alert_rule_test`. */
export const readAlertRuleTest = (
  node: YamlNode,
  reader: FieldReader,
): AlertRuleTest | undefined => {
  const fields = reader.fields(node, { what: "the alert's test", known: ALERT_TEST_FIELDS });
  if (fields === undefined) return undefined;
  const alertname = reader.text(fields.get("alertname"), "alertname");
  const evalTime = evalTimeOf(fields, reader);
  const expected = reader
    .items(fields.get("exp_alerts"), "exp_alerts")
    .flatMap((item) => readExpectedAlert(item, reader) ?? []);
  if (alertname === undefined || alertname.text === "") {
    reader.report("missing-field", fields.place, {
      message: "the alert's test has no alertname",
      mend: "name the alert that is tested",
    });
    return undefined;
  }
  return { place: fields.place, evalTime, alertname, expected };
};

const readValue = (node: YamlNode | undefined, reader: FieldReader): number => {
  if (node === undefined) return 0;
  const value = asNumber(node);
  if (value !== undefined) return value;
  reader.report("wrong-type", node.place, {
    message: "value of the expected sample must be a number",
    mend: "write the number without quotes; infinity is .inf, not a number .nan",
  });
  return 0;
};

const readExpectedSample = (node: YamlNode, reader: FieldReader): ExpectedSample | undefined => {
  const fields = reader.fields(node, { what: "the expected sample", known: SAMPLE_FIELDS });
  return (
    fields && {
      place: fields.place,
      labels: reader.text(fields.get("labels"), "labels of the expected sample"),
      value: readValue(fields.get("value"), reader),
      histogram: reader.text(fields.get("histogram"), "histogram of the expected sample"),
    }
  );
};

/** One entry of `promql_expr_test`. */
export const readPromqlExprTest = (
  node: YamlNode,
  reader: FieldReader,
): PromqlExprTest | undefined => {
  const fields = reader.fields(node, { what: "the query's test", known: EXPR_TEST_FIELDS });
  if (fields === undefined) return undefined;
  const expr = reader.text(fields.get("expr"), "expr of the query's test");
  const evalTime = evalTimeOf(fields, reader);
  const expected = reader
    .items(fields.get("exp_samples"), "exp_samples")
    .flatMap((item) => readExpectedSample(item, reader) ?? []);
  if (expr === undefined || expr.text === "") {
    reader.report("missing-field", fields.place, {
      message: "the query's test has no expr",
      mend: "write the query in expr",
    });
    return undefined;
  }
  return { place: fields.place, expr, evalTime, expected };
};
