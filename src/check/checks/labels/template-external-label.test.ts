import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { templateExternalLabel } from "./template-external-label.ts";

const rules = (text: string) => `groups:
- name: shop
  rules:
  - alert: Shop
    expr: up == 0
    annotations:
      summary: '${text}'
`;
const PROMETHEUS = `global:
  external_labels: {cluster: eu-1}
scrape_configs: []
`;

const find = (text: string) =>
  foundBy(templateExternalLabel, { "rules.yml": rules(text), "prometheus.yml": PROMETHEUS });

test("an external label that the configuration does not have is a hole in the text", async () => {
  const findings = find("{{ $externalLabels.cluster }}/{{ $externalLabels.clusters }} is down");
  expect(findings).toMatchObject([
    {
      severity: "error",
      line: 7,
      help: expect.stringContaining("did you mean cluster?"),
      counterexample: { output: "eu-1/ is down" },
    },
  ]);
  await confirmed(findings[0], {});
});

test.each([
  ["an external label that is there", "{{ $externalLabels.cluster }}"],
  ["one asked for first", "{{ with $externalLabels.zone }}{{ . }}{{ end }}"],
  ["a label of the series", "{{ $labels.zone }}"],
])("%s is let be", (_, text) => {
  expect(find(text)).toEqual([]);
});

test("without a configuration of Prometheus nothing is said", () => {
  expect(
    foundBy(templateExternalLabel, { "rules.yml": rules("{{ $externalLabels.zone }}") }),
  ).toEqual([]);
});
