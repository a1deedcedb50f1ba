import fc from "fast-check";
import { expect, test } from "vitest";
import type { Labels } from "../../labels/labels.ts";
import { groupKey, groupLabels } from "../grouping/group.ts";
import { inhibits } from "../inhibition/inhibition.ts";
import { matchRoutes } from "../routing/match-routes.ts";
import type { Route } from "../routing/route.ts";
import { silencedBy } from "../silence/silence.ts";
import { isWithin } from "../time-interval/contains-instant.ts";
import { type Alert, type AlertPost, alertOf, isResolvedAt } from "./alert.ts";
import { createAlertStore } from "./alert-store.ts";
import { reasonToNotify } from "./deduplication.ts";
import { createNotificationLog } from "./notification-log.ts";
import type { NotificationSetup, NotifyingIntegration } from "./setup.ts";
import { simulate } from "./simulate.ts";

const SECOND = 1000;

type Group = {
  readonly route: Route;
  readonly key: string;
  readonly alerts: Map<string, Alert>;
  turnAt: number;
  hadTurn: boolean;
};

const createWorld = (setup: NotificationSetup) => ({
  setup,
  store: createAlertStore(setup.startedAt),
  log: createNotificationLog(setup.startedAt),
  known: new Map<string, Alert>(),
  groups: new Map<string, Group>(),
  told: [] as string[],
});

type World = ReturnType<typeof createWorld>;

const insert = ({ setup, groups }: World, route: Route, alert: Alert): void => {
  const now = alert.updatedAt;
  const key = groupKey(route, groupLabels(route, alert.labels));
  const id = `${route.index} ${key}`;
  const isOld = alert.startsAt + route.groupWaitMs < now;
  const group = groups.get(id);
  if (group === undefined) {
    const turnAt = isOld ? now : now + route.groupWaitMs;
    const alerts = new Map([[alert.fingerprint, alert]]);
    groups.set(id, { route, key, alerts, turnAt, hadTurn: false });
    return;
  }
  group.alerts.set(alert.fingerprint, alert);
  if (setup.version === "0.25" && isOld && !group.hadTurn) group.turnAt = now;
};

const receive = (world: World, post: AlertPost): void => {
  const taken = alertOf(post, world.setup.resolveTimeoutMs);
  if (taken === undefined) return;
  const alert = world.store.put(taken);
  world.known.set(alert.fingerprint, alert);
  for (const route of matchRoutes(world.setup.route, alert.labels)) insert(world, route, alert);
};

const isTimely = (setup: NotificationSetup, route: Route, now: number): boolean => {
  const isIn = (name: string) => isWithin(setup.timeIntervals.get(name) ?? [], now);
  const { activeTimeIntervals: active, muteTimeIntervals: mute } = route;
  return (active.length === 0 || active.some(isIn)) && !mute.some(isIn);
};

const visibleOf = ({ setup, known }: World, { route, alerts }: Group, now: number) => {
  if (!isTimely(setup, route, now)) return [];
  const inhibited = inhibits(setup.inhibitRules, [...known.values()], now);
  return [...alerts.values()].filter(
    ({ fingerprint, labels }) =>
      !inhibited.has(fingerprint) && silencedBy(setup.silences, labels, now).length === 0,
  );
};

const namesOf = (alerts: readonly Alert[], isResolved: boolean, now: number): string[] =>
  alerts
    .filter((alert) => isResolvedAt(alert, now) === isResolved)
    .map(({ fingerprint }) => fingerprint);

const tell = (
  { setup, log, told }: World,
  { route, key, visible }: Group & { readonly visible: readonly Alert[] },
  { kind, index, sendResolved, now }: NotifyingIntegration & { readonly now: number },
): void => {
  const { repeatIntervalMs, receiver } = route;
  const [firing, resolved] = [namesOf(visible, false, now), namesOf(visible, true, now)];
  const content = { firing: new Set(firing), resolved: new Set(resolved) };
  const slot = log.slot(`${key} ${receiver} ${kind} ${index}`, repeatIntervalMs);
  const settings = { version: setup.version, sendResolved, repeatIntervalMs, now };
  const reason = reasonToNotify(slot.read(now), content, settings);
  if (reason === undefined) return;
  const isSent = sendResolved || firing.length > 0;
  slot.write(content, now + (isSent ? setup.sendLatencyMs : 0));
  const names = [...firing, "/", ...(sendResolved ? resolved : [])].sort().join(" ");
  if (isSent) told.push(`${now} ${route.index} ${index} ${key} ${reason} ${names}`);
};

const takeTurn = (world: World, group: Group, now: number): void => {
  group.turnAt = now + group.route.groupIntervalMs;
  group.hadTurn = true;
  const visible = visibleOf(world, group, now);
  const receiver = world.setup.receivers.find(({ name }) => name === group.route.receiver);
  for (const integration of visible.length > 0 ? (receiver?.integrations ?? []) : []) {
    tell(world, { ...group, visible }, { ...integration, now });
  }
  for (const fingerprint of namesOf([...group.alerts.values()], true, now)) {
    group.alerts.delete(fingerprint);
  }
};

const endEmptyGroups = ({ setup, groups }: World, now: number): void => {
  if (setup.version === "0.25" && (now - setup.startedAt) % (30 * SECOND) !== 0) return;
  for (const [id, { alerts }] of groups) if (alerts.size === 0) groups.delete(id);
};

