import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { inhibitionDead } from "./inhibition-dead.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    for: 1m
    labels: {severity: critical, service: shop}
  - alert: ShopSlow
    expr: shop_latency_seconds > 1
    for: 3m
    labels: {severity: warning, service: shop}
`;

const alertmanager = (inhibition: string) => `route:
  receiver: chat
  group_wait: 1s
  routes:
  - matchers: [severity="critical"]
    receiver: pager
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
- name: pager
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
- ${inhibition}
`;

const LADDER = `source_match:
    severity: critical
  target_match:
    severity: warning
  equal: ['alertname', 'instance']`;

test("a ladder over alerts of different names never acts, and both are told", async () => {
  const files = { "rules.yml": RULES, "alertmanager.yml": alertmanager(LADDER) };
  const [finding, ...others] = foundBy(inhibitionDead, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    file: "alertmanager.yml",
    line: 17,
    column: 12,
    subject: '{severity="critical"} over {severity="warning"}',
    message: expect.stringContaining('no target can have the same "alertname" as any source'),
    counterexample: {
      kind: "timeline",
      notifications: [
        { receiver: "pager", alerts: [{ alertname: "ShopDown" }] },
        { receiver: "chat", alerts: [{ alertname: "ShopSlow" }] },
      ],
    },
  });
  await confirmed(finding, files);
});

test("a ladder of one alert in two severities acts", () => {
  const rules = RULES.replace("ShopSlow", "ShopDown");
  const files = { "rules.yml": rules, "alertmanager.yml": alertmanager(LADDER) };
  expect(foundBy(inhibitionDead, files)).toEqual([]);
});

test("an inhibition over labels that both sides carry or may carry acts", () => {
  const acting = alertmanager(
    "{source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [service, cluster]}",
  );
  expect(foundBy(inhibitionDead, { "rules.yml": RULES, "alertmanager.yml": acting })).toEqual([]);
});

test("a name that only a template decides is not taken to be another", () => {
  const rules = RULES.replace(
    "service: shop}\n  - alert: ShopSlow",
    "service: '{{ $labels.s }}'}\n  - alert: ShopSlow",
  );
  const acting = alertmanager(
    "{source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [service]}",
  );
  expect(foundBy(inhibitionDead, { "rules.yml": rules, "alertmanager.yml": acting })).toEqual([]);
});

test("labels that are there with other values are never equal, whatever Prometheus adds", () => {
  const rules = RULES.replace('up{job="shop"} == 0', 'max by (job) (up{region="a"}) == 0')
    .replace("shop_latency_seconds > 1", 'shop_latency_seconds{region="a"} > 1')
    .replace(
      "service: shop}\n  - alert: ShopSlow",
      "service: shop, region: b}\n  - alert: ShopSlow",
    );
  const files = {
    "rules.yml": rules,
    "alertmanager.yml": alertmanager(
      "{source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [region]}",
    ),
  };
  expect(foundBy(inhibitionDead, files)).toMatchObject([{ severity: "error" }]);
});

test("a side that no alert can be on is a note, and a warning where a value was misspelt", () => {
  const files = (matchers: string) => ({
    "rules.yml": RULES,
    "alertmanager.yml": alertmanager(
      `{source_matchers: [severity=critical], target_matchers: [${matchers}], equal: [service]}`,
    ),
  });
  expect(foundBy(inhibitionDead, files("severity=info"))).toMatchObject([
    { severity: "info", line: 13, message: expect.stringContaining("can be its target") },
  ]);
  expect(foundBy(inhibitionDead, files("severity=warnin"))).toMatchObject([
    { severity: "warning", help: 'did you mean severity="warning"?' },
  ]);
  expect(foundBy(inhibitionDead, files("alertname=Gone"))).toEqual([]);
});

test("a step of a ladder that no alert takes is a warning where another step acts", () => {
  const ladder = `${RULES}  - alert: ShopDown
    expr: up{job="shop"} < 1
    labels: {severity: warning}
  - alert: ShopBusy
    expr: shop_load > 1
    labels: {severity: info}
`;
  const steps = alertmanager(
    "{source_matchers: [severity=critical], target_matchers: [severity=warning], equal: [alertname]}\n- {source_matchers: [severity=warning], target_matchers: [severity=info], equal: [alertname]}",
  );
  expect(foundBy(inhibitionDead, { "rules.yml": ladder, "alertmanager.yml": steps })).toMatchObject(
    [{ severity: "warning", line: 14, message: expect.stringContaining("same `equal` acts") }],
  );
});

test("nothing is said where there are no alerts to say it of", () => {
  expect(foundBy(inhibitionDead, { "alertmanager.yml": alertmanager(LADDER) })).toEqual([]);
});
