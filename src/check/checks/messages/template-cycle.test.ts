import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { templateCycle } from "./template-cycle.ts";

const config = (title: string) => `templates: ['*.tmpl']
route: {receiver: chat}
receivers:
- name: chat
  slack_configs:
  - api_url_file: /etc/url
    title: '${title}'
`;

const filesWith = (text: string, title = "x") => ({
  "alertmanager.yml": config(title),
  "shop.tmpl": text,
});

test.each([
  ["itself", '{{ define "a" }}\n  {{ template "a" . }}{{ end }}', "2:15", '"a" → "a"'],
  [
    "another that calls it",
    '{{ define "a" }}{{ template "b" . }}{{ end }}\n{{ define "b" }}x {{ template "a" . }}{{ end }}',
    "2:31",
    '"a" → "b" → "a"',
  ],
])("a template that calls %s is shown at the call, and amtool gives up on it", async (...given) => {
  const [, text, at, circle] = given;
  const files = filesWith(text);
  const [finding, ...others] = foundBy(templateCycle, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "warning", file: "shop.tmpl", subject: "a" });
  expect(`${finding?.line}:${finding?.column}`).toBe(at);
  expect(finding?.message).toContain(circle);
  await confirmed(finding, files);
});

test("two templates that share a circle are told of once", () => {
  const text =
    '{{ define "a" }}{{ template "c" . }}{{ end }}{{ define "b" }}{{ template "c" . }}{{ end }}{{ define "c" }}{{ template "c" . }}{{ end }}';
  expect(foundBy(templateCycle, filesWith(text))).toHaveLength(1);
});

test("a call that some data do not come to, or that ends, is let be", () => {
  const texts = [
    '{{ define "a" }}{{ if .Alerts }}{{ template "a" . }}{{ end }}{{ end }}',
    '{{ define "a" }}{{ range .Alerts }}{{ template "a" . }}{{ end }}{{ end }}',
    '{{ define "a" }}{{ template "b" . }}{{ template "b" . }}{{ end }}{{ define "b" }}{{ end }}',
  ];
  for (const text of texts) expect(foundBy(templateCycle, filesWith(text))).toEqual([]);
});

test("what a receiver uses is left to message-fails", () => {
  const text = '{{ define "a" }}{{ template "a" . }}{{ end }}';
  expect(foundBy(templateCycle, filesWith(text, '{{ template "a" . }}'))).toEqual([]);
});

test("a chain of many thousand templates ends quickly", () => {
  const count = 3000;
  const chain = Array.from(
    { length: count },
    (_, index) => `{{ define "${index}" }}{{ template "${(index + 1) % count}" . }}{{ end }}`,
  ).join("");
  expect(foundBy(templateCycle, filesWith(chain))).toHaveLength(1);
});
