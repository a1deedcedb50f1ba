import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { readEvidence } from "../../evidence/read-evidence.ts";
import { examine } from "../../examine.ts";
import { DEFAULT_SETTINGS } from "../../settings.ts";
import { forRedundant } from "./for-redundant.ts";

const rules = (line: string) => `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up == 0
${line}    labels: {severity: critical}
`;

/** The text after the mend, or undefined where none is offered. */
const mended = (text: string): string | undefined => {
  const evidence = readEvidence([{ path: "rules.yml", text }], "current");
  const [discovery] = forRedundant.find(examine(evidence, DEFAULT_SETTINGS, "2026-11-25").examined);
  const [edit] = discovery?.fix?.edits ?? [];
  return edit && `${text.slice(0, edit.from)}${edit.text}${text.slice(edit.to)}`;
};

test.each(["for: 0s", "for: 0m", 'for: "0s"', "keep_firing_for: 0s"])(
  "%s says nothing, and its line can go",
  (field) => {
    const text = rules(`    ${field}\n`);
    expect(foundBy(forRedundant, { "rules.yml": text })).toMatchObject([
      { severity: "info", line: 6, subject: "ShopDown" },
    ]);
    expect(mended(text)).toBe(rules(""));
  },
);

test("a line that says more is left to people", () => {
  expect(mended(rules("    for: 0s # at once, on purpose\n"))).toBeUndefined();
  expect(mended("groups: [{name: a, rules: [{alert: A, expr: up, for: 0s}]}]\n")).toBeUndefined();
});

test("a time, and no time at all, are let be", () => {
  expect(foundBy(forRedundant, { "rules.yml": rules("    for: 1m\n") })).toEqual([]);
  expect(foundBy(forRedundant, { "rules.yml": rules("") })).toEqual([]);
});
