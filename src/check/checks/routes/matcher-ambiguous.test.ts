import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { matcherAmbiguous } from "./matcher-ambiguous.ts";

const config = (matcher: string) => ({
  "alertmanager.yml": `route:
  receiver: a
  routes:
  - matchers:
    - ${matcher}
receivers:
- name: a
`,
});

test("a matcher that both readers take, but not for the same, is a warning", () => {
  expect(foundBy(matcherAmbiguous, config(`'team="\\x41"'`))).toMatchObject([
    {
      severity: "warning",
      line: 5,
      column: 8,
      subject: "a",
      message: expect.stringContaining('it means team="\\\\x41"'),
    },
  ]);
});

test("what only the old reader takes is a note with a spelling for both", () => {
  expect(foundBy(matcherAmbiguous, config("'team=a b'"))).toMatchObject([
    { severity: "info", line: 5, subject: "a", help: expect.stringContaining('team="a b"') },
  ]);
});

test("inhibition rules have matchers, too", () => {
  const files = {
    "alertmanager.yml": `route: {receiver: a}
receivers:
- name: a
inhibit_rules:
- source_matchers: ['team=a b']
  target_matchers: [severity="warning"]
`,
  };
  expect(foundBy(matcherAmbiguous, files)).toMatchObject([{ line: 5, subject: "inhibit_rules" }]);
});

test("what both read alike, and match:, is let be", () => {
  for (const matcher of ["severity=page", '\'{a="b",c=~"d|e"}\'', 'team!~"a.+"', "'a=\"\"'"]) {
    expect(foundBy(matcherAmbiguous, config(matcher))).toEqual([]);
  }
});