/** Alertmanager second by second, every turn of every group looked at: slow, and plain to see. */
const plainly = (
  setup: NotificationSetup,
  posts: readonly AlertPost[],
  until: number,
): string[] => {
  const world = createWorld(setup);
  for (let now = setup.startedAt; now <= until; now += SECOND) {
    endEmptyGroups(world, now);
    for (const post of posts) if (post.at === now) receive(world, post);
    for (const group of world.groups.values()) {
      if (group.turnAt === now) takeTurn(world, group, now);
    }
  }
  return world.told.sort();
};

const quickly = (setup: NotificationSetup, posts: readonly AlertPost[], until: number): string[] =>
  simulate(setup, posts, until)
    .map(({ at, group, integration, reason, alerts }) => {
      const names = [...alerts.map(({ fingerprint }) => fingerprint)];
      const firing = alerts.filter(({ status }) => status === "firing").length;
      names.splice(firing, 0, "/");
      return `${at} ${group.route.index} ${integration.index} ${group.key} ${reason} ${names.sort().join(" ")}`;
    })
    .sort();

const START = Date.UTC(2026, 0, 5, 12);
const END = 2400;

const ALERTS: readonly Labels[] = [
  { alertname: "A", cluster: "x", severity: "critical" },
  { alertname: "A", cluster: "x", severity: "warning" },
  { alertname: "A", cluster: "y", severity: "warning" },
  { alertname: "B", cluster: "x", severity: "warning" },
];

const moment = fc.integer({ min: 1, max: 1200 });

const posts = fc
  .array(
    fc.record({
      at: moment,
      labels: fc.constantFrom(...ALERTS),
      age: fc.constantFrom(0, 0, 0, 100),
      lasts: fc.constantFrom(undefined, 0, 0, 60, 300, 5000, 5000),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((drafts) =>
    drafts
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, labels, age, lasts }) => ({
        at: START + at * SECOND,
        labels,
        startsAt: START + (at - age) * SECOND,
        endsAt: lasts === undefined ? undefined : START + (at + lasts) * SECOND,
      })),
  );

const silences = fc.array(
  fc
    .record({ from: moment, lasts: moment, alertname: fc.constantFrom("A", "B") })
    .map(({ from, lasts, alertname }) => ({
      id: `${from}`,
      matchers: [{ name: "alertname", operator: "=" as const, value: alertname }],
      startsAt: START + from * SECOND,
      endsAt: START + (from + lasts) * SECOND,
    })),
  { maxLength: 2 },
);

const seconds = (...values: [number, ...number[]]) =>
  fc.constantFrom(...values).map((value) => value * SECOND);

const GROUPINGS: readonly (readonly string[])[] = [["alertname"], ["cluster"], []];
const INTERVALS: readonly (readonly string[])[] = [[], [], ["minutes"]];

const timers = fc.record({
  groupWaitMs: seconds(0, 5, 30),
  groupIntervalMs: seconds(7, 30, 60),
  repeatIntervalMs: seconds(60, 90, 240, 3600),
  groupBy: fc.constantFrom(...GROUPINGS),
  muteTimeIntervals: fc.constantFrom(...INTERVALS),
  activeTimeIntervals: fc.constantFrom(...INTERVALS),
});

const routeTree = fc.tuple(timers, timers).map(([rootTimers, childTimers]) => {
  const plain = { matchers: [], continues: false, muteTimeIntervals: [], activeTimeIntervals: [] };
  const children: Route[] = [];
  const root: Route = {
    ...rootTimers,
    ...plain,
    index: 0,
    parent: undefined,
    key: "{}",
    receiver: "all",
    routes: children,
  };
  const child = { ...plain, ...childTimers, parent: root, routes: [] };
  const matcher = { name: "severity", operator: "=" as const, value: "warning" };
  children.push(
    {
      ...child,
      index: 1,
      key: '{}/{severity="warning"}',
      receiver: "some",
      matchers: [matcher],
      continues: true,
    },
    { ...child, ...rootTimers, index: 2, key: "{}/{}", receiver: "all" },
  );
  return root;
});

const setups = fc
  .record({
    version: fc.constantFrom("0.25" as const, "current" as const),
    route: routeTree,
    silences,
  })
  .map(
    (chosen): NotificationSetup => ({
      ...chosen,
      receivers: [
        { name: "all", integrations: [{ kind: "webhook", index: 0, sendResolved: true }] },
        {
          name: "some",
          integrations: [
            { kind: "webhook", index: 0, sendResolved: false },
            { kind: "webhook", index: 1, sendResolved: true },
          ],
        },
      ],
      inhibitRules: [
        {
          source: [{ name: "severity", operator: "=", value: "critical" }],
          target: [{ name: "severity", operator: "=", value: "warning" }],
          equal: ["cluster"],
        },
      ],
      timeIntervals: new Map([
        [
          "minutes",
          [
            {
              times: [
                { from: 722, to: 727 },
                { from: 731, to: 740 },
              ],
              weekdays: [],
              daysOfMonth: [],
              months: [],
              years: [],
              location: undefined,
            },
          ],
        ],
      ]),
      resolveTimeoutMs: 120 * SECOND,
      sendLatencyMs: 10,
      startedAt: START,
    }),
  );

test("leaving out the turns at which nothing can change leaves out no notification", () => {
  let notifications = 0;
  const property = fc.property(setups, posts, (setup, posted) => {
    const until = START + END * SECOND;
    const expected = plainly(setup, posted, until);
    notifications += expected.length;
    expect(quickly(setup, posted, until)).toEqual(expected);
  });
  fc.assert(property, { numRuns: 150, seed: 17 });
  expect(notifications).toBeGreaterThan(500);
});
