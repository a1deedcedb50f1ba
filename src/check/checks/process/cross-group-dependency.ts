import { formatDuration } from "../../../lib/duration.ts";
import type { Rule, RuleGroup } from "../../../prometheus/rule.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, ExaminedRecording } from "../../examined.ts";
import { counted, listedWords } from "./listed.ts";
import { seriesReaders } from "./series-readers.ts";

/** An alert that reads what another group records, or what its own group records behind it. */
type Lagging = {
  readonly alert: ExaminedAlert;
  readonly selector: VectorSelector;
  readonly recording: ExaminedRecording;
};

/** The recording that the alert does not see as of its own evaluation; none when one before it in its group records it. */
const laggingRecording = (
  alert: ExaminedAlert,
  recordings: readonly ExaminedRecording[],
  order: ReadonlyMap<Rule, number>,
): ExaminedRecording | undefined => {
  const own = recordings.filter(({ group }) => group === alert.group);
  if (own.length === 0) return recordings[0];
  const at = order.get(alert.rule) ?? 0;
  return own.some(({ rule }) => (order.get(rule) ?? 0) < at) ? undefined : own[0];
};

const laggingOf = (examined: Examined): Lagging[] => {
  const { ofRule, recordings } = seriesReaders(examined);
  const order = new Map(examined.rules.map(({ rule }, index) => [rule, index]));
  return examined.alerts.flatMap((alert) =>
    (ofRule.get(alert) ?? []).flatMap((selector) => {
      const found = recordings.get(metricOf(selector));
      const recording = found && laggingRecording(alert, found, order);
      return recording === undefined ? [] : [{ alert, selector, recording }];
    }),
  );
};

const discovery = (group: RuleGroup, lagging: readonly Lagging[]): Discovery[] => {
  const [first] = lagging;
  if (first === undefined) return [];
  const { alert, selector, recording } = first;
  const lag = formatDuration(recording.intervalMs);
  const alerts = [...new Set(lagging.map((one) => one.alert.rule.name.text))];
  const who = alerts.length > 3 ? counted(alerts.length, "alert") : listedWords(alerts);
  const verb = alerts.length === 1 ? "reads" : "read";
  const where =
    group === alert.group ? "behind it in its own group" : `in the group ${group.name.text}`;
  return [
    {
      place: alert.placeOf(selector.span),
      subject: alert.rule.name.text,
      message: `${who} ${verb} ${metricOf(selector)}, which is recorded ${where}: they may see the value of one evaluation before (${lag})`,
      help:
        group === alert.group
          ? "put the recording rule before the alert"
          : "put the recording rules and the alerts into one group, in this order; tests need group_eval_order otherwise",
    },
  ];
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const byReader = Map.groupBy(laggingOf(examined), ({ alert }) => alert.group);
  for (const ofReader of byReader.values()) {
    for (const [group, lagging] of Map.groupBy(ofReader, ({ recording }) => recording.group)) {
      yield* discovery(group, lagging);
    }
  }
};

export const crossGroupDependency: Check = {
  name: "cross-group-dependency",
  severity: "info",
  title: "An alert that reads what another group records, and so sees it late",
  find,
};
