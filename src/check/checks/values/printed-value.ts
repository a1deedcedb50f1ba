import type { Place } from "../../../lib/source.ts";
import type { LocatedPair } from "../../../prometheus/rule.ts";
import { alertTemplateUses } from "../../../prometheus/template/alert-template-uses.ts";
import { expandAlertTemplate } from "../../../prometheus/template/expand-alert-template.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import type { ValueFacts } from "../../../promql/values/value-facts.ts";
import type { Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, Query } from "../../examined.ts";
import { type QueriedAlert, queriedAlerts } from "./query-verdicts.ts";

/** A place in an annotation that prints the alert's value. */
export type PrintedValue = {
  readonly alert: QueriedAlert;
  readonly annotation: LocatedPair;
  readonly place: Place;
  /** The functions that it goes through, the last one last. */
  readonly through: readonly { readonly name: string; readonly format: string | undefined }[];
  /** `{{ $value }}`, with its braces. */
  readonly action: string;
  /** What stands on the same line before and after it. */
  readonly before: string;
  readonly after: string;
};

const lineBefore = (text: string): string => text.slice(text.lastIndexOf("\n") + 1);
const lineAfter = (text: string): string => text.split("\n", 1)[0] ?? "";

const printedIn = (alert: QueriedAlert, annotation: LocatedPair): readonly PrintedValue[] => {
  const { text } = annotation.value;
  if (!/value/i.test(text)) return [];
  const uses = alertTemplateUses(text, alert.rule.name.text, "current");
  if ("error" in uses) return [];
  return uses.values.flatMap(({ span, role, through }) => {
    const from = text.lastIndexOf("{{", span.from);
    const end = text.indexOf("}}", span.to);
    if (role !== "printed" || from < 0 || end < 0) return [];
    return [
      {
        alert,
        annotation,
        place: annotation.value.placeAt(span.from),
        through,
        action: text.slice(from, end + 2),
        before: lineBefore(text.slice(0, from)),
        after: lineAfter(text.slice(end + 2)),
      },
    ];
  });
};

const known = new WeakMap<Query, readonly PrintedValue[]>();

/** Everywhere that the annotations of an alert print its value. */
export const printedValues = (alert: QueriedAlert): readonly PrintedValue[] => {
  const before = known.get(alert.query);
  if (before !== undefined) return before;
  const printed = alert.rule.annotations.flatMap((annotation) => printedIn(alert, annotation));
  known.set(alert.query, printed);
  return printed;
};

/** What is found of each value that an alert of the set prints. */
export const inPrintedValues = function* (
  examined: Examined,
  discover: (printed: PrintedValue) => Discovery | undefined,
): Iterable<Discovery> {
  for (const printed of queriedAlerts(examined).flatMap(printedValues)) {
    const found = discover(printed);
    if (found !== undefined) yield found;
  }
};

/** What is known of the value that is printed. */
export const valueFactsOf = ({ query }: QueriedAlert): ValueFacts =>
  factsIn(query.values(), query.expr);

/** A template and what it prints for a value; undefined where it does not stand for itself. */
export const printedExample = (
  alert: QueriedAlert,
  template: string,
  value: number,
): (Counterexample & { readonly kind: "render"; readonly output: string }) | undefined => {
  const expanded = expandAlertTemplate(template, {
    alert: alert.rule.name.text,
    version: "2.42",
    labels: {},
    value,
    externalLabels: {},
    externalUrl: undefined,
    now: 0,
  });
  if ("error" in expanded) return undefined;
  return {
    kind: "render",
    program: "prometheus",
    template,
    data: { labels: {}, value, externalLabels: {} },
    output: expanded.output,
  };
};
