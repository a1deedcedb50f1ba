import type { LocatedText } from "../lib/source.ts";
import type { FieldReader, Fields } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { readDuration } from "./located-duration.ts";
import { isLabelName, isMetricName, legacyNameFor, type NameValidation } from "./names.ts";
import type { AlertingRule, LocatedPair, Rule } from "./rule.ts";

export type RuleReading = {
  readonly reader: FieldReader;
  readonly names: NameValidation;
  /** In a PrometheusRule rather than a file of Prometheus. */
  readonly isManifest: boolean;
};

const RULE_FIELDS = ["record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"];

/** Longer than any name, shorter than a screen. */
const quote = (text: string): string =>
  JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Label names of a rule or group that Prometheus would refuse. */
export const checkLabels = (labels: readonly LocatedPair[], { reader, names }: RuleReading) => {
  for (const { name, value } of labels) {
    if (name.text === "__name__") {
      reader.report("invalid-name", name.placeAt(0), {
        message: "the label __name__ is the name of the metric, and no rule may set it",
        mend: "remove the label",
      });
    } else if (!isLabelName(name.text, names)) {
      reader.report("invalid-name", name.placeAt(0), {
        message: `${quote(name.text)} is no label name`,
        mend: `use letters, digits and underscores: ${legacyNameFor(name.text)}`,
      });
    }
    if (!value.text.isWellFormed()) {
      reader.report("invalid-value", value.placeAt(0), {
        message: `the value of the label ${name.text} is no valid UTF-8`,
        mend: "write characters rather than halves of surrogate pairs",
      });
    }
  }
};

const checkAnnotations = (annotations: readonly LocatedPair[], reading: RuleReading) => {
  for (const { name } of annotations) {
    if (isLabelName(name.text, reading.names)) continue;
    reading.reader.report("invalid-name", name.placeAt(0), {
      message: `${quote(name.text)} is no annotation name`,
      mend: `use letters, digits and underscores: ${legacyNameFor(name.text)}`,
    });
  }
};

/** What alone an alerting rule has. */
const readAlerting = (
  fields: Fields,
  what: string,
  reading: RuleReading,
): Pick<AlertingRule, "for" | "keepFiringFor" | "annotations"> => {
  const { reader } = reading;
  const annotations = reader.pairs(fields.get("annotations"), `the annotations of ${what}`);
  checkAnnotations(annotations, reading);
  return {
    for: readDuration(reader, fields.get("for"), `for of ${what}`),
    keepFiringFor: readDuration(
      reader,
      fields.get("keep_firing_for"),
      `keep_firing_for of ${what}`,
    ),
    annotations,
  };
};

const checkRecord = (record: LocatedText, fields: Fields, reading: RuleReading) => {
  const { reader, names } = reading;
  if (/[{}]/.test(record.text)) {
    reader.report("invalid-name", record.placeAt(record.text.search(/[{}]/)), {
      message: `the recording rule's name ${quote(record.text)} holds braces`,
      mend: "name the new series in record and write the query in expr; labels go into labels",
    });
  } else if (!isMetricName(record.text, names)) {
    reader.report("invalid-name", record.placeAt(0), {
      message: `${quote(record.text)} is no metric name`,
      mend: "use letters, digits, underscores and colons, such as job:requests:rate5m",
    });
  }
  const what = `the recording rule ${record.text}`;
  const alerting = readAlerting(fields, what, reading);
  const misplaced = [
    ...(alerting.for && alerting.for.ms > 0 ? ["for"] : []),
    ...(alerting.keepFiringFor && alerting.keepFiringFor.ms > 0 ? ["keep_firing_for"] : []),
    ...(alerting.annotations.length > 0 ? ["annotations"] : []),
  ];
  for (const name of misplaced) {
    reader.report("misplaced-field", fields.get(name)?.place ?? fields.place, {
      message: `${what} has ${name}, which only alerts have`,
      mend: `remove ${name}, or make the rule an alert`,
    });
  }
};

const readExpr = (fields: Fields, what: string, reader: FieldReader): LocatedText | undefined => {
  const expr = reader.text(fields.get("expr"), `expr of ${what}`);
  if (expr !== undefined && expr.text !== "") return expr;
  reader.report("missing-field", expr?.placeAt(0) ?? fields.place, {
    message: `${what} has no expr`,
    mend: "write the query in expr",
  });
  return undefined;
};

type Head = { readonly alert: LocatedText | undefined; readonly record: LocatedText | undefined };

/** Empty names count as none. */
const readHead = (fields: Fields, reader: FieldReader): Head => {
  const textOf = (name: string) => {
    const text = reader.text(fields.get(name), `${name} of the rule`);
    return text === undefined || text.text === "" ? undefined : text;
  };
  return { alert: textOf("alert"), record: textOf("record") };
};

const checkHead = ({ alert, record }: Head, fields: Fields, reader: FieldReader) => {
  if (alert !== undefined && record !== undefined) {
    reader.report("rule-kind", record.placeAt(0), {
      message: `the rule is both the alert ${alert.text} and the recording rule ${record.text}`,
      mend: "keep one of alert and record, or make two rules",
    });
  }
  if (alert === undefined && record === undefined) {
    reader.report("rule-kind", fields.place, {
      message: "the rule has neither alert nor record",
      mend: "name it with alert, or with record when it computes a series",
    });
  }
};

/** One rule; undefined when it lacks what every rule needs, which is reported. */
export const readRule = (node: YamlNode, reading: RuleReading): Rule | undefined => {
  const { reader } = reading;
  const fields = reader.fields(node, { what: "the rule", known: RULE_FIELDS });
  if (fields === undefined) return undefined;
  const head = readHead(fields, reader);
  checkHead(head, fields, reader);
  const name = head.alert ?? head.record;
  const what =
    head.alert === undefined ? `the rule ${name?.text ?? ""}`.trim() : `the alert ${name?.text}`;
  const labels = reader.pairs(fields.get("labels"), `the labels of ${what}`);
  checkLabels(labels, reading);
  const expr = readExpr(fields, what, reader);
  if (head.record !== undefined) checkRecord(head.record, fields, reading);
  const alerting = head.record === undefined ? readAlerting(fields, what, reading) : undefined;
  const isOne = (head.alert === undefined) !== (head.record === undefined);
  if (name === undefined || expr === undefined || !isOne) return undefined;
  const rule = { place: node.place, name, expr, labels };
  return alerting === undefined
    ? { kind: "recording", ...rule }
    : { kind: "alerting", ...rule, ...alerting };
};
