import { toDecimalText } from "../lib/decimal.ts";
import type { Alert } from "../model/alert.ts";
import type { Availability, BurnWindow } from "../model/objective.ts";
import { errorBudget, ratioThreshold } from "./burn-rate.ts";

/** Decimals kept of a threshold whose fraction does not end, as 14/15 of a window of 28d. */
const PLACES = 12;

const ratio = ({ bad, total, job }: Availability, range: string): string => {
  const rate = (name: string) =>
    `sum by (job) (rate(${name}{job=${JSON.stringify(job)}}[${range}]))`;
  return `${rate(bad.name)} / (${rate(total.name)} > 0)`;
};

const pair = (objective: Availability, window: BurnWindow): string => {
  const threshold = toDecimalText(ratioThreshold(objective, window), PLACES);
  const { bad, job, burn } = objective;
  return [
    "  (",
    `    ${ratio(objective, window.long)} > ${threshold}`,
    "    and",
    `    ${ratio(objective, window.short)} > ${threshold}`,
    "    and",
    `    sum by (job) (increase(${bad.name}{job=${JSON.stringify(job)}}[${window.long}])) >= ${burn.minBadEvents}`,
    "  )",
  ].join("\n");
};

/**
 * The alert of an objective. Each window must burn too fast both over its long range, which makes it
 * matter, and over its short one, which lets it end soon after the failures do; so there is no `for`.
 * The value of the result is the burn rate: the ratio of the long range divided by the budget.
 */
export const burnAlert = (objective: Availability): Alert => {
  const { burn, name, target, window } = objective;
  const budget = toDecimalText(errorBudget(objective), PLACES);
  return {
    name: burn.name,
    severity: burn.severity,
    when: `(\n${burn.windows.map((each) => pair(objective, each)).join("\n  or\n")}\n) / ${budget}`,
    carries: ["job"],
    labels: { slo: name, ...burn.labels },
    because: burn.because,
    summary: [`The ${name} budget of `, { label: "job" }, " burns at ", { value: "times" }],
    description: [
      `The objective is ${target} over ${window}, and its error budget goes `,
      { value: "times" },
      ` as fast as it may: ${burn.because}`,
    ],
    runbook: burn.runbook,
    definedAt: objective.definedAt,
  };
};
