import { expect, test } from "vitest";
import { readDashboard } from "./dashboard-panels.ts";
import { readEvidence } from "./read-evidence.ts";

const RULES = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n";
const ALERTMANAGER = "route: {receiver: team}\nreceivers: [{name: team}]\n";

const indented = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

const read = (files: Readonly<Record<string, string | undefined>>) =>
  readEvidence(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    "current",
  );

test("each file is read as what it is, wherever it stands", () => {
  const evidence = read({
    "rules.yml": RULES,
    "alertmanager.yml": ALERTMANAGER,
    "prometheus.yml": "global: {external_labels: {cluster: eu}}\nrule_files: [rules.yml]\n",
    "rules_test.yml": "rule_files: [rules.yml]\ntests: []\n",
    "dashboard.json": '{"title": "Shop", "panels": []}',
    "silences.json": '[{"matchers": [], "startsAt": "x", "endsAt": "y"}]',
    "default.tmpl": '{{ define "x" }}{{ end }}',
    "runbooks/a.md": "# A",
    "package.json": "{}",
  });
  expect(evidence.problems).toEqual([]);
  expect(evidence.ruleDocuments).toHaveLength(1);
  expect(evidence.alertmanagers).toHaveLength(1);
  expect(evidence.prometheus[0]?.externalLabels[0]?.value.text).toBe("eu");
  expect(evidence.ruleTests).toHaveLength(1);
  expect(evidence.dashboards).toHaveLength(1);
  expect(evidence.silences).toHaveLength(1);
  expect(evidence.templates).toHaveLength(1);
  expect(evidence.runbooks).toHaveLength(1);
  expect(evidence.unknown).toEqual(["package.json"]);
});

test("Kubernetes objects are unwrapped, and places point into the file around them", () => {
  const evidence = read({
    "all.yaml": [
      `apiVersion: v1\nkind: Secret\nmetadata: {name: alertmanager-main}\nstringData:\n  alertmanager.yaml: |\n${indented(ALERTMANAGER, 4)}`,
      `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: shop}\nspec:\n${indented(RULES, 2)}`,
    ].join("---\n"),
  });
  expect(evidence.problems).toEqual([]);
  expect(evidence.alertmanagers).toMatchObject([
    {
      config: { route: { place: { file: "all.yaml", line: 6, column: 12 } } },
      manifest: { kind: "Secret" },
      key: { text: "alertmanager.yaml" },
    },
  ]);
  expect(evidence.ruleDocuments).toMatchObject([{ manifest: { kind: "PrometheusRule" } }]);
  expect(evidence.manifests.map(({ kind }) => kind)).toEqual(["Secret", "PrometheusRule"]);
});

const configMap = (name: string, text: string, labels = "{}") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, labels: ${labels}}\ndata:\n  ${name}: |\n${indented(text, 4)}`;

test("a dashboard in a ConfigMap is read as one, its queries where they stand", () => {
  const json = `{
  "title": "Shop",
  "panels": [{ "title": "Up", "targets": [{ "expr": "sum(up)" }] }]
}
`;
  const { dashboards, problems } = read({ "a.yaml": configMap("shop.json", json) });
  expect(problems).toEqual([]);
  const [dashboard] = dashboards;
  const query = dashboard && readDashboard(dashboard).queries[0];
  expect(query?.text).toBe("sum(up)");
  expect(query?.placeAt(4)).toEqual({ file: "a.yaml", line: 8, column: 62 });
});

test("broken JSON in a ConfigMap is a problem where it is meant to be a dashboard", () => {
  const json = '{ "panels": [ }\n';
  expect(read({ "a.yaml": configMap("shop.json", json) }).problems).toEqual([]);
  const labelled = configMap("shop.json", json, "{grafana_dashboard: '1'}");
  expect(read({ "a.yaml": labelled }).problems).toMatchObject([
    { rule: "yaml-syntax", place: { file: "a.yaml", line: 6 } },
  ]);
});

test("message templates under a key, hidden by base64 or not, are templates", () => {
  const encoded = Buffer.from('{{ define "y" }}{{ end }}').toString("base64");
  const { templates } = read({
    "a.yaml": configMap("a.tmpl", '{{ define "x" }}{{ end }}\n'),
    "b.yaml": `apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {b.tmpl: ${encoded}}\n`,
  });
  expect(templates.map(({ name, text }) => [name, text.trim()])).toEqual([
    ["a.tmpl", '{{ define "x" }}{{ end }}'],
    ["b.tmpl", '{{ define "y" }}{{ end }}'],
  ]);
  expect(templates[0]?.placeAt(3)).toEqual({ file: "a.yaml", line: 6, column: 8 });
});

test("the routes of an operator's resources come before those that they are added to", () => {
  const resource = `apiVersion: monitoring.coreos.com/v1beta1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec:
  route: {receiver: pager}
  receivers: [{name: pager}]
