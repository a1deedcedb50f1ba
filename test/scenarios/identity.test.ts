import { expect, test } from "vitest";
import { createWorld } from "../world.ts";

const down = { name: "RedisInstanceDown", labels: { instance: "redis-0" } };

test("two routes, two Alertmanagers and a repeat tell of one alert: one incident, one page", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.repeats({ groupKey: '{}/{severity="critical"}:{service="gateway"}' }, down);
  await world.repeats({ receiver: "tocsin-b" }, down);
  await world.repeats({}, down);
  expect(await world.incidentCount()).toBe(1);
  expect(world.pages()).toEqual(["09:00:00 ana"]);
});

test("replicas of one Prometheus tell of one alert", async () => {
  const world = createWorld();
  const from = (replica: string) => ({
    ...down,
    labels: { ...down.labels, prometheus_replica: replica },
  });
  await world.fires(from("a"), from("b"));
  expect(Object.keys((await world.incident()).alerts)).toHaveLength(1);
});

test("a route edited while the alert fires changes its groupKey, not its incident, which later resolves", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.runFor("1m");
  await world.repeats({ groupKey: '{}/{team="platform"}:{alertname="RedisInstanceDown"}' }, down);
  await world.runFor("1m");
  await world.resolves(down);
  expect(await world.incidentCount()).toBe(1);
  expect((await world.incident()).status).toBe("resolved");
});

test("the same resolved alert arriving again is a no-op", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.resolves(down);
  const before = await world.timeline();
  await world.resolves(down);
  expect(await world.timeline()).toEqual(before);
  expect(await world.incidentCount()).toBe(1);
});

test("all alerts of one outage are one incident, and other owners' alerts are not in it", async () => {
  const world = createWorld();
  await world.fires(down, { name: "RedisConnectionFailure" }, { name: "HighErrorRate" });
  await world.fires({ name: "BillingDown", labels: { service: "billing" } });
  expect(await world.incidentCount()).toBe(2);
  expect(world.pages()).toEqual(["09:00:00 ana", "09:00:00 dee"]);
});

test("an alert that fires again after its incident resolved opens a new incident and pages", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.resolves(down);
  await world.runFor("1h");
  await world.fires(down);
  expect(await world.incidentCount()).toBe(2);
  expect(world.pages()).toEqual(["09:00:00 ana", "10:00:00 ana"]);
});

test("a resolve of an earlier activation that comes late does not end the present one", async () => {
  const world = createWorld();
  await world.fires(down, { name: "RedisConnectionFailure" });
  const { alerts } = await world.incident();
  const first = Object.values(alerts).find(({ name }) => name === "RedisInstanceDown");
  await world.runFor("2m");
  await world.resolves(down);
  await world.runFor("1m");
  await world.fires(down);
  const startsAt = first?.startsAt ?? Number.NaN;
  await world.tell([{ ...down, startsAt, endsAt: world.clock.now() }]);
  const now = Object.values((await world.incident()).alerts);
  expect(now.map(({ name, status }) => [name, status])).toContainEqual([
    "RedisInstanceDown",
    "firing",
  ]);
});

test("replicas of one Prometheus that disagree: what fires on one of them has not ended", async () => {
  const world = createWorld();
  const startsAt = world.clock.now();
  const [a, b] = ["a", "b"].map((replica, index) => ({
    name: "RedisInstanceDown",
    labels: { prometheus_replica: replica },
    startsAt: startsAt + index * 15_000,
  }));
  if (a === undefined || b === undefined) throw new Error("there are two replicas");
  await world.runFor("1m");
  await world.tell([a, b]);
  await world.runFor("1m");
  await world.tell([a, { ...b, endsAt: world.clock.now() }]);
  expect((await world.incident()).status).toBe("triggered");
  await world.runFor("1m");
  await world.tell([{ ...a, endsAt: world.clock.now() }]);
  expect((await world.incident()).status).toBe("resolved");
  expect(await world.incidentCount()).toBe(1);
});

test("the end of an earlier firing that arrives late ends nothing", async () => {
  const world = createWorld();
  const alert = { name: "RedisInstanceDown", startsAt: world.clock.now() };
  await world.runFor("5m");
  const again = { ...alert, startsAt: world.clock.now() };
  await world.tell([again]);
  await world.tell([{ ...alert, endsAt: again.startsAt - 60_000 }]);
  expect((await world.incident()).status).toBe("triggered");
});
