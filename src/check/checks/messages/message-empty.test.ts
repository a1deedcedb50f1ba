import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { messageEmpty } from "./message-empty.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    annotations: {summary: down, description: the shop is down}
  - alert: ShopSlow
    expr: shop:latency > 1
    annotations: {summary: slow}
`;

const slack = (fields: string) => `route: {receiver: chat, group_by: [alertname]}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
${fields}`;

const found = (fields: string) =>
  foundBy(messageEmpty, { "rules.yml": RULES, "alertmanager.yml": slack(fields) });

test("a text of which nothing is left says nothing, which amtool confirms", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": slack("    text: '{{ .CommonAnnotations.message }}'\n"),
  };
  const [finding, ...others] = foundBy(messageEmpty, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    column: 12,
    subject: "chat",
    counterexample: { output: "" },
  });
  expect(finding?.message).toContain("ShopDown and ShopSlow");
  await confirmed(finding, files);
});

test("only the alerts without the annotation are named", () => {
  const [finding] = found(
    "    text: '{{ range .Alerts }}{{ .Annotations.description }}{{ end }}'\n",
  );
  expect(finding?.message).toContain("ShopSlow");
  expect(finding?.message).not.toContain("ShopDown");
});

test("a part that no alert fills is noted where it stands", () => {
  expect(
    found(
      "    text: '{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.sumary }}{{ end }}'\n",
    ),
  ).toMatchObject([
    { severity: "info", line: 6, column: 61, help: expect.stringContaining("summary") },
  ]);
});

test.each([
  ["what every alert has", "    text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}'\n"],
  ["what is asked for first", "    text: 'x{{ with .CommonAnnotations.nope }}{{ . }}{{ end }}'\n"],
  [
    "what is said of resolved alerts only",
    `    text: '{{ if eq .Status "resolved" }}{{ .CommonAnnotations.summary }}{{ end }}'\n`,
  ],
  ["texts at the side", "    footer: '{{ .CommonLabels.nope }}'\n"],
  ["a default that is empty", `    text: '{{ template "slack.default.text" . }}'\n`],
])("%s is let be", (_, fields) => {
  expect(found(fields)).toEqual([]);
});

test("without rules nothing is known of annotations", () => {
  expect(
    foundBy(messageEmpty, {
      "alertmanager.yml": slack("    text: '{{ .CommonAnnotations.x }}'\n"),
    }),
  ).toEqual([]);
});
