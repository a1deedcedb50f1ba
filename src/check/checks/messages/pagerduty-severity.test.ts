import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { pagerdutySeverity } from "./pagerduty-severity.ts";

const rules = (severity: string) => `groups:
- name: shop
  rules:
  - {alert: ShopDown, expr: 'up{job="shop"} == 0', labels: {severity: ${severity}}}
`;

const pager = (fields = "") => `route: {receiver: pager, group_by: [alertname]}
receivers:
- name: pager
  pagerduty_configs:
  - routing_key_file: /etc/key
${fields}`;

test("without a severity, what is most urgent is an error like any other", () => {
  expect(
    foundBy(pagerdutySeverity, { "rules.yml": rules("critical"), "alertmanager.yml": pager() }),
  ).toMatchObject([{ severity: "info", line: 5, column: 5, subject: "pager" }]);
});

test("a severity that PagerDuty does not know is refused", async () => {
  const files = {
    "rules.yml": rules("page"),
    "alertmanager.yml": pager("    severity: '{{ .CommonLabels.severity }}'\n"),
  };
  const [finding, ...others] = foundBy(pagerdutySeverity, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    counterexample: { output: "page" },
  });
  await confirmed(finding, files);
});

test("less urgent alerts, known severities and the old API are let be", () => {
  const found = (severity: string, config: string) =>
    foundBy(pagerdutySeverity, { "rules.yml": rules(severity), "alertmanager.yml": config });
  expect(found("warning", pager())).toEqual([]);
  expect(found("critical", pager("    severity: '{{ .CommonLabels.severity }}'\n"))).toEqual([]);
  expect(found("critical", pager("    severity: critical\n"))).toEqual([]);
  expect(found("critical", pager().replace("routing_key_file", "service_key_file"))).toEqual([]);
});
