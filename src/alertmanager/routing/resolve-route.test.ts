import { expect, test } from "vitest";
import type { Matcher } from "../../labels/matcher.ts";
import type { LocatedText } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import type { WrittenRoute } from "../config/config.ts";
import { allRoutes, resolveRoute } from "./resolve-route.ts";

const PLACE = { file: "alertmanager.yml", line: 1, column: 1 };
const NODE: YamlNode = { kind: "map", place: PLACE, span: { from: 0, to: 0 }, entries: [] };

const located = (text: string): LocatedText => ({
  text,
  file: PLACE.file,
  offsetAt: (offset) => offset,
  placeAt: () => PLACE,
});

const matcher = (name: string, operator: Matcher["operator"], value: string) => ({
  name,
  operator,
  value,
  written: located(""),
  deprecated: false,
});

const written = (fields: Partial<WrittenRoute>): WrittenRoute => ({
  place: PLACE,
  receiver: undefined,
  matchers: [],
  continues: false,
  groupBy: undefined,
  groupWaitMs: undefined,
  groupIntervalMs: undefined,
  repeatIntervalMs: undefined,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
  node: NODE,
  ...fields,
});

test("a root that says nothing has Alertmanager's defaults", () => {
  expect(resolveRoute(written({ receiver: located("a") }), "current")).toMatchObject({
    index: 0,
    receiver: "a",
    key: "{}",
    groupBy: [],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
  });
});

test("receiver, grouping and timers are inherited; matchers, continue and intervals are not", () => {
  const child = written({ routes: [written({ groupWaitMs: 0 })] });
  const root = resolveRoute(
    written({
      receiver: located("a"),
      groupBy: [located("job"), located("cluster")],
      repeatIntervalMs: 60_000,
      routes: [
        written({
          ...child,
          matchers: [matcher("team", "=", "x")],
          continues: true,
          groupIntervalMs: 10_000,
          muteTimeIntervals: [located("night")],
          activeTimeIntervals: [located("day")],
        }),
      ],
    }),
    "current",
  );
  expect(root.routes[0]?.routes[0]).toMatchObject({
    index: 2,
    parent: root.routes[0],
    receiver: "a",
    matchers: [],
    continues: false,
    groupBy: ["cluster", "job"],
    groupWaitMs: 0,
    groupIntervalMs: 10_000,
    repeatIntervalMs: 60_000,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
  });
  expect(root.routes[0]?.muteTimeIntervals).toEqual(["night"]);
  expect(allRoutes(root).map(({ index }) => index)).toEqual([0, 1, 2]);
});

test("an empty group_by overrides the parent's in current versions and not in 0.25", () => {
  const tree = (groupBy: readonly LocatedText[]) =>
    written({ receiver: located("a"), groupBy, routes: [written({ groupBy: [] })] });
  const childOf = (groupBy: string, version: "0.25" | "current") =>
    resolveRoute(tree([located(groupBy)]), version).routes[0]?.groupBy;
  expect(childOf("job", "current")).toEqual([]);
  expect(childOf("job", "0.25")).toEqual(["job"]);
  expect(childOf("...", "0.25")).toBe("all");
  expect(childOf("...", "current")).toEqual([]);
});

test("keys are as Alertmanager prints them, matchers sorted and match_re anchored", () => {
  const root = resolveRoute(
    written({
      receiver: located("a"),
      routes: [
        written({
          matchers: [
            { ...matcher("severity", "=~", "critical|page"), deprecated: true },
            matcher("job", "!=", 'a"b\\'),
            matcher("job", "!=", "a"),
          ],
          routes: [written({}), written({ matchers: [matcher("x", "=", "1")] })],
        }),
      ],
    }),
    "current",
  );
  const own = '{job!="a",job!="a\\"b\\\\",severity=~"^(?:critical|page)$"}';
  const leaf = root.routes[0]?.routes[1];
  expect(leaf?.key).toBe(`{}/${own}/{x="1"}`);
  expect(root.routes[0]?.matchers.at(-1)?.value).toBe("critical|page");
});
