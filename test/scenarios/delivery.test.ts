import { expect, test } from "vitest";
import { exampleCatalog } from "../example-catalog.ts";
import { createWorld } from "../world.ts";

const billing = { name: "BillingDown", labels: { service: "billing" } };
const DEE_HOOK = "webhook:https://hooks.example.com/dee";
const refused = { outcome: "refused", reason: "410 Gone" } as const;

test("a mail server that is away is tried again with growing pauses and the same key", async () => {
  const world = createWorld();
  const busy = { outcome: "retry", reason: "451 busy" } as const;
  world.answer("email:ana@example.com", busy, busy, busy);
  await world.fires({ name: "RedisInstanceDown" });
  await world.runFor("1m");
  expect(world.sent.map(({ person }) => person)).toEqual(["ana", "ana", "ana", "ana"]);
  expect(new Set(world.sent.map(({ key }) => key)).size).toBe(1);
  const attempts = await world.store.attempts((await world.incident()).id);
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["retry", "retry", "retry", "accepted"]);
  expect((await world.timeline()).filter((type) => type === "page-retried")).toHaveLength(1);
});

test("Retry-After is honoured when it asks for more than our own pause", async () => {
  const world = createWorld();
  world.answer("email:ana@example.com", {
    outcome: "retry",
    reason: "429",
    retryAfterMs: 40_000,
  });
  await world.fires({ name: "RedisInstanceDown" });
  await world.runFor("1m");
  expect(world.pages()).toEqual(["09:00:00 ana", "09:00:40 ana"]);
});

test("a final refusal fails over to the next contact method at once", async () => {
  const world = createWorld();
  world.answer(DEE_HOOK, refused);
  await world.fires(billing);
  await world.runFor("1m");
  expect(world.sent.map(({ at, method }) => `${at} ${method}`)).toEqual([
    `09:00:00 ${DEE_HOOK}`,
    "09:00:00 email:dee@example.com",
  ]);
});

test("a person whom no contact method reaches hands on to the next step at once", async () => {
  const world = createWorld();
  world.answer(DEE_HOOK, refused);
  world.answer("email:dee@example.com", refused);
  await world.fires(billing);
  await world.runFor("1h");
  expect(world.pages()).toEqual(["09:00:00 dee", "09:00:00 dee", "09:00:00 bo"]);
});

test("an escalation that reaches nobody is an alarm of its own and pages the fallback", async () => {
  const world = createWorld();
  for (const method of [DEE_HOOK, "email:dee@example.com", "email:bo@example.com"]) {
    world.answer(method, refused);
  }
  await world.fires(billing);
  await world.runFor("1h");
  expect(world.sent.at(-1)).toMatchObject({ at: "09:00:00", method: "email:fallback@example.com" });
  expect((await world.incident()).nobodyTold).toBe(true);
  expect(await world.timeline()).toContain("nobody-told");
});

test("a page that waits for its channel is dropped once somebody has acknowledged", async () => {
  const world = createWorld();
  world.answer("email:ana@example.com", { outcome: "retry", reason: "away", retryAfterMs: 60_000 });
  await world.fires({ name: "RedisInstanceDown" });
  await world.acknowledges("bo");
  await world.runFor("5m");
  expect(world.pages()).toEqual(["09:00:00 ana"]);
  expect(await world.timeline()).toContain("page-dropped");
});

test("when every channel stays away nobody was told, and the fallback is paged after the last step", async () => {
  const hook = {
    type: "webhook",
    url: "https://hooks.example.com/duty",
    secretFile: "/s",
  } as const;
  const world = createWorld({ catalog: exampleCatalog({ fallback: hook }) });
  const away = { outcome: "retry", reason: "connection refused" } as const;
  for (const person of ["ana", "bo", "cyd"]) {
    world.answer(`email:${person}@example.com`, ...Array.from({ length: 100 }, () => away));
  }
  await world.fires({ name: "RedisInstanceDown" });
  await world.runFor("14m");
  expect((await world.incident()).nobodyTold, "somebody is still to be told").toBe(false);
  await world.runFor("2m");
  expect((await world.incident()).nobodyTold).toBe(true);
  await world.runFor("10m");
  expect(world.sent.filter(({ person }) => person === "fallback")).toHaveLength(1);
});

test("a channel that is away for less than a minute is no alarm", async () => {
  const [policy, ...others] = exampleCatalog().escalationPolicies;
  if (policy === undefined) throw new Error("the example has a policy");
  const short = { ...policy, steps: policy.steps.slice(0, 1) };
  const world = createWorld({
    catalog: exampleCatalog({ escalationPolicies: [short, ...others] }),
  });
  world.answer("email:ana@example.com", { outcome: "retry", reason: "away", retryAfterMs: 30_000 });
  await world.fires({ name: "RedisInstanceDown" });
  await world.runFor("10m");
  expect((await world.incident()).nobodyTold).toBe(false);
});
