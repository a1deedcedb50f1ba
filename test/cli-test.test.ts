import { spawn } from "node:child_process";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, tested, tocsinTest, write } from "./tested-folder.ts";
import { runInProcess } from "./tocsin-in-process.ts";

const RULES = `groups:
- name: alerts
  rules:
  - alert: ManyErrors
    expr: job:errors:ratio > 0.05
    for: 2m
    labels: {severity: page}
    annotations:
      summary: "{{ $value | humanizePercentage }} fail"
- name: recording
  rules:
  - record: job:errors:ratio
    expr: sum by (job) (rate(failed_total[4m])) / sum by (job) (rate(requests_total[4m]))
`;

const alertCase = (at: string, expected: string): string =>
  `  - {eval_time: ${at}, alertname: ManyErrors, exp_alerts: [${expected}]}\n`;
const fires = (summary: string): string =>
  `{exp_labels: {job: web, severity: page}, exp_annotations: {summary: "${summary}"}}`;

const testOf = (failed: string, cases: readonly string[]): string => `- interval: 1m
  name: errors
  input_series:
  - {series: 'requests_total{job="web"}', values: 0+100x60}
  - {series: 'failed_total{job="web"}', values: ${failed}}
  alert_rule_test:
${cases.join("")}`;

const TESTS = `rule_files: [rules.yml]
tests:
${testOf("0x20 5.2+5.2x40", [
  alertCase("20m", ""),
  alertCase("25m", ""),
  alertCase("26m", fires("5.2% fail")),
])}${testOf("0+4.8x60", [alertCase("30m", "")])}`;

test("a suite that passes shows how well each rule is tested, and --min-score wants it better", async () => {
  await write({ "rules.yml": RULES, "rules_test.yml": TESTS });
  const { code, stdout } = await tocsinTest("--min-score", "100");
  expect(stdout).toMatch(/^rule +firing +silent +boundary +mutants killed$/m);
  expect(stdout).toMatch(/^ManyErrors +1 +3 +2\/2 +6\/7 +85%$/m);
  expect(stdout).toMatch(/^job:errors:ratio .*recording, 4 cases$/m);
  expect(stdout).toMatch(/^1 alert, 4 cases: 0 failed, 1 problem, \d+ of \d+ mutants killed$/m);
  expect(stdout).toContain("error  low-score             rules.yml:4:5");
  expect(stdout).toContain("notice 6 of 7 mutants (85%), and 100% are asked for");
  expect(code).toBe(1);
});

test("survivors are shown with the example that would notice them", async () => {
  const coarse = [
    testOf("0+50x40", [alertCase("30m", fires("50% fail"))]),
    testOf("0+1x40", [alertCase("30m", "")]),
  ];
  await write({
    "rules.yml": RULES,
    "rules_test.yml": `rule_files: [rules.yml]\ntests:\n${coarse.join("")}`,
  });
  const { code, stdout } = await tocsinTest();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ManyErrors +1 +1 +0\/2 /m);
  expect(stdout).toContain(`note   threshold-raised      rules.yml:5:30
  ManyErrors passes its tests all the same
    - job:errors:ratio > 0.05
    + job:errors:ratio > 0.055
  mend   no example in which job:errors:ratio is between 0.05 and 0.055: add one
`);
});

test("what fails is shown beside what was expected, with its place", async () => {
  await write({
    "rules.yml": RULES,
    "rules_test.yml": TESTS.replace("5.2% fail", "5.0% fail").replace("20m", "29m"),
  });
  const { code, stdout } = await tocsinTest();
  expect(code).toBe(1);
  expect(stdout).toContain("error  test-failed           rules_test.yml:11:5");
  expect(stdout).toContain("not so: ManyErrors fires at 26m, in errors");
  expect(stdout).toContain('    - summary="5.0% fail"\n    + summary="5.2% fail"');
  expect(stdout).toContain('fires too        {job="web", severity="page"}');
  expect(stdout).toContain("mutants are run when every case passes");
});

