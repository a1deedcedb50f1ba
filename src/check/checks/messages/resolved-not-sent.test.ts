import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { resolvedNotSent } from "./resolved-not-sent.ts";

const config = (integrations: string) => `route: {receiver: team}
receivers:
- name: team
${integrations}`;

const slack = (more = "") => `  slack_configs:
  - api_url_file: /etc/url
${more}`;

test("a chat that is told of resolved alerts only when asked for is noted", () => {
  expect(foundBy(resolvedNotSent, { "alertmanager.yml": config(slack()) })).toMatchObject([
    { severity: "info", line: 5, column: 5, subject: "team" },
  ]);
});

test.each([
  ["a chat that sends them", slack("    send_resolved: true\n")],
  ["silence that was asked for", slack("    send_resolved: false\n")],
  ["an integration that sends them by itself", "  webhook_configs: [{url: 'http://localhost/'}]\n"],
  [
    "a receiver whose other integration sends them",
    `${slack()}  webhook_configs: [{url: 'http://localhost/'}]\n`,
  ],
])("%s is let be", (_, integrations) => {
  expect(foundBy(resolvedNotSent, { "alertmanager.yml": config(integrations) })).toEqual([]);
});
