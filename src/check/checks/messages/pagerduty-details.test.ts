import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { pagerdutyDetails } from "./pagerduty-details.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical}
`;

const pager = (fields: string) => `route:
  receiver: pager
  group_by: [alertname]
receivers:
- name: pager
  pagerduty_configs:
  - routing_key_file: /etc/key
${fields}`;

const COUNTS = "    details:\n      firing: '{{ .Alerts.Firing | len }}'\n";
const TITLE = "    description: '{{ .GroupLabels.alertname }}'\n";

test("a count in place of the list of alerts says nothing of two instances", async () => {
  const files = { "rules.yml": RULES, "alertmanager.yml": pager(TITLE + COUNTS) };
  const [finding, ...others] = foundBy(pagerdutyDetails, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 10,
    column: 16,
    subject: "pager",
    counterexample: { kind: "render", output: "2" },
  });
  await confirmed(finding, files);
});

test.each([
  ["no details", TITLE],
  ["other details beside the list", `${TITLE}    details: {team: shop}\n`],
  [
    "a list of one's own",
    `    details:\n      firing: '{{ range .Alerts }}{{ .Labels.instance }} {{ end }}'\n`,
  ],
  [
    "a list under another name",
    `${TITLE + COUNTS}      alerts: '{{ template "pagerduty.default.instances" .Alerts }}'\n`,
  ],
  ["the default description, which has all labels that the alerts share", COUNTS],
  ["a template that is not given", `${TITLE}    details: {firing: '{{ template "mine" . }}'}\n`],
])("%s is let be", (_, fields) => {
  expect(
    foundBy(pagerdutyDetails, { "rules.yml": RULES, "alertmanager.yml": pager(fields) }),
  ).toEqual([]);
});
