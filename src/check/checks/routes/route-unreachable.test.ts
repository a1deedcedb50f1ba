import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { readEvidence } from "../../evidence/read-evidence.ts";
import { runChecks } from "../../run-checks.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";
import { routeUnreachable } from "./route-unreachable.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: BurnRateHigh
    expr: shop:burn_rate > 14.4
    labels: {severity: critical, slo: availability}
`;

const WARNING = `groups:
- name: others
  rules:
  - {alert: Slow, expr: vector(1), labels: {severity: warning}}`;

const routes = (more: string) => `route:
  receiver: default
  routes:
  - matchers: [severity="critical"]
    receiver: pager
${more}receivers:
- name: default
- name: pager
- name: slo
`;

test("a route behind one that takes all its alerts is shown with a label set that amtool sends elsewhere", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": routes("  - matchers: [slo=availability]\n    receiver: slo\n"),
  };
  const [finding, ...others] = foundBy(routeUnreachable, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    file: "alertmanager.yml",
    line: 6,
    subject: "slo",
    counterexample: { labels: { severity: "critical", slo: "availability" }, receivers: ["pager"] },
  });
  await confirmed(finding, files);
});

test("where its receiver is served by another route, or the route that takes its alerts is a special case of it, less is lost", () => {
  const served = routes(`  - matchers: [slo=availability]
    receiver: slo
  - matchers: [severity="warning"]
    receiver: slo
`);
  const warned = RULES.replace("groups:", WARNING);
  expect(
    foundBy(routeUnreachable, { "rules.yml": warned, "alertmanager.yml": served }),
  ).toMatchObject([{ severity: "warning", subject: "slo", line: 6 }]);
  const special = routes("  - matchers: [severity=~critical|page]\n    receiver: slo\n");
  expect(
    foundBy(routeUnreachable, { "rules.yml": RULES, "alertmanager.yml": special }),
  ).toMatchObject([{ severity: "info", subject: "slo" }]);
});

test("labels that no alert has together are a warning without a counterexample", () => {
  const files = {
    "rules.yml": RULES.replace("groups:", WARNING),
    "alertmanager.yml": routes(
      "  - matchers: [severity=warning, slo=availability]\n    receiver: slo\n",
    ),
  };
  expect(foundBy(routeUnreachable, files, { targetLabels: [] })).toMatchObject([
    { severity: "warning", counterexample: null, message: expect.stringContaining("together") },
  ]);
});

test("what other checks explain is left to them: values that no alert has, names of alerts, and shadows", () => {
  const alertmanager = routes(`  - matchers: [severity=page]
    receiver: slo
  - matchers: [alertname=Gone]
    receiver: slo
  - matchers: [severity=critical]
    receiver: slo
`);
  const files = { "rules.yml": RULES, "alertmanager.yml": alertmanager };
  expect(foundBy(routeUnreachable, files)).toEqual([]);
});

test("an alert whose query is broken may have any label and go anywhere", () => {
  const alertmanager = routes(
    "  - matchers: [slo=availability, severity=warning]\n    receiver: slo\n",
  );
  const broken = `groups:
- name: shop
  rules:
  - alert: Broken
    expr: sum(
`;
  const files = [
    { path: "rules.yml", text: RULES },
    { path: "broken.yml", text: broken },
    { path: "alertmanager.yml", text: alertmanager },
  ];
  const { findings } = runChecks(readEvidence(files, "current"), {
    checks: [routeUnreachable],
    settings: DEFAULT_SETTINGS,
    today: "2026-11-25",
  });
  expect(findings.map(({ rule }) => rule)).toEqual(["expr-syntax"]);
});

test("a tree that is too intertwined to be proven is said to be, and no route of it unreachable", () => {
  const many = ["a", "b", "c", "d"].flatMap((label) =>
    Array.from(
      { length: 40 },
      (_, index) => `  - matchers: [${label}="${index}"]\n    receiver: slo\n    continue: true\n`,
    ),
  );
  const found = foundBy(routeUnreachable, {
    "rules.yml": "groups: [{name: g, rules: [{alert: A, expr: up == 0}]}]",
    "alertmanager.yml": routes(many.join("")),
  });
  expect(found).toMatchObject([
    { severity: "info", line: 2, message: expect.stringContaining("A") },
  ]);
});

test("reachable routes, and routes without any rules to reach them, are let be", () => {
  const alertmanager = routes("");
  expect(
    foundBy(routeUnreachable, { "rules.yml": RULES, "alertmanager.yml": alertmanager }),
  ).toEqual([]);
  expect(
    foundBy(routeUnreachable, {
      "alertmanager.yml": routes("  - matchers: [a=b]\n    receiver: slo\n"),
    }),
  ).toEqual([]);
});
