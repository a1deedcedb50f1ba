import { expect, test } from "vitest";
import { takesRuleFile } from "./rule-file-pattern.ts";

test.each([
  ["a.yml", "prometheus.yml", "a.yml"],
  ["a.yml", "x/prometheus.yml", "x/a.yml"],
  ["../r/./a.yml", "x/y/prometheus.yml", "x/r/a.yml"],
  ["../../a.yml", "x/prometheus.yml", "../a.yml"],
  ["*.yml", "./prometheus.yml", "a.yml"],
  ["r?/[ab]*.yml", "prometheus.yml", "r1/b-1.yml"],
  ["[^a].yml", "prometheus.yml", "b.yml"],
  ["\\*.yml", "prometheus.yml", "*.yml"],
  ["/etc/prometheus/*.yml", "x/prometheus.yml", "somewhere/a.yml"],
  ["a+(b).yml", "prometheus.yml", "a+(b).yml"],
])("%s in %s takes %s", (...[pattern, file, path]) => {
  expect(takesRuleFile(pattern, file, path)).toBe(true);
});

test.each([
  ["a.yml", "prometheus.yml", "x/a.yml"],
  ["*", "prometheus.yml", "x/a.yml"],
  ["*.yml", "prometheus.yml", "a.yaml"],
  ["a.yml", "x/prometheus.yml", "a.yml"],
  ["[z-a].yml", "prometheus.yml", "b.yml"],
  ["[a.yml", "prometheus.yml", "a.yml"],
  ["a.yml", "prometheus.yml", "aXyml"],
])("%s in %s does not take %s", (...[pattern, file, path]) => {
  expect(takesRuleFile(pattern, file, path)).toBe(false);
});
