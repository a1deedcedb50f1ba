import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { templateLabelLost } from "./template-label-lost.ts";

const rule = (expr: string, text: string, more = "") => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ShopErrors
    expr: ${expr}
    labels: {severity: warning}
    annotations:
      summary: '${text}'
${more}`,
});

const find = (expr: string, text: string, more = "") =>
  foundBy(templateLabelLost, rule(expr, text, more));

test("a label that the aggregation takes away is a hole in the text, which promtool shows too", async () => {
  const files = rule(
    "sum by (job) (rate(http_errors_total[5m])) > 5",
    "{{ $labels.job }} on {{ $labels.pod }} fails",
  );
  const findings = foundBy(templateLabelLost, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 8,
      column: 41,
      subject: "ShopErrors",
      message: expect.stringContaining("removed by `sum by (job)`"),
      counterexample: { output: "example on  fails" },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a label that only one branch of `or` gives is a warning with a case of the other branch", async () => {
  const files = rule(
    'sum by (job) (up) < 1 or absent(up{env="live"})',
    "{{ $labels.job }} is gone",
  );
  const findings = foundBy(templateLabelLost, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining("in one branch"),
      counterexample: { data: { labels: { env: "live" } }, output: " is gone" },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a label lost in a recording rule is a warning, for the series may come from elsewhere too", () => {
  const recording = `  - record: job:errors:rate5m
    expr: sum by (job) (rate(http_errors_total[5m]))
`;
  expect(find("job:errors:rate5m > 5", "{{ $labels.pod }}", recording)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("in the rule `job:errors:rate5m`") },
  ]);
});

test("one branch of a recorded series is let be", () => {
  const recording = `  - record: job:errors:rate5m
    expr: sum by (job) (rate(http_errors_total[5m])) or vector(0)
`;
  expect(find("job:errors:rate5m > 5", "{{ $labels.job }}", recording)).toEqual([]);
});

test("a lost label is found where the text shows it, and not where only the answer of a query would", () => {
  const text = '{{ range printf "up{pod=%q}" $labels.pod | query }}{{ . | value }}{{ end }}';
  expect(find("sum(up) < 1", text)).toEqual([]);
  const printed = '{{ printf "up{pod=%q}" $labels.pod }}';
  expect(find("sum(up) < 1", printed)).toHaveLength(1);
});

test.each([
  ["a label that may be there", "up == 0", "{{ $labels.pod }}"],
  ["a label that is kept", "sum by (pod) (up) == 0", "{{ $labels.pod }}"],
  [
    "a label that group_left brings back",
    "sum by (a) (x) * on (a) group_left (pod) y > 1",
    "{{ $labels.pod }}",
  ],
  [
    "a label that label_replace makes",
    'label_replace(sum(x), "pod", "all", "", "") > 1',
    "{{ $labels.pod }}",
  ],
  ["a label asked for first", "sum(up) == 0", "{{ if $labels.pod }}{{ $labels.pod }}{{ end }}"],
  ["a label within with", "sum(up) == 0", "{{ with $labels.pod }}{{ . }}{{ end }}"],
  ["a label with something in its place", "sum(up) == 0", '{{ or $labels.pod "all" }}'],
  ["text that is never reached", "sum(up) == 0", "{{ if $labels.job }}{{ $labels.pod }}{{ end }}"],
  ["a label of the rule itself", "sum(up) == 0", "{{ $labels.severity }} {{ $labels.alertname }}"],
  ["a query that gives nothing", 'up{a="1", a="2"} == 0', "{{ $labels.pod }}"],
  ["no template", "sum(up) == 0", "$labels.pod"],
])("%s is let be", (_, expr, text) => {
  expect(find(expr, text)).toEqual([]);
});
