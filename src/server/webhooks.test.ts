import fc from "fast-check";
import { expect, test } from "vitest";
import { createHttpWorld, firingBody, type HttpWorld } from "../../test/http-world.ts";
import { problemDetail } from "../../test/problem.ts";
import { Conflict, type Store } from "../store/store.ts";

const MEBIBYTE = 1024 * 1024;

const notify = async (payload: string, headers: Record<string, string> = {}) => {
  const world = await createHttpWorld();
  return { world, answer: await world.notify(payload, headers) };
};

/** The server still takes alerts: whatever came before did it no harm. */
const expectAlive = async (world: HttpWorld) => {
  const answer = await world.notify(firingBody(world.clock));
  expect(answer.statusCode, answer.body).toBe(200);
};

const countOf = async (world: HttpWorld, outcome: string) =>
  (await world.engine.measures.webhooks.get()).values.find(
    ({ labels }) => labels["outcome"] === outcome,
  )?.value;

test("an accepted notification is on disk when it is answered", async () => {
  const world = await createHttpWorld();
  const answer = await world.notify(firingBody(world.clock));
  expect([answer.statusCode, answer.json()]).toEqual([200, { stored: true }]);
  expect((await world.incident()).title).toBe("GatewayDown");
  expect(await countOf(world, "stored")).toBe(1);
});

test("what is not JSON is refused as such", async () => {
  for (const junk of ["{", "", "null x", "\u0000", '{"version":"4",}']) {
    const { world, answer } = await notify(junk);
    expect(problemDetail(answer, 400), junk).toMatch(/json/i);
    await expectAlive(world);
  }
});

test("JSON that is no webhook of version 4 is refused with the place that is wrong", async () => {
  const right = JSON.parse(firingBody({ now: () => 0 }));
  const [alert] = right.alerts;
  const cases: [string, unknown][] = [
    ["the body", null],
    ["the body", []],
    ["the body", "text"],
    ["version", { ...right, version: "3" }],
    ["version", { ...right, version: 4 }],
    ["alerts", { ...right, alerts: undefined }],
    ["alerts.0.status", { ...right, alerts: [{ ...alert, status: "pending" }] }],
    ["alerts.0.labels.n", { ...right, alerts: [{ ...alert, labels: { n: 1 } }] }],
    ["alerts.1.startsAt", { ...right, alerts: [alert, { ...alert, startsAt: "today" }] }],
    ["truncatedAlerts", { ...right, truncatedAlerts: -1 }],
  ];
  for (const [place, body] of cases) {
    const { world, answer } = await notify(JSON.stringify(body));
    expect(problemDetail(answer, 422)).toContain(`version 4: ${place}: `);
    expect(await countOf(world, "rejected")).toBe(1);
    await expectAlive(world);
  }
});

test("another content type is refused", async () => {
  const { world, answer } = await notify("<alert/>", { "content-type": "application/xml" });
  expect(problemDetail(answer, 415)).toContain("Media Type");
  await expectAlive(world);
});

test("twenty megabytes of junk are refused and forgotten", async () => {
  const junk = "x".repeat(20 * MEBIBYTE);
  const asJson = await notify(junk);
  problemDetail(asJson.answer, 400);
  await expectAlive(asJson.world);
  const asText = await notify(junk, { "content-type": "text/plain" });
  problemDetail(asText.answer, 422);
  await expectAlive(asText.world);
});

test("a notification above 128 MiB is refused unread, and opens an incident that says what is lost", async () => {
  const world = await createHttpWorld();
  const tooLong = { "content-length": String(129 * MEBIBYTE) };
  const answer = await world.notify("{", tooLong);
  expect(problemDetail(answer, 413)).toBe(
    "more than 128 MiB: set max_alerts on the webhook receiver",
  );
  const incident = await world.incident();
  expect(incident).toMatchObject({ status: "triggered", severity: "critical", team: "platform" });
  expect(incident.title).toContain("too large, and its alerts are lost");
  expect(await countOf(world, "too_large")).toBe(1);
  await world.notify("{", tooLong);
  expect(await world.incidentCount()).toBe(1);
  await expectAlive(world);
});

test("a notification that is too large is to be sent again when even that cannot be stored", async () => {
  const world = await createHttpWorld({ broken: failing });
  const answer = await world.notify("{", { "content-length": String(129 * MEBIBYTE) });
  problemDetail(answer, 503);
  expect(answer.headers["retry-after"]).toBe("5");
  expect(world.logged.join("")).toContain("disk full");
});

