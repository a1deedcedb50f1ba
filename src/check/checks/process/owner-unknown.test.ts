import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { ownerUnknown } from "./owner-unknown.ts";

const rules = (...teams: readonly (string | undefined)[]) => `groups:
- name: shop
  rules:
${teams
  .map(
    (team, index) => `  - alert: Shop${index}
    expr: shop_errors > ${index}
${team === undefined ? "" : `    labels: {team: ${team}}\n`}`,
  )
  .join("")}`;

const OWNERS = { owners: ["platform", "payments"] };

test("an owner whom nobody knows is shown where it is named", () => {
  expect(foundBy(ownerUnknown, { "rules.yml": rules("platfrom") }, OWNERS)).toMatchObject([
    { severity: "warning", line: 6, column: 20, subject: "Shop0", help: "did you mean platform?" },
  ]);
});

test("an alert without an owner stands out among those that have one", () => {
  const files = { "rules.yml": rules("a", "b", "a", "c", undefined) };
  expect(foundBy(ownerUnknown, files)).toMatchObject([
    { severity: "info", line: 16, column: 12, subject: "Shop4" },
  ]);
});

test("an alert that can have none is more than a note", () => {
  const files = {
    "rules.yml": rules("a", "b", "a", "c", undefined).replace("shop_errors > 4", "sum(shop) > 4"),
  };
  expect(foundBy(ownerUnknown, files)).toMatchObject([{ severity: "warning", subject: "Shop4" }]);
});

test.each([
  ["known owners", rules("platform", "payments"), OWNERS],
  ["owners that a template names", rules('"{{ $labels.namespace }}"'), OWNERS],
  ["any owners where none are declared", rules("a", "b"), {}],
  ["alerts of which few have an owner", rules("a", undefined, undefined, undefined), {}],
  ["alerts of which none has an owner", rules(undefined, undefined), {}],
])("%s are let be", (_, text, settings) => {
  expect(foundBy(ownerUnknown, { "rules.yml": text }, settings)).toEqual([]);
});

test("an external label may name the owner", () => {
  const files = {
    "rules.yml": rules("a", "b", "a", "c", undefined),
    "prometheus.yml": "global: {external_labels: {team: a}}\nrule_files: [rules.yml]\n",
  };
  expect(foundBy(ownerUnknown, files)).toEqual([]);
});
