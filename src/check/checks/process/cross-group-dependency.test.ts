import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { crossGroupDependency } from "./cross-group-dependency.ts";

const RECORD = "  - {record: 'shop:errors:sum', expr: sum(shop_errors)}\n";
const alert = (name: string) => `  - {alert: ${name}, expr: '1 < shop:errors:sum'}\n`;

const group = (name: string, ...rules: readonly string[]) =>
  `- name: ${name}\n  rules:\n${rules.join("")}`;

const found = (...groups: readonly string[]) =>
  foundBy(crossGroupDependency, { "rules.yml": `groups:\n${groups.join("")}` });

test("alerts that read another group's series are one note for both groups", () => {
  expect(found(group("records", RECORD), group("alerts", alert("A"), alert("B")))).toMatchObject([
    {
      severity: "info",
      line: 7,
      column: 27,
      subject: "A",
      message:
        "A and B read shop:errors:sum, which is recorded in the group records: they may see the value of one evaluation before (1m)",
    },
  ]);
});

test("a recording rule behind the alert in its own group is as late", () => {
  expect(found(group("shop", alert("A"), RECORD))).toMatchObject([
    { line: 4, help: "put the recording rule before the alert" },
  ]);
});

test("a recording rule before the alert in its own group is right, and so is what nobody records", () => {
  expect(found(group("shop", RECORD, alert("A")))).toEqual([]);
  expect(found(group("shop", RECORD, alert("A")), group("copy", RECORD))).toEqual([]);
  expect(found(group("shop", alert("A")))).toEqual([]);
});
