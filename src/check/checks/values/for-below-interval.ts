import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";

const find = function* ({ alerts, prometheus }: Examined): Iterable<Discovery> {
  for (const { rule, group, intervalMs } of alerts) {
    const wait = rule.for;
    if (wait === undefined || wait.ms === 0 || wait.ms >= intervalMs) continue;
    const known = group.interval !== undefined || prometheus !== undefined;
    const interval = formatDuration(intervalMs);
    yield {
      place: wait.written.placeAt(0),
      subject: rule.name.text,
      severity: known ? "warning" : "info",
      message: `the rule is evaluated every ${interval}${known ? "" : ", if the settings are right"}, so a wait of ${formatDuration(wait.ms)} lasts ${interval}`,
      help: `write \`for: ${interval}\`, or give the group an interval of ${formatDuration(wait.ms)} or less`,
    };
  }
};

export const forBelowInterval: Check = {
  name: "for-below-interval",
  severity: "warning",
  title: "A wait that is shorter than the time between two evaluations",
  find,
};
