import { expect, test } from "vitest";
import type { Matcher } from "../../labels/matcher.ts";
import { parseYaml } from "../../lib/located-yaml.ts";
import { readAlertmanagerConfig } from "../config/read-alertmanager-config.ts";
import type { AlertPost } from "./alert.ts";
import { type AlertTransition, postsOf } from "./alert-transition.ts";
import { labelsOf, type Notification, type NotificationOutcome } from "./notification.ts";
import { messageOf } from "./notification-message.ts";
import type { NotificationSetup } from "./setup.ts";
import { setupOf } from "./setup-of-config.ts";
import { simulate, simulateOutcomes } from "./simulate.ts";

/** Monday at noon; times count in seconds from here. */
const NOON = Date.UTC(2026, 0, 5, 12);
const HOUR = 3600;

const setup = (yaml: string, changes: Partial<NotificationSetup> = {}): NotificationSetup => {
  const [document] = parseYaml(yaml, "alertmanager.yml").documents;
  const config = document && readAlertmanagerConfig(document, "current").config;
  if (config === undefined) throw new Error("no configuration");
  const base = setupOf(config, { version: "current", silences: [], startedAt: NOON - 1000 });
  return { ...base, ...changes };
};

const SIMPLE = `
route: { receiver: team, group_by: [alertname], group_wait: 30s, group_interval: 5m, repeat_interval: 1h }
receivers: [{ name: team, webhook_configs: [{ url: "http://127.0.0.1/" }] }]
`;

type Step = readonly [atSeconds: number, state: "firing" | "resolved", labels: string];

/** `name=value` pairs, or the name of an alert alone. */
const labelsFrom = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(" ").map((pair) => {
      const [name = "", value] = pair.split("=");
      return value === undefined ? ["alertname", name] : [name, value];
    }),
  );

const postsFrom = (steps: readonly Step[]): AlertPost[] => {
  const transitions = steps.map(
    ([at, state, labels]): AlertTransition => ({
      at: NOON + at * 1000,
      state,
      labels: labelsFrom(labels),
    }),
  );
  return [...postsOf(transitions)];
};

const run = (system: NotificationSetup, steps: readonly Step[], until: number) => [
  ...simulateOutcomes(system, postsFrom(steps), NOON + until * 1000),
];

const seconds = ({ at }: { at: number }) => (at - NOON) / 1000;

const sentOf = (outcomes: readonly NotificationOutcome[]): Notification[] =>
  outcomes.filter((outcome) => outcome.kind === "sent");

const causesOf = (outcomes: readonly NotificationOutcome[]) =>
  outcomes.flatMap((outcome) =>
    outcome.kind === "withheld" ? [[seconds(outcome), outcome.cause.by]] : [],
  );

const timesOf = (outcomes: readonly NotificationOutcome[]) =>
  sentOf(outcomes).map((sent) => [seconds(sent), sent.reason]);

test("a group's story: first told after group_wait, then what is new, what is resolved, and that all is", () => {
  const outcomes = run(
    setup(SIMPLE),
    [
      [0, "firing", "A instance=1"],
      [100, "firing", "A instance=2"],
      [400, "resolved", "A instance=1"],
      [700, "resolved", "A instance=2"],
    ],
    2 * HOUR,
  );
  expect(timesOf(outcomes)).toEqual([
    [30, "first notification"],
    [330, "new alerts added"],
    [630, "some alerts resolved"],
    [930, "all alerts resolved"],
  ]);
  const [, , third, last] = sentOf(outcomes);
  expect(third && labelsOf(third, "resolved")).toEqual([{ alertname: "A", instance: "1" }]);
  expect([third?.status, last?.status]).toEqual(["firing", "resolved"]);
  expect(last?.alerts.map(({ labels, endsAt }) => [labels["instance"], endsAt])).toEqual([
    ["2", NOON + 700_000],
  ]);
  expect(last?.group).toMatchObject({ key: '{}:{alertname="A"}', labels: { alertname: "A" } });
});

test("a repeat waits for the first turn after the interval since sending had ended", () => {
  const repeats = (latency: number, version: "0.25" | "current") =>
    timesOf(
      run(setup(SIMPLE, { sendLatencyMs: latency, version }), [[0, "firing", "A"]], 3 * HOUR),
    ).map(([at]) => at);
  expect(repeats(10, "current")).toEqual([30, 30 + 3900, 30 + 7800]);
  expect(repeats(10, "0.25")).toEqual([30, 30 + 3900, 30 + 7800]);
  expect(repeats(0, "0.25")).toEqual([30, 30 + 3600, 30 + 7200]);
});

