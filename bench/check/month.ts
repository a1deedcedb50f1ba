import { postsOf } from "../../src/alertmanager/notification/alert-transition.ts";
import { setupOf } from "../../src/alertmanager/notification/setup-of-config.ts";
import { simulateOutcomes } from "../../src/alertmanager/notification/simulate.ts";
import { readEvidence } from "../../src/check/evidence/read-evidence.ts";
import { seededRandom } from "../../src/lib/random.ts";

export const ALERTS_A_MONTH = 1_000;
const MINUTE_MS = 60_000;
const MONTH_MS = 30 * 24 * 60 * MINUTE_MS;

const CONFIG = `route:
  receiver: team
  group_by: [alertname, service]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
  routes:
  - matchers: [severity="critical"]
    receiver: pager
receivers:
- name: team
  webhook_configs: [{url: http://team.example.com}]
- name: pager
  webhook_configs: [{url: http://pager.example.com}]
inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: [severity="warning"]
  equal: [service]
`;

/** Each of the alerts fires and resolves now and then, some for minutes and some for days. */
const transitions = () => {
  const random = seededRandom(1);
  const all = Array.from({ length: ALERTS_A_MONTH }, (_, index) => {
    const labels = {
      alertname: `Alert${index % 50}`,
      service: `service-${index % 200}`,
      instance: `i-${index}`,
      severity: index % 3 === 0 ? "critical" : "warning",
    };
    const times: { at: number; labels: typeof labels; state: "firing" | "resolved" }[] = [];
    let at = random.fraction() * 24 * 60 * MINUTE_MS;
    while (at < MONTH_MS) {
      times.push({ at, labels, state: "firing" });
      at += (5 + random.fraction() ** 4 * 3_000) * MINUTE_MS;
      times.push({ at, labels, state: "resolved" });
      at += (10 + random.fraction() * 3_000) * MINUTE_MS;
    }
    return times;
  });
  return all.flat().sort((a, b) => a.at - b.at);
};

/** Everything that Alertmanager would send in a month, counted. */
export const simulateMonth = (): number => {
  const [found] = readEvidence([{ path: "a.yml", text: CONFIG }], "current").alertmanagers;
  if (found === undefined) throw new Error("the configuration cannot be read");
  const setup = setupOf(found.config, { version: "current", silences: [], startedAt: 0 });
  let sent = 0;
  for (const outcome of simulateOutcomes(setup, postsOf(transitions()), MONTH_MS)) {
    if (outcome.kind === "sent") sent += 1;
  }
  return sent;
};
