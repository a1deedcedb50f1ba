import { canBeSilent, type Examples } from "../coverage.ts";
import type { TestedRule } from "../rules/tested-rule.ts";
import type { Scenario, TestCase } from "../test-suite.ts";
import { type Problem, problem } from "./problem.ts";

/** Alerts of which no case shows that they fire, or that they are silent. */
export const missingExamples = (
  rules: readonly TestedRule[],
  examples: ReadonlyMap<string, Examples>,
): Problem[] =>
  rules.flatMap((rule) => {
    if (rule.rule.kind !== "alerting") return [];
    const name = rule.rule.name.text;
    const at = { place: rule.rule.place, subject: name };
    const own = examples.get(rule.key);
    const found: Problem[] = [];
    if ((own?.firing.size ?? 0) === 0) {
      found.push(
        problem({
          ...at,
          rule: "no-firing-example",
          message: `no example shows ${name} firing`,
          mend: "add an alert_rule_test with series on which it must fire",
        }),
      );
    }
    if ((own?.silent.size ?? 0) === 0 && canBeSilent(rule)) {
      found.push(
        problem({
          ...at,
          rule: "no-silent-example",
          message: `no example shows ${name} silent`,
          mend: "add an alert_rule_test with exp_alerts: [] on series that are nearly bad enough",
        }),
      );
    }
    return found;
  });

/** Silent cases that pass whatever the rule says. */
export const vacuousProblems = (
  scenarios: readonly Scenario[],
  vacuous: ReadonlySet<TestCase>,
): Problem[] =>
  scenarios.flatMap(({ name, cases }) =>
    cases
      .filter((one) => vacuous.has(one))
      .map((one) =>
        problem({
          rule: "vacuous-case",
          place: one.place,
          subject: one.kind === "alert" ? one.test.alertname.text : one.name,
          message: `${one.name} whatever the rule says, in ${name}: even one that always holds has not fired yet`,
          mend: "look at a later eval_time, after the rule's `for`",
          case: one,
        }),
      ),
  );