test("each integration of a receiver has a memory of its own, and hears of resolves if it wants to", () => {
  const system = setup(`
route: { receiver: team, group_by: [alertname], group_wait: 30s, group_interval: 5m, repeat_interval: 1h }
receivers:
  - name: team
    webhook_configs: [{ url: "http://127.0.0.1/" }, { url: "http://127.0.0.1/", send_resolved: false }]
`);
  const outcomes = run(
    system,
    [
      [0, "firing", "A"],
      [100, "resolved", "A"],
    ],
    HOUR,
  );
  expect(
    sentOf(outcomes).map((sent) => [seconds(sent), sent.integration.index, sent.status]),
  ).toEqual([
    [30, 0, "firing"],
    [30, 1, "firing"],
    [330, 0, "resolved"],
  ]);
  expect(causesOf(outcomes)).toEqual([[330, "send_resolved"]]);
});

test("an alert that fires and is resolved before its group's first turn is not told of", () => {
  const outcomes = run(
    setup(SIMPLE),
    [
      [0, "firing", "A"],
      [20, "resolved", "A"],
    ],
    HOUR,
  );
  expect(timesOf(outcomes)).toEqual([]);
  expect(causesOf(outcomes)).toEqual([[30, "never told"]]);
});

test("an alert that is not heard of again is resolved after resolve_timeout", () => {
  const post = { at: NOON, labels: { alertname: "A" } };
  const sent = simulate(setup(SIMPLE), [post], NOON + HOUR * 1000);
  expect(sent.map((one) => [seconds(one), one.status])).toEqual([
    [30, "firing"],
    [330, "resolved"],
  ]);
});

const INHIBITING = `${SIMPLE}
inhibit_rules:
  - { source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [cluster] }
`;

test("an alert is told of at the first turn at which nothing inhibits it any more", () => {
  const outcomes = run(
    setup(INHIBITING),
    [
      [0, "firing", "Down severity=critical cluster=x"],
      [10, "firing", "Slow severity=warning cluster=x"],
      [20, "firing", "Slow severity=warning cluster=y"],
      [1000, "resolved", "Down severity=critical cluster=x"],
    ],
    2000,
  );
  const slow = sentOf(outcomes).filter(({ group }) => group.labels["alertname"] === "Slow");
  expect(slow.map((sent) => [seconds(sent), labelsOf(sent, "firing").length])).toEqual([
    [40, 1],
    [1240, 2],
  ]);
  const held = outcomes.find(({ kind }) => kind === "withheld");
  expect(held).toMatchObject({
    at: NOON + 40_000,
    cause: { by: "inhibition", rule: 0, source: { alertname: "Down" } },
    alerts: [{ labels: { cluster: "x" } }],
  });
});

test("a source that ends without a word ceases to inhibit", () => {
  const source = {
    at: NOON,
    labels: labelsFrom("Down severity=critical"),
    endsAt: NOON + 500_000,
  };
  const target = { at: NOON, labels: labelsFrom("Slow severity=warning"), endsAt: NOON + 1e9 };
  const sent = simulate(setup(INHIBITING), [source, target], NOON + HOUR * 1000);
  const slow = sent.filter(({ group }) => group.labels["alertname"] === "Slow");
  expect(slow.map(seconds)).toEqual([630]);
});

test("what is resolved while it is inhibited is never told of as resolved", () => {
  const outcomes = run(
    setup(INHIBITING),
    [
      [0, "firing", "Slow severity=warning"],
      [100, "firing", "Down severity=critical"],
      [200, "resolved", "Slow severity=warning"],
      [600, "resolved", "Down severity=critical"],
    ],
    2 * HOUR,
  );
  const slow = sentOf(outcomes).filter(({ group }) => group.labels["alertname"] === "Slow");
  expect(slow.map((sent) => [seconds(sent), sent.status])).toEqual([[30, "firing"]]);
});

const silence = (from: number, to: number, ...matchers: Matcher[]) => ({
  id: "quiet",
  matchers,
  startsAt: NOON + from * 1000,
  endsAt: NOON + to * 1000,
});

test("a silenced alert is told of at the first turn after the silence", () => {
  const silences = [silence(0, 600, { name: "alertname", operator: "=", value: "A" })];
  const outcomes = run(
    setup(SIMPLE, { silences }),
    [
      [0, "firing", "A"],
      [0, "firing", "B"],
    ],
    HOUR,
  );
  expect(sentOf(outcomes).map((sent) => [sent.group.labels["alertname"], seconds(sent)])).toEqual([
    ["B", 30],
    ["A", 630],
  ]);
  expect(causesOf(outcomes)).toContainEqual([30, "silence"]);
});

test("a silence that begins after an alert was told of withholds its repeats until it ends", () => {
  const silences = [silence(100, 2.5 * HOUR, { name: "alertname", operator: "=~", value: "A|B" })];
  const outcomes = run(setup(SIMPLE, { silences }), [[0, "firing", "A"]], 4 * HOUR);
  expect(timesOf(outcomes)).toEqual([
    [30, "first notification"],
    // The log has forgotten by then: it keeps an entry for twice the repeat interval.
    [9030, "first notification"],
    [9030 + 3900, "repeat interval elapsed"],
  ]);
});

