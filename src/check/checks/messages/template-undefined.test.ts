import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { readEvidence } from "../../evidence/read-evidence.ts";
import { runChecks } from "../../run-checks.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";
import { templateFileRefused } from "./template-file-refused.ts";
import { templateUndefined } from "./template-undefined.ts";

const config = (title: string, top = "") => `${top}route: {receiver: chat}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
    title: '${title}'
`;

test("a template that nobody defines drops the notification, and the nearest name is shown", async () => {
  const files = { "alertmanager.yml": config('a {{ template "slack.defualt.title" . }}') };
  const [finding, ...others] = foundBy(templateUndefined, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 6,
    subject: "chat",
    help: expect.stringContaining('"slack.default.title"'),
  });
  await confirmed(finding, files);
});

test("a call in a template file is shown there", async () => {
  const files = {
    "shop.tmpl": '{{ define "shop" }}\n{{ template "gone" . }}{{ end }}',
    "alertmanager.yml": config('{{ template "shop" . }}', "templates: ['*.tmpl']\n"),
  };
  const [finding] = foundBy(templateUndefined, files);
  expect(finding).toMatchObject({ severity: "error", file: "shop.tmpl", line: 2 });
  await confirmed(finding, files);
});

test("a call that no notification comes to is a warning", () => {
  expect(
    foundBy(templateUndefined, {
      "alertmanager.yml": config('{{ if eq .Status "odd" }}{{ template "gone" . }}{{ end }}'),
    }),
  ).toMatchObject([{ severity: "warning", counterexample: null }]);
});

test("what Alertmanager, a file or the text itself defines is let be, and so is what a missing file may", () => {
  const shop = { "shop.tmpl": '{{ define "shop" }}shop{{ end }}' };
  const texts = [
    '{{ template "slack.default.title" . }}',
    '{{ define "x" }}x{{ end }}{{ template "x" . }}',
  ];
  for (const text of texts) {
    expect(foundBy(templateUndefined, { "alertmanager.yml": config(text) })).toEqual([]);
  }
  expect(
    foundBy(templateUndefined, {
      ...shop,
      "alertmanager.yml": config('{{ template "shop" . }}', "templates: ['*.tmpl']\n"),
    }),
  ).toEqual([]);
  expect(
    foundBy(templateUndefined, {
      "alertmanager.yml": config('{{ template "gone" . }}', "templates: ['/etc/*.tmpl']\n"),
    }),
  ).toEqual([]);
});

test("what a file defines that cannot be read is let be: template-file-refused tells of the file", () => {
  const found = runChecks(
    readEvidence(
      [
        { path: "shop.tmpl", text: '{{ define "shop" }}{{ if }}{{ end }}' },
        {
          path: "alertmanager.yml",
          text: config('{{ template "shop" . }}', "templates: ['*.tmpl']\n"),
        },
      ],
      "current",
    ),
    {
      checks: [templateUndefined, templateFileRefused],
      settings: DEFAULT_SETTINGS,
      today: "2026-11-25",
    },
  );
  expect(found.findings.map(({ rule }) => rule)).toEqual(["template-file-refused"]);
});
