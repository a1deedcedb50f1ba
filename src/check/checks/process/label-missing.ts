import { isAlwaysPresent, isNeverPresent } from "../../../labels/symbolic-labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";

const find = function* ({ alerts, settings }: Examined): Iterable<Discovery> {
  const { requiredLabels } = settings;
  if (requiredLabels.length === 0) return;
  for (const alert of alerts) {
    const name = alert.rule.name.text;
    for (const label of requiredLabels) {
      const branches = alert.arriving();
      if (branches.every((labels) => isAlwaysPresent(labels, label))) continue;
      const isNever = branches.some((labels) => isNeverPresent(labels, label));
      yield {
        place: alert.rule.name.placeAt(0),
        subject: name,
        severity: isNever ? "warning" : "info",
        message: isNever
          ? `${name} arrives without the label ${label}, which every alert must have`
          : `${name} has the label ${label}, which every alert must have, only if its series have it`,
        help: `add the label ${label} to the rule, or keep it in the aggregation of its query`,
      };
    }
  }
};

export const labelMissing: Check = {
  name: "label-missing",
  severity: "warning",
  title: "An alert without a label that every alert must have",
  find,
};
