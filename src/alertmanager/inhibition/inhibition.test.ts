import { expect, test } from "vitest";
import type { Labels } from "../../labels/labels.ts";
import {
  createInhibitor,
  forgetAlert,
  type InhibitionRule,
  inhibitedBy,
  inhibits,
  noteAlert,
} from "./inhibition.ts";

const NOW = 1_000_000;

const alert = (labels: Labels, endsAt?: number) => ({
  fingerprint: JSON.stringify(labels),
  labels,
  endsAt,
});

const rule = (source: string, target: string, equal: readonly string[] = []): InhibitionRule => ({
  source: [{ name: source, operator: "=", value: "1" }],
  target: [{ name: target, operator: "=", value: "1" }],
  equal,
});

const inhibitedLabels = (
  rules: readonly InhibitionRule[],
  ...alerts: ReturnType<typeof alert>[]
) => {
  const found = inhibits(rules, alerts, NOW);
  return alerts.filter(({ fingerprint }) => found.has(fingerprint)).map(({ labels }) => labels);
};

test("a firing source keeps back targets that have the same equal labels", () => {
  const rules = [rule("s", "t", ["cluster"])];
  const inhibited = inhibitedLabels(
    rules,
    alert({ s: "1", cluster: "a" }),
    alert({ t: "1", cluster: "a" }),
    alert({ t: "1", cluster: "b" }),
  );
  expect(inhibited).toEqual([{ t: "1", cluster: "a" }]);
});

test("a label that both lack is equal, one that is empty is as good as absent", () => {
  const rules = [rule("s", "t", ["cluster"])];
  expect(inhibitedLabels(rules, alert({ s: "1" }), alert({ t: "1" }))).toEqual([{ t: "1" }]);
  expect(inhibitedLabels(rules, alert({ s: "1", cluster: "" }), alert({ t: "1" }))).toEqual([
    { t: "1" },
  ]);
  expect(inhibitedLabels(rules, alert({ s: "1", cluster: "a" }), alert({ t: "1" }))).toEqual([]);
});

test("a resolved source keeps nothing back", () => {
  const rules = [rule("s", "t")];
  expect(inhibitedLabels(rules, alert({ s: "1" }, NOW), alert({ t: "1" }))).toEqual([]);
  expect(inhibitedLabels(rules, alert({ s: "1" }, NOW + 1), alert({ t: "1" }))).toEqual([
    { t: "1" },
  ]);
});

test("alerts that match both sides do not keep each other back, nor themselves", () => {
  const rules = [rule("s", "t")];
  const both = alert({ s: "1", t: "1", n: "1" });
  const alsoBoth = alert({ s: "1", t: "1", n: "2" });
  expect(inhibitedLabels(rules, both, alsoBoth)).toEqual([]);
  expect(inhibitedLabels(rules, both, alert({ t: "1" }))).toEqual([{ t: "1" }]);
});

test("a source of one side is found behind one of both sides and behind a resolved one", () => {
  const rules = [rule("s", "t")];
  const found = inhibits(
    rules,
    [
      alert({ s: "1", n: "resolved" }, NOW - 1),
      alert({ s: "1", t: "1", n: "both" }),
      alert({ s: "1", n: "source" }),
      alert({ s: "1", t: "1", n: "target" }),
    ],
    NOW,
  );
  expect([...found.values()].map(({ source }) => source.labels["n"])).toEqual(["source", "source"]);
});

test("the first rule that keeps an alert back is the one named", () => {
  const found = inhibits(
    [rule("x", "t"), rule("s", "t")],
    [alert({ s: "1" }), alert({ t: "1" })],
    NOW,
  );
  expect([...found.values()].map((inhibited) => inhibited.rule)).toEqual([1]);
});

test("an alert that is forgotten, or noted as resolved, no longer counts", () => {
  const inhibitor = createInhibitor([rule("s", "t")]);
  const source = alert({ s: "1" });
  noteAlert(inhibitor, source);
  expect(inhibitedBy(inhibitor, { t: "1" }, NOW)?.source).toBe(source);
  noteAlert(inhibitor, { ...source, endsAt: NOW });
  expect(inhibitedBy(inhibitor, { t: "1" }, NOW)).toBeUndefined();
  noteAlert(inhibitor, source);
  forgetAlert(inhibitor, source);
  expect(inhibitedBy(inhibitor, { t: "1" }, NOW)).toBeUndefined();
});
