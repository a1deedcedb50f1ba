import { toYaml } from "../lib/yaml.ts";
import { settledWatchdogName } from "../model/delivery.ts";
import type { System } from "../model/system.ts";
import { type AlertRule, alertRule, alertsOf, directRule, watchdogRule } from "./alert-rule.ts";
import { generatedFrom } from "./generated.ts";
import { settledWatchdogRule } from "./settled-watchdog.ts";

type RuleGroup = {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly AlertRule[];
};

/** One group per service, then the group of Tocsin's own alerts. */
export const ruleGroups = (system: System): RuleGroup[] => {
  const watchdog = watchdogRule(system);
  return [
    ...system.services.map((service) => ({
      name: `${service.name}.rules`,
      interval: system.evaluationInterval,
      rules: alertsOf(service).map((alert) => alertRule(system, service, alert)),
    })),
    {
      name: `${system.name}.tocsin`,
      interval: system.evaluationInterval,
      rules: [watchdog, settledWatchdogRule(system, watchdog), directRule(system)],
    },
  ];
};

export const prometheusRules = (system: System): string =>
  toYaml({ groups: ruleGroups(system) }, [
    ...generatedFrom(system),
    `Tocsin takes the annotation evaluated_at of ${settledWatchdogName(system.watchdog)} as the sign of life of this Prometheus.`,
  ]);
