import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { duplicateRule } from "./duplicate-rule.ts";

const group = (name: string, ...rules: readonly string[]) =>
  `- name: ${name}\n  rules:\n${rules.map((rule) => `  - ${rule}\n`).join("")}`;

const file = (...groups: readonly string[]) => `groups:\n${groups.join("")}`;

const DOWN =
  "{alert: ShopDown, expr: 'up{job=\"shop\"} == 0', labels: {severity: critical, team: a}}";
const DOWN_AGAIN =
  "{alert: ShopDown, expr: 'up{ job=\"shop\" }  ==  0', labels: {team: a, severity: critical}}";
const RATE = "{record: 'shop:errors:rate5m', expr: 'sum(rate(errors_total[5m]))'}";

test("an alert that is written twice fires twice, as promtool shows", async () => {
  const files = { "rules.yml": file(group("a", DOWN, RATE), group("b", DOWN_AGAIN)) };
  const [finding, ...others] = foundBy(duplicateRule, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 8,
    column: 13,
    subject: "ShopDown",
    message: expect.stringContaining("on line 4"),
    counterexample: { firing: [{ severity: "critical" }, { severity: "critical" }] },
  });
  await confirmed(finding, files);
});

test("a recording rule that is written twice is shown", () => {
  const files = { "rules.yml": file(group("a", RATE), group("b", RATE)) };
  expect(foundBy(duplicateRule, files)).toMatchObject([{ severity: "warning", line: 7 }]);
});

test("the same rule in another file may be for another Prometheus", () => {
  const files = {
    "a.yml": file(group("a", DOWN, RATE)),
    "b.yml": file(group("b", DOWN, "{alert: Other, expr: up == 1}")),
  };
  expect(foundBy(duplicateRule, files)).toMatchObject([
    { severity: "info", file: "b.yml", message: expect.stringContaining("in a.yml:4") },
  ]);
});

test("a copy of a whole file is one note", () => {
  const text = file(group("a", DOWN, RATE));
  expect(foundBy(duplicateRule, { "a.yml": text, "b.yml": text })).toMatchObject([
    { severity: "info", file: "b.yml", subject: "b.yml" },
  ]);
});

test.each([
  ["another severity", DOWN.replace("critical", "warning")],
  ["another threshold", DOWN.replace("== 0", "== 1")],
  ["another name", DOWN.replace("ShopDown", "ShopGone")],
  ["one label more", DOWN.replace("team: a", "team: a, zone: b")],
])("a rule with %s is another rule", (_, other) => {
  expect(foundBy(duplicateRule, { "rules.yml": file(group("a", DOWN, other)) })).toEqual([]);
});
