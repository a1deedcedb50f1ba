import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { matcherValueUnknown } from "./matcher-value-unknown.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: Down
    expr: up{job="shop"} == 0
    labels: {severity: critical, team: shop}
  - alert: Slow
    expr: sum(rate(errors_total[5m])) > 1
    labels: {severity: warning, team: shop}
`;

const found = (routes: string, settings?: Record<string, unknown>) =>
  foundBy(
    matcherValueUnknown,
    {
      "rules.yml": RULES,
      "alertmanager.yml": `route:
  receiver: default
  routes:
${routes}receivers:
- name: default
- name: pager
`,
    },
    settings,
  );

test("a value that no alert has is pointed at, with the one that was meant", () => {
  expect(
    found('  - matchers: [team=shop, severity="critcal"]\n    receiver: pager\n'),
  ).toMatchObject([
    {
      severity: "warning",
      line: 4,
      column: 27,
      subject: "pager",
      message: expect.stringContaining(
        'those of this set have severity="critical" and severity="warning"',
      ),
      help: expect.stringContaining("did you mean critical?"),
    },
  ]);
});

test("a second matcher of one item has its own place, and match: is understood", () => {
  expect(
    found(`  - matchers: ['{team="shop",severity="page"}']
    receiver: pager
  - match: {severity: page}
    receiver: pager
`),
  ).toMatchObject([
    { line: 4, column: 30 },
    { line: 6, column: 23 },
  ]);
});

test("a slip within alternatives, or in what is refused, is found by its likeness", () => {
  expect(
    found(`  - matchers: [severity=~"critcal|warning"]
    receiver: pager
  - matchers: [severity!="warnin"]
    receiver: pager
`),
  ).toMatchObject([
    { line: 4, help: "did you mean critical?" },
    { line: 6, help: "did you mean warning?" },
  ]);
});

test("a label that no alert can have is named as such", () => {
  expect(
    found("  - matchers: [tier=gold]\n    receiver: pager\n", { targetLabels: [] }),
  ).toMatchObject([{ message: expect.stringContaining("none of this set has the label tier") }]);
});

test("values of open labels, unlike alternatives, names of alerts and what hangs below are let be", () => {
  expect(
    found(`  - matchers: [namespace=prod]
    receiver: pager
  - matchers: [severity=~"critical|page"]
    receiver: pager
  - matchers: [severity!="none"]
    receiver: pager
  - matchers: [alertname=Gone]
    receiver: pager
    routes:
    - matchers: [severity=page]
      receiver: pager
  - matchers: [alertname=~"S.*"]
    receiver: pager
`),
  ).toEqual([]);
});

test("without rules nothing is said of values", () => {
  expect(
    foundBy(matcherValueUnknown, {
      "alertmanager.yml":
        "route: {receiver: a, routes: [{matchers: [severity=x], receiver: a}]}\nreceivers: [{name: a}]\n",
    }),
  ).toEqual([]);
});
