import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { messageOnlyForOne } from "./message-only-for-one.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical}
    annotations:
      summary: "{{ $labels.instance }} is down"
      impact: nobody can buy
`;

const slack = (
  fields: string,
  groupBy = "[alertname]",
) => `route: {receiver: chat, group_by: ${groupBy}}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
${fields}`;

const TITLE = "    title: '{{ .CommonAnnotations.summary }}'\n";

test("a text with the instance in it is missing when two instances fail", async () => {
  const files = { "rules.yml": RULES, "alertmanager.yml": slack(TITLE) };
  const [finding, ...others] = foundBy(messageOnlyForOne, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    column: 16,
    subject: "chat",
    counterexample: { output: "" },
  });
  expect(finding?.message).toContain("differ in instance");
  await confirmed(finding, files);
});

test("a label of the same kind is found, and texts of different alerts where they share a group", () => {
  const files = (config: string, rules = RULES) => ({
    "rules.yml": rules,
    "alertmanager.yml": config,
  });
  expect(
    foundBy(messageOnlyForOne, files(slack("    title: '{{ .CommonLabels.instance }}'\n"))),
  ).toHaveLength(1);
  const two = `${RULES}  - {alert: ShopSlow, expr: 'sum(shop:latency) > 1', labels: {severity: critical}, annotations: {impact: slow}}\n`;
  const impact = "    title: '{{ .CommonAnnotations.impact }}'\n";
  expect(foundBy(messageOnlyForOne, files(slack(impact, "[severity]"), two))).toHaveLength(1);
  expect(foundBy(messageOnlyForOne, files(slack(impact), two))).toEqual([]);
});

test("it is a note where another text tells of each alert", () => {
  const text = `${TITLE}    text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}'\n`;
  expect(
    foundBy(messageOnlyForOne, { "rules.yml": RULES, "alertmanager.yml": slack(text) }),
  ).toMatchObject([{ severity: "info", line: 6 }]);
});

test.each([
  [
    "what all alerts of the rule share",
    slack("    title: '{{ .CommonAnnotations.impact }} {{ .CommonLabels.severity }}'\n"),
  ],
  ["a group for each instance", slack(TITLE, "[alertname, instance]")],
  ["a group for each alert", slack(TITLE, "['...']")],
  [
    "what is asked for first",
    slack(
      "    title: '{{ if .CommonAnnotations.summary }}{{ .CommonAnnotations.summary }}{{ end }}'\n",
    ),
  ],
])("%s is let be", (_, config) => {
  expect(foundBy(messageOnlyForOne, { "rules.yml": RULES, "alertmanager.yml": config })).toEqual(
    [],
  );
});