test("a query's test is run, and shown when it fails", async () => {
  const query = (value: number) => `  promql_expr_test:
  - expr: job:errors:ratio
    eval_time: 10m
    exp_samples: [{labels: 'job:errors:ratio{job="web"}', value: ${value}}]
`;
  const suite = (value: number) =>
    `rule_files: [rules.yml]\ntests:\n${testOf("0+50x60", [alertCase("10m", fires("50% fail"))])}${query(value)}`;
  await write({ "rules.yml": RULES, "rules_test.yml": suite(0.5) });
  expect((await tested("--no-mutation")).report.totals).toMatchObject({ cases: 2, failed: 0 });
  await write({ "rules_test.yml": suite(0.4) });
  const { report } = await tested("--no-mutation");
  expect(report.problems.find(({ rule }) => rule === "test-failed")).toMatchObject({
    line: 11,
    details: [
      'expected  job:errors:ratio{job="web"} 0.4',
      'got       {__name__="job:errors:ratio", job="web"} 5E-01',
    ],
  });
});

test("alerts without examples, and cases that cannot fail, are problems", async () => {
  await write({
    "rules.yml": `${RULES}  - {alert: Untested, expr: up == 0}\n  - {alert: Always, expr: vector(1)}\n`,
    "rules_test.yml": `rule_files: [rules.yml]\ntests:\n${testOf("0+50x60", [
      alertCase("1m", ""),
      alertCase("10m", fires("50% fail")),
      "  - {eval_time: 1m, alertname: Always, exp_alerts: [{}]}\n",
    ])}`,
  });
  const { code, report, problems } = await tested("--no-mutation");
  expect(code).toBe(1);
  expect(problems).toEqual([
    ["no-firing-example", "Untested"],
    ["no-silent-example", "Untested"],
  ]);
  // Silent at 1m: it is the `for` of 2m that is shown, since the condition holds already.
  expect(report.rules.find(({ name }) => name === "ManyErrors")).toMatchObject({
    firing: 1,
    silent: 1,
  });
  await write({
    "rules_test.yml": `rule_files: [rules.yml]\ntests:\n${testOf("0+1x60", [alertCase("1m", "")])}`,
  });
  const vacuous = (await tested("--no-mutation")).problems;
  expect(vacuous).toContainEqual(["vacuous-case", "ManyErrors"]);
  expect(vacuous).toContainEqual(["no-silent-example", "ManyErrors"]);
});

test("names that match nothing are problems, each with what was probably meant", async () => {
  await write({
    "rules.yml": RULES,
    "rules_test.yml": TESTS.replace("[rules.yml]", "[rules.yml, nothing*.yml]")
      .replace("tests:", "group_eval_order: [alert]\ntests:")
      .replace("failed_total", "failed_totl")
      .replace("alertname: ManyErrors", "alertname: ManyError"),
  });
  const { report } = await tested("--no-mutation");
  const named = report.problems.map(({ rule, line, help }) => `${rule} ${line} ${help}`);
  expect(named).toEqual(
    expect.arrayContaining([
      "rule-files-unmatched 1 write the path from this file to the rules; promtool itself only warns",
      "unknown-group 2 did you mean alerts?",
      "unread-series 8 did you mean failed_total?",
      "unknown-alert 10 did you mean ManyErrors?",
    ]),
  );
});

test("a text that Prometheus cannot render is a problem, even where a test expects it or does not ask", async () => {
  await write({
    "rules.yml": `groups:
- name: g
  rules:
  - alert: Down
    expr: up == 0
    annotations:
      summary: "{{ $labels.nope | humanize }}"
  - alert: Up
    expr: up == 1
`,
    "rules_test.yml": `rule_files: [rules.yml]
tests:
- interval: 1m
  input_series: [{series: up, values: 0 0 1}]
  alert_rule_test:
  - {eval_time: 1m, alertname: Up, exp_alerts: []}
  - {eval_time: 2m, alertname: Up, exp_alerts: [{}]}
`,
  });
  const { report } = await tested("--no-mutation");
  expect(report.problems.find(({ rule }) => rule === "template-error")).toMatchObject({
    line: 7,
    subject: "Down",
    details: [expect.stringContaining("<error expanding template")],
  });
});

