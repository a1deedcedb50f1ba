import { type Dimension, unitName } from "../../../promql/values/dimension.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import { type PrintedUnit, printedUnit } from "./printed-unit.ts";
import { type PrintedValue, printedExample, printedValues, valueFactsOf } from "./printed-value.ts";
import {
  type JudgedAlert,
  judgedAlerts,
  type QueriedAlert,
  queriedAlerts,
  shownBy,
  verdictCounterexample,
} from "./query-verdicts.ts";

const KINDS = new Set(["unit-mismatch"] as const);

const severityOf = ({ verdict: { basis, certainty } }: JudgedAlert): FindingSeverity => {
  if (certainty === "proven" && basis !== "convention" && basis !== "usage") return "error";
  return basis === "convention" ? "info" : "warning";
};

const ofThreshold = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    const { node } = verdict;
    yield {
      place: alert.placeOf(node.kind === "binary" ? node.operatorSpan : verdict.span),
      subject: alert.rule.name.text,
      severity: severityOf(judged),
      message: verdict.message,
      help: "bring both sides into the same unit, best the base unit: seconds, bytes, ratios",
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

/** Functions that leave a number what it is. */
const PLAIN: ReadonlySet<string> = new Set(["printf", "print", "html"]);

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.abs(a);

/** 1024 taken for 1000: a difference of a few per cent. */
const isPrefixOnly = (unit: PrintedUnit, { scale }: Dimension): boolean => {
  const ratio = unit.scale / scale;
  return unit.quantity === "data" && ratio > 0.9 && ratio < 1.11;
};

const differs = (unit: PrintedUnit, { quantity, scale, perSecond }: Dimension): boolean =>
  !perSecond && quantity === unit.quantity && !near(scale, unit.scale);

/** A value at which the difference is seen. */
const exampleValue = ({ quantity, scale }: Dimension): number => {
  if (quantity === "ratio") return 0.25 * scale;
  return (quantity === "data" ? 2_362_232_012 : 90) * scale;
};

const ofPrinted = (printed: PrintedValue): Discovery | undefined => {
  const { alert, through, action, after, place, annotation } = printed;
  const { dimension } = valueFactsOf(alert);
  const unit = printedUnit(after);
  if (dimension === undefined || unit === undefined || !differs(unit, dimension)) return undefined;
  if (!through.every(({ name }) => PLAIN.has(name))) return undefined;
  const template = action + after.slice(0, after.indexOf(unit.text) + unit.text.length);
  const example = printedExample(alert, template, exampleValue(dimension));
  return {
    place,
    subject: alert.rule.name.text,
    severity: isPrefixOnly(unit, dimension) ? "info" : "warning",
    message: `${annotation.name.text} prints the value, which is in ${unitName(dimension)}, with "${unit.text}" behind it`,
    help: helpFor(dimension, unit),
    ...shownBy(example),
  };
};

const helpFor = (dimension: Dimension, unit: PrintedUnit): string => {
  if (unit.quantity === "ratio" && dimension.scale === 1) {
    return "print it with `| humanizePercentage`, without the sign behind it";
  }
  return `write ${unitName(dimension)}, or print the base unit with \`humanize1024\` or \`humanizeDuration\``;
};

const ofAlert = function* (alert: QueriedAlert): Iterable<Discovery> {
  for (const printed of printedValues(alert)) {
    const found = ofPrinted(printed);
    if (found !== undefined) yield found;
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  yield* ofThreshold(examined);
  for (const alert of queriedAlerts(examined)) yield* ofAlert(alert);
};

export const unitMismatch: Check = {
  name: "unit-mismatch",
  severity: "warning",
  title: "Units that do not go together: of both sides of a comparison, or of a value and its text",
  find,
};