const TIMED = (kind: "mute" | "active") => `
route:
  receiver: team
  routes: [{ receiver: team, group_wait: 30s, group_interval: 5m, repeat_interval: 4h, ${kind}_time_intervals: [office] }]
receivers: [{ name: team, webhook_configs: [{ url: "http://127.0.0.1/" }] }]
time_intervals: [{ name: office, time_intervals: [{ times: [{ start_time: "12:10", end_time: "13:00" }] }] }]
`;

test("a route in mute time tells nothing, and afterwards only what the log does not know", () => {
  const early = run(setup(TIMED("mute")), [[0, "firing", "A"]], 3 * HOUR);
  expect(timesOf(early)).toEqual([[30, "first notification"]]);
  const late = run(setup(TIMED("mute")), [[700, "firing", "A"]], 3 * HOUR);
  expect(timesOf(late)).toEqual([[3730, "first notification"]]);
  expect(causesOf(late)).toEqual([[730, "mute time"]]);
});

test("a route tells only in its active times", () => {
  const outcomes = run(setup(TIMED("active")), [[0, "firing", "A"]], 3 * HOUR);
  expect(timesOf(outcomes)).toEqual([[630, "first notification"]]);
  expect(causesOf(outcomes)[0]).toEqual([30, "active time"]);
});

test("with continue an alert is told of by both routes, each in its own time", () => {
  const system = setup(`
route:
  receiver: team
  routes:
    - { receiver: audit, matchers: [alertname="A"], continue: true, group_wait: 10s }
    - { receiver: team, matchers: [alertname=~".+"], group_wait: 20s }
receivers:
  - { name: team, webhook_configs: [{ url: "http://127.0.0.1/" }] }
  - { name: audit, webhook_configs: [{ url: "http://127.0.0.1/" }] }
`);
  const outcomes = run(system, [[0, "firing", "A"]], HOUR);
  expect(sentOf(outcomes).map((sent) => [sent.receiver, seconds(sent)])).toEqual([
    ["audit", 10],
    ["team", 20],
  ]);
});

test("routes of the same matchers and receiver are told of once, for the log knows them by the same key", () => {
  const system = setup(`
route:
  receiver: team
  routes:
    - { receiver: team, matchers: [alertname="A"], continue: true, group_wait: 10s }
    - { receiver: team, matchers: [alertname="A"], group_wait: 20s }
receivers: [{ name: team, webhook_configs: [{ url: "http://127.0.0.1/" }] }]
`);
  const outcomes = run(system, [[0, "firing", "A"]], HOUR);
  expect(timesOf(outcomes)).toEqual([[10, "first notification"]]);
  expect(causesOf(outcomes)).toEqual([[20, "deduplication"]]);
});

test("an alert that comes back after its group ended waits group_wait again, in 0.25 perhaps for the old group's turn", () => {
  const steps: Step[] = [
    [0, "firing", "A"],
    [100, "resolved", "A"],
    [335, "firing", "A"],
  ];
  const times = (version: "0.25" | "current") =>
    timesOf(run(setup(SIMPLE, { version }), steps, HOUR)).map(([at]) => at);
  expect(times("current")).toEqual([30, 330, 365]);
  expect(times("0.25")).toEqual([30, 330, 630]);
});

test("a receiver without integrations gets nothing, and nothing is said of it", () => {
  const system = setup("route: { receiver: 'null' }\nreceivers: [{ name: 'null' }]\n");
  expect(run(system, [[0, "firing", "A"]], HOUR)).toEqual([]);
});

test("posts out of order are refused", () => {
  const posts = [
    { at: 5, labels: { a: "1" } },
    { at: 4, labels: { a: "1" } },
  ];
  expect(() => simulate(setup(SIMPLE), posts, 10)).toThrow(RangeError);
});

test("templates get the alerts, what they have in common, and the group", () => {
  const [sent] = sentOf(
    run(
      setup(SIMPLE),
      [
        [0, "firing", "A x=1"],
        [0, "firing", "A x=2"],
      ],
      60,
    ),
  );
  expect(sent && messageOf(sent, "http://am")).toMatchObject({
    receiver: "team",
    status: "firing",
    groupLabels: { alertname: "A" },
    commonLabels: { alertname: "A" },
    externalUrl: "http://am",
    alerts: [{ labels: { x: "1" } }, { labels: { x: "2" }, status: "firing", endsAt: undefined }],
  });
});

test("a month of turns every second at which nothing changes is only as much work as its repeats", () => {
  const system = setup(SIMPLE.replace("group_interval: 5m", "group_interval: 1s"));
  const sent = simulate(system, postsFrom([[0, "firing", "A"]]), NOON + 30 * 24 * HOUR * 1000);
  expect(sent.length).toBe(1 + Math.floor((30 * 24 * HOUR - 30) / 3601));
});
