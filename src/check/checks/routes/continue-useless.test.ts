import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { continueUseless } from "./continue-useless.ts";

const found = (routes: string) =>
  foundBy(continueUseless, {
    "alertmanager.yml": `route:
  receiver: a
  routes:
${routes}receivers:
- name: a
`,
  });

test("the last of its siblings has nothing to continue to", () => {
  expect(
    found("  - matchers: [team=a]\n  - matchers: [team=b]\n    continue: true\n"),
  ).toMatchObject([
    { severity: "info", line: 6, column: 15, message: expect.stringContaining("last") },
  ]);
});

test("siblings that exclude the route are nothing to continue to", () => {
  expect(
    found(`  - matchers: [team=a]
    continue: true
  - matchers: [team=~"b|c", severity=page]
  - matchers: [team!="a"]
`),
  ).toMatchObject([{ line: 5, message: expect.stringContaining("no later sibling") }]);
});

test("a later sibling that some of its alerts match is reason enough", () => {
  expect(
    found(`  - matchers: [team=a]
    continue: true
  - matchers: [team=b]
  - matchers: [severity=page]
`),
  ).toEqual([]);
  expect(found("  - matchers: [team=a]\n    continue: true\n  - receiver: a\n")).toEqual([]);
});
