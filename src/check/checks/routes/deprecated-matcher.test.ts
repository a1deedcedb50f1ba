import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Discovery } from "../../check.ts";
import { readEvidence } from "../../evidence/read-evidence.ts";
import { examine } from "../../examine.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";
import { deprecatedMatcher } from "./deprecated-matcher.ts";

const look = (text: string): readonly Discovery[] => {
  const evidence = readEvidence([{ path: "alertmanager.yml", text }], "current");
  const { examined } = examine(evidence, DEFAULT_SETTINGS, "2026-11-25");
  return [...deprecatedMatcher.find(examined)];
};

/** The text once all fixes are made, from the end so that offsets stay. */
const mended = (text: string): string =>
  look(text)
    .flatMap(({ fix }) => fix?.edits ?? [])
    .sort((a, b) => b.from - a.from)
    .reduce(
      (before, { from, to, text: put }) => before.slice(0, from) + put + before.slice(to),
      text,
    );

const CONFIG = `route:
  receiver: a
  routes:
  # first
  - match:
      severity: critical
    receiver: a
  - receiver: a
    match_re:
      team: "a|b"
      path: '\\d+: it''s'
    match:
      severity: warning
    continue: true
receivers:
- name: a
inhibit_rules:
- source_match: {severity: critical}
  target_match:
    severity: warning
  equal: [alertname]
`;

test("each form that is going away is a note at its key", () => {
  expect(look(CONFIG)).toMatchObject([
    {
      place: { line: 5, column: 5 },
      subject: "a",
      message: "`match` has been deprecated since Alertmanager 0.22",
      help: "write `matchers: ['severity=\"critical\"']`",
    },
    { place: { line: 12, column: 5 } },
    { place: { line: 18, column: 3 }, subject: "inhibit_rules" },
    { place: { line: 19, column: 3 }, subject: "inhibit_rules" },
  ]);
});

test("the mend says the same in the new form and touches nothing else", () => {
  expect(mended(CONFIG)).toBe(`route:
  receiver: a
  routes:
  # first
  - matchers:
      - severity="critical"
    receiver: a
  - receiver: a
    matchers:
      - severity="warning"
      - team=~"a|b"
      - 'path=~"\\\\d+: it''s"'
    continue: true
receivers:
- name: a
inhibit_rules:
- source_matchers:
    - severity="critical"
  target_matchers:
    - severity="warning"
  equal: [alertname]
`);
  expect(look(mended(CONFIG))).toEqual([]);
  expect(parse(mended(CONFIG)).route.routes[1].matchers).toContain('path=~"\\\\d+: it\'s"');
});

test("a configuration inside a Secret is mended in its place", () => {
  const inner = CONFIG.split("\n").map((line) => (line === "" ? "" : `    ${line}`));
  const secret = `apiVersion: v1
kind: Secret
metadata: {name: alertmanager-main}
stringData:
  alertmanager.yaml: |
${inner.join("\n")}`;
  const text = mended(secret);
  expect(look(text)).toEqual([]);
  expect(parse(text).stringData["alertmanager.yaml"]).toBe(mended(CONFIG));
});

test("flow style, comments among the matchers and both forms together are left to people", () => {
  for (const route of [
    "- {receiver: a, match: {team: b}}",
    "- match:\n      # why\n      team: b",
    "- match: {team: b}\n    matchers: [severity=page]",
  ]) {
    const text = `route:\n  receiver: a\n  routes:\n  ${route}\nreceivers:\n- name: a\n`;
    expect(look(text)).toHaveLength(1);
    expect(mended(text)).toBe(text);
  }
});

test("matchers in the new form are let be", () => {
  expect(
    look("route: {receiver: a, routes: [{matchers: [a=b]}]}\nreceivers: [{name: a}]\n"),
  ).toEqual([]);
});
