import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { receiverEmpty } from "./receiver-empty.ts";

const config = (receiver: string) => `route:
  receiver: chat
  routes:
  - matchers: [severity=warning]
    receiver: ${receiver}
    continue: true
  - receiver: chat
receivers:
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
- name: ${receiver}
`;

test("a receiver without integrations tells nobody", () => {
  expect(foundBy(receiverEmpty, { "alertmanager.yml": config("tickets") })).toMatchObject([
    { severity: "warning", line: 11, column: 9, subject: "tickets" },
  ]);
});

test("names of nothing, and receivers that the settings call silent, are meant", () => {
  for (const receiver of ['"null"', "blackhole", "shop/routes/dev-null"]) {
    expect(foundBy(receiverEmpty, { "alertmanager.yml": config(receiver) })).toEqual([]);
  }
  const files = { "alertmanager.yml": config("tickets") };
  expect(foundBy(receiverEmpty, files, { silent: ["tickets"] })).toEqual([]);
});

test("where alerts of the set are lost by it, alert-to-nowhere says so", () => {
  const rules = `groups:
- name: all
  rules:
  - {alert: Slow, expr: vector(1), labels: {severity: warning}}
`;
  const alone = config("tickets").replace("    continue: true\n", "");
  expect(foundBy(receiverEmpty, { "rules.yml": rules, "alertmanager.yml": alone })).toEqual([]);
  const beside = { "rules.yml": rules, "alertmanager.yml": config("tickets") };
  expect(foundBy(receiverEmpty, beside)).toHaveLength(1);
});
