import { expect, test } from "vitest";
import { CHECKS } from "./checks.ts";
import { readEvidence } from "./evidence/read-evidence.ts";
import type { Finding } from "./finding.ts";
import { runChecks } from "./run-checks.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { type IgnoreComment, parseIgnoreComment, suppress, unknownIgnores } from "./suppression.ts";

const FINDING: Finding = {
  rule: "pages-on-cause",
  severity: "warning",
  file: "k8s/rules.yaml",
  line: 12,
  column: 7,
  subject: "RedisInstanceDown",
  message: "pages on a cause",
  help: "make it a warning",
  counterexample: null,
};

const COMMENT: IgnoreComment = {
  checks: ["pages-on-cause"],
  until: "2027-01-31",
  reason: "one instance only",
  place: { file: "k8s/rules.yaml", line: 10, column: 3 },
  from: 11,
  to: 20,
};

const NOTHING = { comments: [], ignores: [], today: "2027-01-01" };

test("a comment names checks, a last day and a reason", () => {
  expect(
    parseIgnoreComment(
      "# tocsin ignore pages-on-cause, flaps until 2027-01-31 because of one node",
    ),
  ).toEqual({ checks: ["pages-on-cause", "flaps"], until: "2027-01-31", reason: "of one node" });
});

test.each(["# tocsin ignore pages-on-cause", "# tocsin ignore because so", "# tocsin disable x"])(
  "a comment without a check or a reason is not understood: %s",
  (comment) => {
    expect(parseIgnoreComment(comment)).toBeUndefined();
  },
);

test("a comment holds back the findings of its checks in its lines, to its last day", () => {
  const on = (today: string) => suppress([FINDING], { ...NOTHING, comments: [COMMENT], today });
  expect(on("2027-01-31")).toEqual({ kept: [], suppressed: 1 });
  expect(on("2027-02-01").kept[0]?.message).toContain("ignored until 2027-01-31, which has passed");
});

test.each([
  { ...FINDING, line: 21 },
  { ...FINDING, file: "other.yaml" },
  { ...FINDING, rule: "x" },
])("a comment holds back nothing else", (finding) => {
  expect(suppress([finding], { ...NOTHING, comments: [COMMENT] }).kept).toEqual([finding]);
});

test("a setting holds back by subject and file, with asterisks", () => {
  const ignores = [{ check: "pages-on-cause", subject: "Redis*", file: "k8s/*", reason: "known" }];
  expect(suppress([FINDING], { ...NOTHING, ignores }).suppressed).toBe(1);
  const other = { ...FINDING, subject: "GatewayDown" };
  expect(suppress([other], { ...NOTHING, ignores }).kept).toEqual([other]);
});

test("a comment that names a check that does not exist is a finding with the nearest name", () => {
  const comment = { ...COMMENT, checks: ["pages-on-cuase", "yaml-syntax", "flies"] };
  const found = unknownIgnores([comment], ["pages-on-cause", "yaml-syntax"]);
  expect(found).toMatchObject([
    { rule: "ignore-comment", severity: "warning", file: "k8s/rules.yaml", line: 10, column: 3 },
    { message: expect.stringContaining("flies") },
  ]);
  expect(found[0]?.help).toBe("did you mean pages-on-cause?");
});

test("the report has a finding for a comment that names no check", () => {
  const text =
    "groups:\n# tocsin ignore anotation-missing because of reasons\n- {name: g, rules: []}\n";
  const evidence = readEvidence([{ path: "a.yml", text }], "current");
  const { findings } = runChecks(evidence, {
    checks: CHECKS,
    settings: DEFAULT_SETTINGS,
    today: "2026-11-25",
  });
  expect(findings).toMatchObject([
    { rule: "ignore-comment", line: 2, column: 1, help: "did you mean annotation-missing?" },
  ]);
});
