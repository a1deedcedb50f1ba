import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { colourSaysFiring } from "./colour-says-firing.ts";

const slack = (fields: string) => `route: {receiver: chat, group_by: [alertname]}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
${fields}`;

const ONE_TITLE = "    title: '{{ .GroupLabels.alertname }}'\n    fallback: x\n";

test("a fixed colour of alarm is noted, whether resolved alerts are sent or not", async () => {
  const silent = { "alertmanager.yml": slack("    color: danger\n") };
  const [finding, ...others] = foundBy(colourSaysFiring, silent);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "info", line: 6, column: 12, subject: "chat" });
  await confirmed(finding, silent);
  const sent = { "alertmanager.yml": slack("    send_resolved: true\n    color: '#ff0000'\n") };
  expect(foundBy(colourSaysFiring, sent)).toMatchObject([{ severity: "info" }]);
});

test("it is a warning where no text says that the alert is over either", () => {
  const fields = `    send_resolved: true\n    color: warning\n${ONE_TITLE}`;
  expect(foundBy(colourSaysFiring, { "alertmanager.yml": slack(fields) })).toMatchObject([
    { severity: "warning", line: 7, message: expect.stringContaining("exactly") },
  ]);
});

test("texts that are the same in both cases are a warning without any colour", () => {
  const telegram = `route: {receiver: chat}
receivers:
- name: chat
  telegram_configs:
  - bot_token: x
    chat_id: 1
    message: '{{ range .Alerts }}{{ .Labels.alertname }}{{ end }}'
`;
  expect(foundBy(colourSaysFiring, { "alertmanager.yml": telegram })).toMatchObject([
    { severity: "warning", line: 5, subject: "chat" },
  ]);
});

test.each([
  ["the default colour", `    send_resolved: true\n${ONE_TITLE}`],
  [
    "a colour that depends on the status",
    "    color: '{{ if eq .Status \"firing\" }}a{{ end }}'\n",
  ],
  ["a colour of rest", "    color: good\n"],
])("%s is let be", (_, fields) => {
  expect(foundBy(colourSaysFiring, { "alertmanager.yml": slack(fields) })).toEqual([]);
});

test("a paging service is told by its protocol that an alert is over", () => {
  const pager = `route: {receiver: pager}
receivers:
- name: pager
  pagerduty_configs:
  - {routing_key_file: /etc/key, description: x, details: {firing: x, resolved: x, num_firing: x, num_resolved: x}}
`;
  expect(foundBy(colourSaysFiring, { "alertmanager.yml": pager })).toEqual([]);
});
