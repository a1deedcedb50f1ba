import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { templateSyntax } from "./template-syntax.ts";

const rule = (text: string, expr = "up == 0") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    annotations:
      summary: '${text}'
`,
});

test("a template that Prometheus refuses is shown with its error at its place", async () => {
  const files = rule("is {{ humanise $value }}");
  const findings = foundBy(templateSyntax, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 7,
      subject: "Shop",
      message: expect.stringContaining('function "humanise" not defined'),
    },
  ]);
  await confirmed(findings[0], files);
});

test.each([
  [
    "a label that is never there taken for a number",
    "{{ $labels.pod | humanize }}",
    "sum(up) == 0",
  ],
  ["a float compared with a whole number", "{{ if gt $value 90 }}much{{ end }}", "up == 0"],
  ["a field that templates of rules do not have", "{{ .Annotations.summary }}", "up == 0"],
  ["a field of a label", "{{ $labels.pod.name }}", "up == 0"],
  ["a template that nobody defines", '{{ template "shop.text" . }}', "up == 0"],
])("%s fails, which promtool confirms", async (_, text, expr) => {
  const files = rule(text, expr);
  const findings = foundBy(templateSyntax, files);
  expect(findings).toMatchObject([
    { severity: "error", message: expect.stringContaining("fails whenever the alert fires") },
  ]);
  await confirmed(findings[0], files);
});

test.each([
  ["a number of a label that may be one", "{{ $labels.quantile | humanize }}"],
  ["a comparison of floats", "{{ if gt $value 90.0 }}much{{ end }}"],
  ["a query with an answer", '{{ with query "up" }}{{ . | first | value | humanize }}{{ end }}'],
  ["a query whose answer may be empty", '{{ query "up" | first | value }}'],
  ["the address of Prometheus", "{{ externalURL }}"],
  ["a regular expression", '{{ reReplaceAll ":.*" "" $labels.instance }}'],
  ["a template of its own", '{{ define "x" }}{{ . }}{{ end }}{{ template "x" $value }}'],
  ["plain text", "up"],
])("%s is let be", (_, text) => {
  expect(foundBy(templateSyntax, rule(text))).toEqual([]);
});
