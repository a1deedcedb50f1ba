import { expect, test } from "vitest";
import { webhookSchema } from "../../src/alertmanager/webhook.ts";
import { receiveWebhook } from "../../src/server/receive-webhook.ts";
import { CRITICAL_ROUTE, notification, OBSERVED, SERVICE_ROUTE } from "../redis-outage.ts";
import { createWorld } from "../world.ts";

const FIRED = "2026-11-24T20:43:34.85Z";
const ERRORS = "2026-11-24T20:43:38.85Z";

type Told = Parameters<typeof notification>[0];

const setUp = () => {
  const world = createWorld();
  return {
    ...world,
    told: async (at: string, told: Told, route = SERVICE_ROUTE) => {
      world.clock.moveTo(Date.parse(at));
      await receiveWebhook(world.engine, webhookSchema.parse(notification(told, route)));
      await world.runFor("0s");
    },
  };
};

const connection = { alert: OBSERVED.connection, startsAt: FIRED };

test("a group with a member that has ended opens one incident for the one that fires", async () => {
  const world = setUp();
  await world.told("2026-11-24T20:43:34.858Z", [
    connection,
    {
      alert: OBSERVED.pool,
      startsAt: "2026-11-24T20:42:57.85Z",
      endsAt: "2026-11-24T20:43:31.85Z",
    },
  ]);
  expect(Object.keys((await world.incident()).alerts)).toEqual([OBSERVED.connection.fingerprint]);
  expect(world.sent).toHaveLength(1);
});

test("a group in which everything has ended opens nothing", async () => {
  const world = setUp();
  const ended = { ...connection, endsAt: "2026-11-24T20:44:31.85Z" };
  await world.told("2026-11-24T20:44:34.869Z", [ended], CRITICAL_ROUTE);
  expect(await world.incidentCount()).toBe(0);
});

test("a repeat, equal to the first to the byte, changes nothing", async () => {
  const world = setUp();
  await world.told("2026-11-24T20:43:34.854Z", [connection], CRITICAL_ROUTE);
  const before = await world.timeline();
  await world.told("2026-11-24T20:43:54.857Z", [connection], CRITICAL_ROUTE);
  expect(await world.timeline()).toEqual(before);
  expect(world.sent).toHaveLength(1);
});

test("an outage of several alerts by two routes is one incident, and one page", async () => {
  const world = setUp();
  await world.told("2026-11-24T20:43:34.854Z", [connection], CRITICAL_ROUTE);
  await world.told("2026-11-24T20:43:39.857Z", [
    connection,
    { alert: OBSERVED.errorsOfGet, startsAt: ERRORS },
    { alert: OBSERVED.errorsOfSet, startsAt: ERRORS },
    { alert: OBSERVED.burnOfGet, startsAt: ERRORS },
    { alert: OBSERVED.burnOfSet, startsAt: ERRORS },
  ]);
  expect(await world.incidentCount()).toBe(1);
  expect(Object.keys((await world.incident()).alerts)).toHaveLength(5);
  expect(world.sent).toHaveLength(1);
});

test("what has ended is sent as ended again and again while others fire: told once", async () => {
  const world = setUp();
  const errors = { alert: OBSERVED.errorsOfGet, startsAt: ERRORS };
  const ended = { ...errors, endsAt: "2026-11-24T20:44:45.85Z" };
  const pool = { alert: OBSERVED.pool, startsAt: "2026-11-24T20:44:41.85Z" };
  await world.told("2026-11-24T20:43:38.853Z", [errors]);
  await world.told("2026-11-24T20:44:48.864Z", [pool, ended]);
  const before = await world.timeline();
  expect(before.filter((type) => type === "alert-resolved")).toHaveLength(1);
  await world.told("2026-11-24T20:45:48.884Z", [pool, ended]);
  await world.told("2026-11-24T20:46:49.884Z", [pool, ended]);
  expect(await world.timeline()).toEqual(before);
  expect((await world.incident()).status).toBe("triggered");
});

test("what has ended is sent again after its incident: nothing opens, nothing is added", async () => {
  const world = setUp();
  const ended = { ...connection, endsAt: "2026-11-24T20:44:31.85Z" };
  await world.told("2026-11-24T20:43:34.854Z", [connection], CRITICAL_ROUTE);
  await world.told("2026-11-24T20:44:34.869Z", [ended], CRITICAL_ROUTE);
  expect((await world.incident()).status).toBe("resolved");
  const before = await world.timeline();
  await world.told("2026-11-24T20:45:34.869Z", [ended], SERVICE_ROUTE);
  expect(await world.timeline()).toEqual(before);
  expect(await world.incidentCount()).toBe(1);
});

test("a member that has ended is resolved, though its group still fires", async () => {
  const world = setUp();
  const ended = { ...connection, endsAt: "2026-11-24T20:44:31.85Z" };
  const errors = { alert: OBSERVED.errorsOfGet, startsAt: ERRORS };
  await world.told("2026-11-24T20:43:39Z", [connection, errors]);
  await world.told("2026-11-24T20:44:34Z", [ended, errors]);
  const { alerts } = await world.incident();
  expect(alerts[OBSERVED.connection.fingerprint]?.status).toBe("resolved");
});
