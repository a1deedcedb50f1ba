import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { queryInTemplate } from "./query-in-template.ts";

const rule = (text: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: up == 0
    annotations:
      summary: '${text}'
`,
});

test("a query that is no PromQL is shown where it breaks, and promtool shows the error in the text", async () => {
  const files = rule('{{ range query "sum(up" }}{{ .Value }}{{ end }}');
  const findings = foundBy(queryInTemplate, files);
  expect(findings).toMatchObject([{ severity: "error", line: 7, subject: "Shop" }]);
  expect(findings[0]?.column).toBeGreaterThan(30);
  await confirmed(findings[0], files);
});

test("a query of the wrong type is found too", async () => {
  const files = rule('{{ query "rate(up)" | first | value }}');
  const findings = foundBy(queryInTemplate, files);
  expect(findings).toMatchObject([{ severity: "error" }]);
  await confirmed(findings[0], files);
});

test("a query that printf puts together is read with something in the place of its verbs", async () => {
  const files = rule('{{ printf "sum(up{job=%q}" $labels.job | query | first | value }}');
  const findings = foundBy(queryInTemplate, files);
  expect(findings).toMatchObject([{ severity: "error" }]);
  await confirmed(findings[0], files);
});

test.each([
  ["a good query", '{{ with query "sum(up) by (job)" }}{{ . | first | value }}{{ end }}'],
  [
    "a good format",
    '{{ printf "up{job=%q,pod=\\"%s\\"}" $labels.job $labels.pod | query | first | value }}',
  ],
  ["a format with a number", '{{ printf "up > %f" $value | query | first | value }}'],
  [
    "a format whose verbs are unusual",
    '{{ printf "sum(up %[1]s" ") > 1" | query | first | value }}',
  ],
  ["a query that is put together otherwise", "{{ query $labels.q | first | value }}"],
  ["the word in a text", "see the query log"],
])("%s is let be", (_, text) => {
  expect(foundBy(queryInTemplate, rule(text))).toEqual([]);
});