const failing: Partial<Store> = {
  transaction: async () => {
    throw new Error("disk full");
  },
};

test("when the store fails the sender is told to come back, and nothing of it is kept", async () => {
  const world = await createHttpWorld({ broken: failing });
  const answer = await world.notify(firingBody(world.clock));
  problemDetail(answer, 503);
  expect(answer.headers["retry-after"]).toBe("5");
  expect(answer.body).not.toContain("disk full");
  expect(world.logged.join("")).toContain("disk full");
  expect(await world.incidentCount()).toBe(0);
  expect(await countOf(world, "failed")).toBe(1);
});

test("when not even the token can be looked up the sender is told to come back", async () => {
  const findToken = async () => {
    throw new Error("PostgreSQL is away");
  };
  const world = await createHttpWorld({ broken: { findToken } });
  const answer = await world.notify(firingBody(world.clock));
  problemDetail(answer, 503);
  expect(answer.headers["retry-after"]).toBe("5");
});

test("a conflict that does not end is trouble of ours, not the sender's fault", async () => {
  const transaction = async () => {
    throw new Conflict("incident changed meanwhile");
  };
  const world = await createHttpWorld({ broken: { transaction } });
  expect((await world.notify(firingBody(world.clock))).statusCode).toBe(503);
});

test("while 64 notifications are being stored another is turned away, and afterwards taken", async () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  let full = () => {};
  const allWait = new Promise<void>((resolve) => {
    full = resolve;
  });
  const inner = await createHttpWorld();
  const world = await createHttpWorld({
    store: inner.store,
    broken: {
      transaction: async (work) => {
        waiting += 1;
        if (waiting === 64) full();
        await gate;
        return inner.store.transaction(work);
      },
    },
  });
  const body = firingBody(world.clock);
  const taken = Array.from({ length: 64 }, () => world.notify(body));
  await allWait;
  const surplus = await world.notify(body);
  expect(problemDetail(surplus, 503)).toContain("64 notifications are being stored");
  expect(surplus.headers["retry-after"]).toBe("5");
  expect(await countOf(world, "overload")).toBe(1);
  open();
  expect(new Set((await Promise.all(taken)).map(({ statusCode }) => statusCode))).toEqual(
    new Set([200]),
  );
  expect(await world.incidentCount()).toBe(1);
  await expectAlive(world);
});

const names = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/),
  fc.constantFrom(
    "alertname",
    "severity",
    "service",
    "team",
    "__proto__",
    "constructor",
    "prototype",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
);
const values = fc.string({ unit: "binary", maxLength: 40 });
const dictionaries = fc
  .array(fc.tuple(names, values), { maxLength: 6 })
  .map(
    (pairs) =>
      `{${pairs.map((pair) => pair.map((text) => JSON.stringify(text)).join(":")).join(",")}}`,
  );
const instants = fc.constantFrom(
  "2026-11-24T20:43:34.85Z",
  "2026-11-24T20:43:34Z",
  "2026-11-24T20:43:34.123456789+05:30",
  "0001-01-01T00:00:00Z",
  "2028-02-29T23:59:59.999999999-12:00",
);
const alerts = fc
  .record({
    status: fc.constantFrom('"firing"', '"resolved"'),
    labels: dictionaries,
    annotations: dictionaries,
    startsAt: instants.map((text) => JSON.stringify(text)),
    endsAt: instants.map((text) => JSON.stringify(text)),
    fingerprint: values.map((text) => JSON.stringify(text)),
  })
  .map(
    (alert) =>
      `{${Object.entries(alert)
        .map(([key, json]) => `"${key}":${json}`)
        .join(",")}}`,
  );

test("a well-formed notification is never refused, whatever its labels and texts", async () => {
  const world = await createHttpWorld();
  const property = fc.asyncProperty(
    fc.array(alerts, { maxLength: 4 }),
    dictionaries,
    async (several, groupLabels) => {
      const body = `{"version":"4","groupLabels":${groupLabels},"alerts":[${several.join(",")}],"new":{"field":1}}`;
      const answer = await world.notify(body);
      expect(answer.statusCode, `${answer.body} ${world.logged.join("")}`).toBe(200);
    },
  );
  await fc.assert(property, { numRuns: 150 });
});
