import { number } from "../../../promql/values/verdicts/verdict.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { burnConditions } from "./burn-condition.ts";
import { printedExample, printedValues } from "./printed-value.ts";
import { type QueriedAlert, queriedAlerts, shownBy, textOf } from "./query-verdicts.ts";

/** The value is announced as a burn rate: nothing but a few words stand between. */
const ANNOUNCED = /burn(?:ing)?[\s-]*rate(?:\s+(?:is|of|at|now|currently))*\s*[:=]?\s*$/i;
const FOLLOWED = /^\s*(?:x\s+)?burn(?:ing)?[\s-]*rate/i;

const LONGEST = 40;

const shortened = (text: string): string => (text.length > LONGEST ? "(…)" : text);

const ofAlert = function* (alert: QueriedAlert): Iterable<Discovery> {
  const condition = burnConditions(alert).find(({ ratio }) => ratio < 1);
  if (condition === undefined) return;
  for (const { action, before, after, place, annotation } of printedValues(alert)) {
    if (!ANNOUNCED.test(before) && !FOLLOWED.test(after)) continue;
    const { ratio, budget, threshold } = condition;
    const value = budget === undefined ? ratio * 1.5 : Math.round((ratio * 1.4) / budget) * budget;
    const example = printedExample(alert, action, Number(value.toPrecision(6)));
    if (example === undefined) continue;
    const real = budget === undefined ? "" : `, while the burn rate is ${number(value / budget)}`;
    const divisor = budget === undefined ? "(1 - objective)" : number(budget);
    yield {
      place,
      subject: alert.rule.name.text,
      message: `${annotation.name.text} calls the value a burn rate, and it is the share of failures: "${example.output}"${real}`,
      help: `divide by what the objective allows, \`${shortened(textOf(alert.query, threshold.value.span))} / ${divisor}\`, compare that, and print it with an x`,
      ...shownBy(example),
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) yield* ofAlert(alert);
};

export const burnRateText: Check = {
  name: "burn-rate-text",
  severity: "warning",
  title: "A text that says burn rate and prints the share of failures",
  find,
};
