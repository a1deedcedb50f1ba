import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { messageFails } from "./message-fails.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical}
    annotations: {summary: "{{ $labels.instance }} is down"}
  - alert: ShopSlow
    expr: shop:latency > 1
    labels: {severity: warning}
    annotations: {summary: slow}
`;

const pager = (fields: string) => `route:
  receiver: chat
  group_by: [alertname]
  routes:
  - matchers: [severity="critical"]
    receiver: pager
receivers:
- name: chat
- name: pager
  pagerduty_configs:
  - routing_key_file: /etc/key
${fields}`;

const chat = (fields: string) => `route:
  receiver: chat
  group_by: [alertname]
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
${fields}`;

test("a field of one alert that is asked of the group fails every page, which amtool confirms", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": pager(
      "    description: '{{ .GroupLabels.alertname }}: {{ .Annotations.summary }}'\n    details:\n      runbook: '{{ .Annotations.runbook_url }}'\n",
    ),
  };
  const [description, details, ...others] = foundBy(messageFails, files);
  expect(others).toEqual([]);
  expect(description).toMatchObject({
    severity: "error",
    line: 12,
    column: 52,
    subject: "pager",
    help: expect.stringContaining(".CommonAnnotations.summary"),
  });
  expect(description?.message).toContain("ShopDown cannot be told through pagerduty");
  expect(description?.message).not.toContain("ShopSlow");
  expect(details).toMatchObject({ line: 14, help: expect.stringContaining("runbook_url") });
  await confirmed(description, files);
  await confirmed(details, files);
});

test("the same where no rule is given, and a warning where no rule of the set gets to the receiver", async () => {
  const text = "    description: '{{ .Labels.severity }}'\n";
  const alone = { "alertmanager.yml": pager(text) };
  const [finding] = foundBy(messageFails, alone);
  expect(finding).toMatchObject({ severity: "error", line: 12 });
  await confirmed(finding, alone);
  const others = { ...alone, "rules.yml": RULES.replace("critical", "warning") };
  expect(foundBy(messageFails, others)).toMatchObject([{ severity: "warning", subject: "pager" }]);
});

test("a template file is blamed where the fault is in it, once for all who use it", async () => {
  const files = {
    "rules.yml": RULES,
    "shop.tmpl": '{{ define "shop.text" }}\n  {{ .Annotations.summary }}\n{{ end }}',
    "alertmanager.yml": chat(
      `    title: '{{ template "shop.text" . }}'\n    text: '{{ template "shop.text" . }}'\n`,
    ),
  };
  const [finding, ...others] = foundBy(messageFails, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ file: "shop.tmpl", line: 2, subject: "chat" });
  await confirmed(finding, files);
});

test("what is handed wrongly to a template of Alertmanager is shown at the call", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": chat(`    title: 'x {{ template "slack.default.title" .Alerts }}'\n`),
  };
  const [finding] = foundBy(messageFails, files);
  expect(finding).toMatchObject({ file: "alertmanager.yml", line: 8 });
  await confirmed(finding, files);
});

test("an alert by its number fails only for groups without it, and only where those are told", async () => {
  const text = "    title: '{{ (index .Alerts.Firing 0).Labels.alertname }}'\n";
  const silent = { "rules.yml": RULES, "alertmanager.yml": chat(text) };
  expect(foundBy(messageFails, silent)).toEqual([]);
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": chat(`    send_resolved: true\n${text}`),
  };
  const [finding] = foundBy(messageFails, files);
  expect(finding).toMatchObject({ severity: "error" });
  expect(finding?.message).toContain("one resolved alert");
  await confirmed(finding, files);
});

test("a text that is no template fails when it is needed", async () => {
  const files = { "rules.yml": RULES, "alertmanager.yml": chat("    title: '{{ .Status'\n") };
  const [finding] = foundBy(messageFails, files);
  expect(finding).toMatchObject({ severity: "error", line: 8 });
  await confirmed(finding, files);
});

test("good texts, texts of receivers that nobody uses, and templates that are not defined are let be", () => {
  const good = chat(
    "    title: '{{ .CommonAnnotations.summary }} {{ .CommonLabels.nope }}'\n    text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ .Labels.nope }}{{ end }}'\n",
  );
  expect(foundBy(messageFails, { "rules.yml": RULES, "alertmanager.yml": good })).toEqual([]);
  const unused = `${chat("")}- name: unused
  slack_configs:
  - api_url_file: /etc/url
    title: '{{ .Labels.x }}'
`;
  expect(foundBy(messageFails, { "alertmanager.yml": unused })).toEqual([]);
  const undefinedOne = chat(`    title: '{{ template "nope" . }}'\n`);
  expect(foundBy(messageFails, { "alertmanager.yml": undefinedOne })).toEqual([]);
});