`;
  const { alertmanagers, problems } = read({ "a.yml": ALERTMANAGER, "b.yaml": resource });
  expect(problems).toEqual([]);
  expect(alertmanagers).toHaveLength(1);
  const [first] = alertmanagers[0]?.config.route.routes ?? [];
  expect(first?.receiver?.text).toBe("shop/shop/pager");
  expect(first?.matchers).toMatchObject([{ name: "namespace", value: "shop" }]);
});

test.each([
  ["rules", RULES, "these rules are not loaded"],
  ["a configuration of Alertmanager", ALERTMANAGER, "Alertmanager reads only the first document"],
  ["a configuration of Prometheus", "global: {}\n", "Prometheus reads only the first document"],
  ["rule tests", "rule_files: [a.yml]\ntests: []\n", "these tests are not run"],
])("%s after the first document of a file are ignored by their program", (_, text, said) => {
  expect(read({ "a.yml": `${text}---\n` }).problems).toEqual([]);
  const ignored = [{ rule: "ignored-document", message: expect.stringContaining(said) }];
  for (const before of [text, "---\n"]) {
    const { problems } = read({ "a.yml": `${before}---\n${text}` });
    expect(problems).toMatchObject(ignored);
    expect(problems[0]?.place.line).toBe(`${before}---\n`.split("\n").length);
  }
});

test("Kubernetes objects stand beside one another, and rule files in a ConfigMap know it", () => {
  const broken = RULES.replace("up == 0", "up == 0\n    for: 5");
  const { ruleDocuments, problems } = read({
    "a.yaml": `${configMap("a.yml", broken)}---\n${configMap("b.rules", RULES)}`,
  });
  expect(ruleDocuments.map(({ manifest }) => manifest?.kind)).toEqual(["ConfigMap", "ConfigMap"]);
  expect(problems).toMatchObject([{ rule: "invalid-duration", place: { line: 11, column: 14 } }]);
});

test("the Alertmanager of the operator says whether resources are for their namespace only", () => {
  const resource = `apiVersion: monitoring.coreos.com/v1beta1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec: {route: {receiver: pager}, receivers: [{name: pager}]}
`;
  const object = `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: main, namespace: monitoring}
spec: {alertmanagerConfigMatcherStrategy: {type: None}}
`;
  const { alertmanagers, matcherStrategy } = read({ "a.yaml": resource, "b.yaml": object });
  expect(matcherStrategy).toEqual({ type: "None" });
  expect(alertmanagers[0]?.config.route.routes[0]?.matchers).toEqual([]);
  expect(read({ "a.yaml": resource }).matcherStrategy).toBeUndefined();
});

test("what is broken, and what is too large to be read, is a problem of its file", () => {
  const { problems } = read({ "a.yml": "groups: [", "b.yml": undefined });
  expect(problems.map(({ rule, place }) => [rule, place.file])).toEqual([
    ["yaml-syntax", "a.yml"],
    ["file-size", "b.yml"],
  ]);
});

test("a comment holds findings back for the rule below it", () => {
  const text = RULES.replace(
    "  - alert",
    "  # tocsin ignore pages-on-cause because of one node\n  - alert",
  );
  expect(read({ "rules.yml": text }).comments).toEqual([
    {
      checks: ["pages-on-cause"],
      until: undefined,
      reason: "of one node",
      place: { file: "rules.yml", line: 4, column: 3 },
      from: 5,
      to: 6,
    },
  ]);
});

test("a comment that should hold findings back and is wrongly written is a problem", () => {
  const { comments, problems } = read({ "rules.yml": `# tocsin ignore pages-on-cause\n${RULES}` });
  expect(comments).toEqual([]);
  expect(problems).toMatchObject([{ rule: "ignore-comment", place: { line: 1 } }]);
});

const commented = (...lines: readonly string[]): string =>
  RULES.replace("expr: up == 0", `expr: |\n${lines.map((line) => `      ${line}`).join("\n")}`);

const IGNORE = "# tocsin ignore float-equality because it is a state";

test.each([
  ["before the expression, for all of it", [IGNORE, "# why", "up", "  == 0"], [6, 6, 9]],
  ["alone, for the line below it", ["up", IGNORE, "# why", "  == 0", "  or down"], [7, 7, 9]],
  ["at the end of a line, for that line", ["up", `== 0 ${IGNORE}`, "or down"], [7, 7, 7]],
])("a comment in an expression holds findings back: %s", (_, lines, [line, from, to]) => {
  const { comments, problems } = read({ "rules.yml": commented(...lines) });
  expect(problems).toEqual([]);
  expect(comments).toMatchObject([{ checks: ["float-equality"], place: { line }, from, to }]);
});

test("a comment in an expression that is wrongly written is a problem, and a string is no comment", () => {
  const text = commented("# tocsin ignore float-equality", `up{a="${IGNORE}"} == 0`);
  const { comments, problems } = read({ "rules.yml": text });
  expect(comments).toEqual([]);
  expect(problems).toMatchObject([{ rule: "ignore-comment", place: { line: 6, column: 7 } }]);
});