test("a rule that cannot be evaluated fails the cases from then on", async () => {
  await write({
    "rules.yml": "groups: [{name: g, rules: [{alert: A, expr: up / on (job) limit > 0}]}]",
    "rules_test.yml": `rule_files: [rules.yml]
tests:
- interval: 1m
  input_series:
  - {series: 'up{job="a"}', values: 1x9}
  - {series: 'limit{job="a",n="1"}', values: _x5 1x5}
  - {series: 'limit{job="a",n="2"}', values: _x5 1x5}
  alert_rule_test:
  - {eval_time: 1m, alertname: A, exp_alerts: []}
  - {eval_time: 8m, alertname: A, exp_alerts: []}
`,
  });
  const { report } = await tested("--no-mutation");
  expect(report.totals).toMatchObject({ cases: 2, failed: 1 });
  expect(report.problems[0]).toMatchObject({ rule: "test-failed", line: 10 });
  expect(report.problems[0]?.details[0]).toMatch(/^A cannot be evaluated: found duplicate series/);
});

test("rules in Kubernetes manifests are unwrapped, also those of the same name in two files", async () => {
  const manifest = (threshold: string, severity: string) => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop}
spec:
  groups:
  - name: alerts
    rules:
    - {alert: Slow, expr: latency > ${threshold}, labels: {severity: ${severity}}}
`;
  await write({
    "k8s/a.yaml": manifest("1", "ticket"),
    "k8s/b.yaml": manifest("5", "page"),
    "rules_test.yml": `rule_files: [k8s/*.yaml]
tests:
- interval: 1m
  input_series: [{series: latency, values: 0.9 1.05 4.8 5.2}]
  alert_rule_test:
  - {eval_time: 0m, alertname: Slow, exp_alerts: []}
  - {eval_time: 1m, alertname: Slow, exp_alerts: [{exp_labels: {severity: ticket}}]}
  - {eval_time: 2m, alertname: Slow, exp_alerts: [{exp_labels: {severity: ticket}}]}
  - {eval_time: 3m, alertname: Slow, exp_alerts: [{exp_labels: {severity: ticket}}, {exp_labels: {severity: page}}]}
`,
  });
  const { code, report } = await tested();
  expect(report.problems).toEqual([]);
  expect(code).toBe(0);
  // Each rule by itself: what only the other one shows is no example of it.
  expect(report.rules.map(({ firing, silent }) => ({ firing, silent }))).toEqual([
    { firing: 3, silent: 1 },
    { firing: 1, silent: 3 },
  ]);
  expect(report.rules[1]?.boundary).toEqual({ killed: 2, total: 2 });
});

test("alerts that look at other alerts are tried without copies of them beside", async () => {
  await write({
    "rules.yml": `groups:
- name: g
  rules:
  - {alert: Down, expr: up == 0, for: 1m}
  - {alert: Several, expr: 'count(ALERTS{alertstate="firing", alertname!="Several"}) > 1'}
`,
    "rules_test.yml": `rule_files: [rules.yml]
tests:
- interval: 1m
  input_series:
  - {series: 'up{n="1"}', values: 1 0x9}
  - {series: 'up{n="2"}', values: 1x5 0x5}
  alert_rule_test:
  - {eval_time: 1m, alertname: Down, exp_alerts: []}
  - {eval_time: 2m, alertname: Down, exp_alerts: [{exp_labels: {n: "1"}}]}
  - {eval_time: 2m, alertname: Several, exp_alerts: []}
  - {eval_time: 8m, alertname: Several, exp_alerts: [{}]}
`,
  });
  const { code, report } = await tested();
  expect(report.problems).toEqual([]);
  expect(report.rules.map(({ name, mutation }) => [name, mutation])).toEqual([
    ["Down", { killed: 4, total: 4 }],
    ["Several", { killed: 3, total: 3 }],
  ]);
  expect(code).toBe(0);
});

test("a mutant that cannot be evaluated is noticed, and keeps no other from being tried", async () => {
  await write({
    "rules.yml": `groups:
- name: g
  rules:
  - {alert: Full, expr: 'used / on (disk) (size unless mirror) > 0.9'}
`,
    "rules_test.yml": `rule_files: [rules.yml]
tests:
- interval: 1m
  input_series:
  - {series: 'used{disk="a"}', values: 89 91}
  - {series: 'size{disk="a", copy="1"}', values: 100 100}
  - {series: 'size{disk="a", copy="2"}', values: 100 100}
  - {series: 'mirror{disk="a", copy="2"}', values: 1 1}
  alert_rule_test:
  - {eval_time: 0m, alertname: Full, exp_alerts: []}
  - {eval_time: 1m, alertname: Full, exp_alerts: [{exp_labels: {disk: a}}]}
`,
  });
  const { report } = await tested();
  expect(report.problems).toEqual([]);
  // All but the one that says >= 0.9: no example is exactly there.
  expect(report.rules[0]).toMatchObject({
    mutation: { killed: 5, total: 6 },
    survivors: [{ operator: "comparison-edge" }],
  });
});

test("tests beside definitions test what the definitions compile to, which need not be written", async () => {
  for (const path of ["tocsin.ts", "runbooks"]) {
    await cp(join("test/golden/smallest", path), join(folder, path), { recursive: true });
  }
  await write({
    "tests/rules_test.yml": `rule_files: [../out/*.rules.yml]
evaluation_interval: 30s
tests:
- interval: 30s
  input_series: [{series: 'up{job="shop", instance="a"}', values: 1 0x9}]
  alert_rule_test:
  - {eval_time: 1m, alertname: ShopDown, exp_alerts: []}
  - {eval_time: 0m, alertname: Watchdog, exp_alerts: []}
`,
    "tests/routes_test.yml": `alertmanager: ../out/alertmanager.yml
route_tests:
- {labels: {alertname: ShopDown, severity: critical}, receivers: [tocsin]}
`,
  });
  const { code, report } = await tested("--no-mutation");
  expect(code).toBe(1);
  expect(report.totals).toMatchObject({ cases: 3, failed: 1 });
  expect(report.problems).toContainEqual(
    expect.objectContaining({ rule: "test-failed", subject: "Watchdog" }),
  );
  // What an alert lacks is to be mended where the alert is defined.
  const missing = report.problems.find(({ subject }) => subject === "ShopDown");
  expect(missing).toMatchObject({ rule: "no-firing-example", line: 31 });
  expect(missing?.file).toMatch(/tocsin\.ts$/);
});

test("a program that is missing ends with 2, and says how to install it", async () => {
  await write({ "rules.yml": RULES, "rules_test.yml": TESTS });
  const ended = await runInProcess(["test", folder], { PATH: folder });
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain("promtool is not installed");
  expect(ended.stderr).toContain("apt install prometheus");
});

test("nothing to test, wrong usage and what cannot be read end with 2", async () => {
  expect((await tocsinTest()).code).toBe(2);
  expect((await tocsinTest("--min-score", "many")).code).toBe(2);
  expect((await runInProcess(["test", join(folder, "nowhere")])).code).toBe(2);
});

test("a test file that promtool would refuse is a problem at its place", async () => {
  await write({ "rules.yml": RULES, "rules_test.yml": TESTS.replace("eval_time", "evaltime") });
  const { code, problems } = await tested("--no-mutation");
  expect(code).toBe(1);
  expect(problems).toContainEqual(["unknown-field", expect.stringMatching(/rules_test\.yml$/)]);
});

test("tests that promtool could not run in any reasonable time are problems, and are not run", async () => {
  const endless = (values: string, at: string) => `- interval: 1s
  input_series: [{series: up, values: '${values}'}]
  alert_rule_test: [{eval_time: ${at}, alertname: Down, exp_alerts: []}]
`;
  await write({
    "rules.yml": "groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]",
    "rules_test.yml": `rule_files: [rules.yml]\ntests:\n${endless("0x999999999999", "1m")}${endless("0", "200y")}`,
  });
  const { report, problems } = await tested();
  expect(report.totals.cases).toBe(0);
  expect(problems.filter(([rule]) => rule === "oversized-test")).toHaveLength(2);
});

const sleepUntil = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};

test("no temporary file is left, also when it is told to end", async () => {
  await write({
    "tmp/.keep": "",
    "rules.yml": RULES,
    "rules_test.yml": TESTS.replaceAll("20m", "20000m"),
  });
  const command = ["bin/tocsin.js", "test", folder];
  const env = { ...process.env, TMPDIR: join(folder, "tmp") };
  const child = spawn(process.execPath, command, { env, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", (_, signal) => resolve(signal)));
  const left = async () =>
    (await readdir(join(folder, "tmp"), { recursive: true })).filter((name) => name !== ".keep");
  await sleepUntil(async () => (await left()).some((name) => name.endsWith("output")));
  child.kill("SIGTERM");
  expect(await ended).toBe("SIGTERM");
  expect(await left()).toEqual([]);
});
