import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { inhibitionDead } from "./inhibition-dead.ts";
import { inhibitionEqualOneSided } from "./inhibition-equal-one-sided.ts";

const rules = (source: string, target: string) => `groups:
- name: shop
  rules:
  - alert: NodeDown
    expr: ${source}
    labels: {severity: critical}
  - alert: ShopSlow
    expr: ${target}
    labels: {severity: warning}
`;

const ALERTMANAGER = `route:
  receiver: chat
  group_wait: 1s
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: [severity="warning"]
  equal: [service, instance]
`;

const PROMETHEUS = `global:
  external_labels: {region: eu}
`;

const LOST = rules('up{job="node"} == 0', "sum by (service) (rate(shop_errors_total[5m])) > 1");

test("a label that every source has and every target has lost makes the inhibition idle", async () => {
  const files = {
    "rules.yml": LOST,
    "alertmanager.yml": ALERTMANAGER,
    "prometheus.yml": PROMETHEUS,
  };
  const [finding, ...others] = foundBy(inhibitionEqualOneSided, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 10,
    column: 20,
    message: expect.stringContaining(
      '"instance" must be equal, and every source has it (NodeDown) but no target (ShopSlow)',
    ),
  });
  await confirmed(finding, files);
  expect(foundBy(inhibitionDead, files)).toEqual([]);
});

test("without a configuration of Prometheus the label might be an external one", () => {
  const files = { "rules.yml": LOST, "alertmanager.yml": ALERTMANAGER };
  expect(foundBy(inhibitionEqualOneSided, files)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("external_labels") },
  ]);
});

test("one target that may have the label is enough, and so is a source that may lack it", () => {
  const kept = rules('up{job="node"} == 0', "sum by (service, instance) (shop_errors) > 1");
  expect(
    foundBy(inhibitionEqualOneSided, { "rules.yml": kept, "alertmanager.yml": ALERTMANAGER }),
  ).toEqual([]);
  const lacking = rules("shop_errors > 1 or sum(up) == 0", "sum by (service) (shop_errors) > 1");
  expect(
    foundBy(inhibitionEqualOneSided, { "rules.yml": lacking, "alertmanager.yml": ALERTMANAGER }),
  ).toEqual([]);
});
