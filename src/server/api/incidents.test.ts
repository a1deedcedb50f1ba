import { expect, test } from "vitest";
import { bearer, createHttpWorld, type HttpWorld } from "../../../test/http-world.ts";
import { problemDetail } from "../../../test/problem.ts";
import { TOKENS } from "../../../test/running-server.ts";

const api = bearer(TOKENS.api);

const get = ({ app }: HttpWorld, path: string) =>
  app.inject({ url: `/api/v1/incidents${path}`, headers: api });

const post = ({ app }: HttpWorld, path: string, body: unknown = { by: "ana" }) =>
  app.inject({
    url: `/api/v1/incidents${path}`,
    method: "POST",
    headers: { ...api, "content-type": "application/json" },
    payload: JSON.stringify(body),
  });

const outage = async () => {
  const world = await createHttpWorld();
  await world.fires({
    name: "GatewayDown",
    labels: { instance: "a" },
    annotations: { summary: "The gateway is down" },
  });
  return world;
};

test("the list holds every incident, newest first, or the open ones", async () => {
  const world = await outage();
  await world.fires({ name: "BillingDown", labels: { service: "billing" } });
  await world.resolvesByHand("ana", 1);
  const numbers = async (query: string) =>
    (await get(world, query)).json().incidents.map(({ number }: { number: number }) => number);
  expect(await numbers("")).toEqual([2, 1]);
  expect(await numbers("?status=all")).toEqual([2, 1]);
  expect(await numbers("?status=open")).toEqual([2]);
  expect(problemDetail(await get(world, "?status=new"), 422)).toMatch(/^status: /);
});

test("an incident is found by number and by id, with its alerts, pages and timeline", async () => {
  const world = await outage();
  const { id } = await world.incident();
  const byNumber = await get(world, "/1");
  expect(byNumber.json()).toEqual((await get(world, `/${id}`)).json());
  expect(byNumber.json()).toEqual((await get(world, `/${encodeURIComponent("#1")}`)).json());
  expect(byNumber.json()).toMatchObject({
    incident: {
      id,
      number: 1,
      status: "triggered",
      severity: "critical",
      title: "The gateway is down",
      service: "gateway",
      team: "platform",
      openedAt: "2026-01-05T09:00:00.000Z",
      acknowledgedAt: null,
      resolvedAt: null,
      next: { at: "2026-01-05T09:05:00.000Z", people: ["bo"] },
    },
    alerts: [{ name: "GatewayDown", status: "firing", labels: { instance: "a" }, endsAt: null }],
    pages: [
      {
        person: "ana",
        step: 1,
        round: 1,
        status: "accepted",
        requestedAt: "2026-01-05T09:00:00.000Z",
        attempts: [{ outcome: "accepted", detail: "250 ok" }],
      },
    ],
  });
  const types = byNumber.json().timeline.map(({ type }: { type: string }) => type);
  expect(types).toEqual(await world.timeline());
});

test("acknowledging and resolving change the incident and say how it stands", async () => {
  const world = await outage();
  const acknowledged = await post(world, "/1/acknowledge", { by: "  ana " });
  expect(acknowledged.json().incident).toMatchObject({
    status: "acknowledged",
    acknowledgedAt: "2026-01-05T09:00:00.000Z",
  });
  expect((await world.incident()).acknowledgedBy).toEqual(["ana"]);
  const resolved = await post(world, "/1/resolve");
  expect(resolved.json().incident.status).toBe("resolved");
});

test("acknowledging again is no error and no second event", async () => {
  const world = await outage();
  await post(world, "/1/acknowledge");
  const before = await world.timeline();
  expect((await post(world, "/1/acknowledge")).statusCode).toBe(200);
  expect(await world.timeline()).toEqual(before);
});

test("a resolved incident refuses both with a conflict, and stays as it was", async () => {
  const world = await outage();
  await post(world, "/1/resolve");
  const before = await world.timeline();
  for (const action of ["acknowledge", "resolve"]) {
    const answer = await post(world, `/1/${action}`);
    expect(problemDetail(answer, 409)).toBe("incident #1 is already resolved");
  }
  expect(await world.timeline()).toEqual(before);
});

test("an incident that does not exist is not found, however it is named", async () => {
  const world = await outage();
  const names = [
    "2",
    "999999999999999",
    "0",
    "-1",
    "x",
    "%00",
    "01900000-0000-7000-8000-000000000000",
  ];
  for (const name of names) {
    for (const answer of [
      await get(world, `/${name}`),
      await post(world, `/${name}/acknowledge`),
      await post(world, `/${name}/resolve`),
    ]) {
      expect(problemDetail(answer, 404)).toMatch(/^there is no incident ".*": name it by/s);
    }
  }
});

test("who does it must be said, in text that a timeline can show", async () => {
  const world = await outage();
  const wrong = [{}, null, [], { by: "" }, { by: "  " }, { by: 7 }, { by: "x".repeat(101) }];
  for (const body of [...wrong, { by: "a\u0000b" }, { by: "a\nb" }, { by: "\ud800" }]) {
    problemDetail(await post(world, "/1/acknowledge", body), 422);
  }
  expect(problemDetail(await post(world, "/1/acknowledge", {}), 422)).toMatch(/^by: /);
  const { app } = world;
  const empty = await app.inject({
    url: "/api/v1/incidents/1/resolve",
    method: "POST",
    headers: api,
  });
  expect(problemDetail(empty, 422)).toMatch(/^by: /);
  expect((await world.incident()).status).toBe("triggered");
});
