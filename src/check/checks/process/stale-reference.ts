import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { alertNames } from "./alert-names.ts";
import { alertReferences } from "./alert-references.ts";

const find = function* (examined: Examined): Iterable<Discovery> {
  if (examined.alerts.length === 0) return;
  const { byName, near } = alertNames(examined);
  for (const { name, place, by, subject } of alertReferences(examined)) {
    if (byName.has(name)) continue;
    const meant = near(name);
    yield {
      place,
      subject,
      severity: meant === undefined ? "info" : "warning",
      message: `no alert of this set is called ${name}, which ${by} names${meant === undefined ? "" : ": it was renamed, or misspelt, and this was left behind"}`,
      help:
        meant === undefined
          ? "remove the name if the alert is gone; leave it if another set has it"
          : `did you mean ${meant}?`,
    };
  }
};

export const staleReference: Check = {
  name: "stale-reference",
  severity: "warning",
  title:
    "A route, inhibition, silence, dashboard, runbook or test that names an alert which is not there",
  find,
};
