import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { valueInLabels } from "./value-in-labels.ts";

const rule = (expr: string, label: string, wait = "    for: 5m\n") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
${wait}    labels: {level: '${label}'}
`,
});

test("a label with the value keeps the alert from firing while the value moves", async () => {
  const files = rule("queue_length > 100", "{{ $value }}");
  const findings = foundBy(valueInLabels, files);
  expect(findings).toMatchObject([
    { severity: "error", line: 7, column: 25, subject: "Shop", counterexample: { firing: [] } },
  ]);
  await confirmed(findings[0], files);
});

test("a rounded value is found as well", async () => {
  const files = rule("(disk_used_ratio) >= 0.8", '{{ printf "%.2f" $value }}');
  const findings = foundBy(valueInLabels, files);
  expect(findings).toMatchObject([{ severity: "error", counterexample: { firing: [] } }]);
  await confirmed(findings[0], files);
});

test("without a wait, and by way of a variable, it is a warning", () => {
  const label = "{{ $v := $value }}about {{ $v | humanize }}";
  expect(foundBy(valueInLabels, rule("queue_length > 100", label, ""))).toMatchObject([
    { severity: "warning", counterexample: null },
  ]);
});

test.each([
  [
    "a label that depends on the value",
    "x > 1",
    "{{ if gt $value 9.0 }}page{{ else }}ticket{{ end }}",
  ],
  ["a value that is always the same", "up == 0", "{{ $value }}"],
  ["other labels", "x > 1", "{{ $labels.job }}"],
  ["a text", "x > 1", "value"],
])("%s: let be", (_, expr, label) => {
  expect(foundBy(valueInLabels, rule(expr, label))).toEqual([]);
});
