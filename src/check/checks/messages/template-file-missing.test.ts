import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { templateFileMissing } from "./template-file-missing.ts";

const config = (pattern: string, title = "x") => `templates: ['${pattern}']
route: {receiver: chat}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
    title: '${title}'
`;

const TEMPLATE = '{{ define "shop.title" }}shop{{ end }}';

test("a pattern with no template file in the set cannot be shown to take any", () => {
  expect(
    foundBy(templateFileMissing, { "alertmanager.yml": config("/etc/alertmanager/*.tmpl") }),
  ).toMatchObject([{ severity: "warning", line: 1, column: 14, subject: "alertmanager.yml" }]);
});

test("it is an error where there are files, none fits, and a receiver uses what they do not define", () => {
  const [finding, ...others] = foundBy(templateFileMissing, {
    "alertmanager.yml": config("templates/slack-*.tmpl", '{{ template "other.title" . }}'),
    "templates/shop.tmpl": TEMPLATE,
  });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "error", line: 1 });
  expect(finding?.message).toContain('"chat" uses "other.title"');
});

test("it is a warning where nothing of it is used", () => {
  expect(
    foundBy(templateFileMissing, {
      "alertmanager.yml": config("templates/slack-*.tmpl", '{{ template "shop.title" . }}'),
      "templates/shop.tmpl": TEMPLATE,
    }),
  ).toMatchObject([{ severity: "warning" }]);
});

test("patterns that take a file are let be: relative ones, those of another machine, and keys of a Secret", () => {
  expect(
    foundBy(templateFileMissing, {
      "am/alertmanager.yml": config("templates/*.tmpl"),
      "am/templates/shop.tmpl": TEMPLATE,
    }),
  ).toEqual([]);
  expect(
    foundBy(templateFileMissing, {
      "alertmanager.yml": config("/etc/alertmanager/templates/*.tmpl"),
      "files/shop.tmpl": TEMPLATE,
    }),
  ).toEqual([]);
  const secret = `apiVersion: v1
kind: Secret
metadata: {name: alertmanager-main}
stringData:
  shop.tmpl: |
    ${TEMPLATE}
  alertmanager.yaml: |
${config("*.tmpl").replaceAll(/^/gm, "    ")}
`;
  expect(foundBy(templateFileMissing, { "secret.yml": secret })).toEqual([]);
});
