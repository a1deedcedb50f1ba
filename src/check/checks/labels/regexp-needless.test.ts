import { expect, test } from "vitest";
import { fixedBy } from "../../../../test/fixed-by.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { regexpNeedless } from "./regexp-needless.ts";

const rule = (expr: string) => ({
  "rules.yml": `groups:\n- name: shop\n  rules:\n  - alert: Shop\n    expr: ${expr}\n`,
});

test.each([
  ['up{job=~"shop"} == 0', 'up{job="shop"} == 0', 17],
  ['up{job!~"shop"} == 0', 'up{job!="shop"} == 0', 17],
  ['up{job =~ "^shop$"} == 0', 'up{job = "shop"} == 0', 18],
  ['up{job=~"^a|b$"} == 0', 'up{job=~"a|b"} == 0', 20],
  ['up{job=~"web-.+$"} == 0', 'up{job=~"web-.+"} == 0', 26],
  ['up{job=~".*", env="live"} == 0', 'up{env="live"} == 0', 14],
  ['up{env="live", job=~"^.*$"} == 0', 'up{env="live"} == 0', 26],
  ['up{job=~".*"} == 0', "up{} == 0", 14],
  ["'up{job=~\"shop\"} == 0'", "'up{job=\"shop\"} == 0'", 18],
  ['"up{job=~\\"^shop\\"} == 0"', '"up{job=\\"shop\\"} == 0"', 18],
  ["sum(rate(a{code=~`500`}[5m])) > 1", "sum(rate(a{code=`500`}[5m])) > 1", 26],
])("%s is mended to %s", (before, after, column) => {
  const files = rule(before);
  expect(foundBy(regexpNeedless, files)).toMatchObject([{ severity: "info", line: 5, column }]);
  expect(fixedBy(regexpNeedless, files)["rules.yml"]).toBe(rule(after)["rules.yml"]);
});

test("recording rules are looked at too", () => {
  const files = {
    "rules.yml": 'groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: sum(up{job=~"x"})\n',
  };
  expect(foundBy(regexpNeedless, files)).toMatchObject([{ subject: "a:b" }]);
});

test.each([
  ["several values", 'up{job=~"a|b"} == 0'],
  ["a pattern", 'up{job=~"web-.+"} == 0'],
  ["a dot that may be any character", 'up{instance=~"10.0.0.1:9100"} == 0'],
  ["a dollar that is meant", 'up{price=~"1\\\\$"} == 0'],
  ["some value", 'up{job=~".+"} == 0'],
  ["a name by pattern", '\'{__name__=~"up", job=~"a.+"} == 0\''],
  ["equality", 'up{job="^a$"} == 0'],
])("%s: let be", (_, expr) => {
  expect(foundBy(regexpNeedless, rule(expr))).toEqual([]);
});
