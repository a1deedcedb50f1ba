import { expect, test } from "vitest";
import { createWorld } from "../world.ts";

const down = { name: "RedisInstanceDown" };

test("a resolve waits for a sign of life that is newer than the alert's end", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.runFor("1m");
  await world.fires(down);
  await world.runFor("2m");
  await world.resolves(down);
  expect((await world.incident()).status).toBe("triggered");
  await world.runFor("20s");
  await world.signOfLife("30s");
  expect((await world.incident()).status, "evaluated before the alert ended").toBe("triggered");
  await world.signOfLife("1s");
  expect((await world.incident()).status).toBe("resolved");
  expect((await world.timeline()).slice(-2)).toEqual(["alert-resolved", "incident-resolved"]);
});

test("when Prometheus dies its alerts seem to resolve: the incident says so and escalation goes on", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.fires(down);
  await world.runFor("4m");
  await world.resolves(down);
  await world.runFor("20m");
  const incident = await world.incident();
  expect(incident.status).toBe("triggered");
  expect(incident.lostSources).toHaveLength(1);
  expect(world.pages()).toEqual(["09:00:00 ana", "09:05:00 bo", "09:15:00 cyd"]);
  await world.signOfLife();
  expect((await world.incident()).status).toBe("resolved");
  expect(await world.timeline()).toContain("source-returned");
});

test("the old news that Alertmanager keeps repeating is no sign of life", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.fires(down);
  await world.runFor("4m");
  await world.resolves(down);
  for (let minute = 1; minute <= 3; minute++) {
    await world.runFor("1m");
    await world.signOfLife(`${4 + minute}m`);
  }
  expect((await world.incident()).lostSources).toHaveLength(1);
});

test("a plain watchdog proves life only as of five minutes before it was told", async () => {
  const world = createWorld();
  const plain = { name: "Watchdog", labels: { severity: "none" } };
  await world.fires(plain);
  await world.runFor("1h");
  await world.fires(down);
  await world.resolves(down);
  await world.runFor("4m");
  await world.repeats({}, plain);
  expect((await world.incident()).status).toBe("triggered");
  await world.runFor("2m");
  await world.repeats({}, plain);
  expect((await world.incident()).status).toBe("resolved");
});

test("a plain watchdog that has just begun to fire proves nothing: other alerts are still pending", async () => {
  const world = createWorld();
  const plain = { name: "Watchdog", labels: { severity: "none" } };
  await world.fires(plain);
  await world.runFor("1h");
  await world.fires(down);
  await world.runFor("4m");
  await world.resolves(down, plain);
  await world.runFor("20m");
  await world.fires(plain);
  expect((await world.incident()).status, "Prometheus is back for a moment").toBe("triggered");
  await world.runFor("5m");
  await world.repeats({}, down);
  await world.runFor("30m");
  await world.repeats({}, plain);
  expect((await world.incident()).status).toBe("triggered");
  expect(await world.incidentCount()).toBe(1);
});

test("another cluster's watchdog proves nothing", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.fires(down);
  await world.runFor("1m");
  await world.resolves(down);
  await world.runFor("1m");
  await world.signOfLife("0s", { cluster: "us1" });
  expect((await world.incident()).status).toBe("triggered");
});

test("a source without a watchdog is believed at once, and the timeline says that it was not verified", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.runFor("1m");
  await world.resolves(down);
  const { id } = await world.incident();
  const resolved = (await world.store.history(id)).find(
    ({ event }) => event.type === "alert-resolved",
  );
  expect(resolved?.event).toMatchObject({ verified: false });
  expect((await world.incident()).status).toBe("resolved");
});

test("an alert that fires on after a false resolve is the same incident", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.fires(down);
  await world.runFor("4m");
  await world.resolves(down);
  await world.runFor("4m");
  await world.repeats({}, down);
  const incident = await world.incident();
  expect(incident.lostSources).toEqual([]);
  expect(Object.values(incident.alerts).map(({ status }) => status)).toEqual(["firing"]);
  expect(await world.incidentCount()).toBe(1);
});

test("a resolve reported while the check of an earlier one is due is not a lost source", async () => {
  const world = createWorld();
  const other = { name: "RedisConnectionFailure" };
  await world.signOfLife();
  await world.fires(down, other);
  await world.runFor("1m");
  await world.resolves(down);
  await world.runFor("30s");
  await world.signOfLife();
  await world.runFor("2m29s");
  await world.resolves(other);
  await world.runFor("30s");
  await world.signOfLife();
  expect(await world.timeline()).not.toContain("source-lost");
  expect((await world.incident()).status).toBe("resolved");
});

test("a Prometheus whose clock is some seconds ahead is not called lost", async () => {
  const world = createWorld();
  const aheadMs = 10_000;
  const watchdog = () =>
    world.tell([
      {
        name: "Watchdog",
        labels: { severity: "none" },
        annotations: { evaluated_at: String((world.clock.now() + aheadMs) / 1000) },
        startsAt: world.clock.now() - 86_400_000,
      },
    ]);
  await watchdog();
  const startsAt = world.clock.now() + aheadMs;
  await world.tell([{ ...down, startsAt }]);
  await world.runFor("1m");
  await world.tell([{ ...down, startsAt, endsAt: world.clock.now() + aheadMs }]);
  for (let minute = 1; minute <= 4; minute++) {
    await world.runFor("1m");
    await watchdog();
  }
  expect((await world.incident()).status).toBe("resolved");
  expect(await world.timeline()).not.toContain("source-lost");
});
