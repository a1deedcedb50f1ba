import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { routeUnreachable } from "./route-unreachable.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: BurnRateHigh
    expr: shop:burn_rate > 14.4
    labels: {severity: critical, slo: availability}
`;

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

test("a route whose labels no alert has is a warning without a counterexample", () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": routes("  - matchers: [severity=page]\n    receiver: slo\n"),
  };
  expect(foundBy(routeUnreachable, files)).toMatchObject([
    {
      severity: "warning",
      counterexample: null,
      message: expect.stringContaining('severity="page"'),
    },
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
