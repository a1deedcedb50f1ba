import { expect, test } from "vitest";
import { exampleCatalog } from "../example-catalog.ts";
import { createWorld } from "../world.ts";

const down = { name: "RedisInstanceDown" };

test("nobody acknowledges: each step pages once, then the rounds repeat as the policy says", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.runFor("3h");
  expect(world.pages()).toEqual([
    "09:00:00 ana",
    "09:05:00 bo",
    "09:15:00 cyd",
    "09:45:00 ana",
    "09:50:00 bo",
    "10:00:00 cyd",
    "10:30:00 ana",
    "10:35:00 bo",
    "10:45:00 cyd",
  ]);
  expect((await world.incident()).escalation?.finished).toBe("all 3 steps taken, 3 times");
});

test("an acknowledgement stops the second step, and the senior engineer is told when nothing improves", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.runFor("2m");
  await world.acknowledges("ana");
  await world.runFor("1d");
  expect(world.pages()).toEqual(["09:00:00 ana", "09:15:00 cyd"]);
  expect(await world.timeline()).toContain("step-skipped");
});

test("the senior engineer sleeps on when the last change was a recovery", async () => {
  const world = createWorld();
  await world.fires(down, { name: "RedisConnectionFailure" });
  await world.runFor("4m");
  await world.acknowledges("ana");
  await world.resolves({ name: "RedisConnectionFailure" });
  await world.runFor("1h");
  expect(world.pages()).toEqual(["09:00:00 ana"]);
});

test("a resolved incident pages nobody any more", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.runFor("1m");
  await world.resolves(down);
  await world.runFor("1d");
  expect(world.pages()).toEqual(["09:00:00 ana"]);
  expect((await world.incident()).status).toBe("resolved");
});

test("an acknowledgement that comes after the resolve is refused and reopens nothing", async () => {
  const world = createWorld();
  await world.fires(down);
  await world.resolves(down);
  expect(await world.acknowledges("ana")).toEqual({
    kind: "refused",
    refusal: { code: "already-resolved", message: "incident #1 is already resolved" },
  });
  expect((await world.incident()).status).toBe("resolved");
});

test("a warning opens an incident that says why it pages nobody; a critical alert in it pages", async () => {
  const world = createWorld();
  const warning = { name: "RedisExporterDown", labels: { severity: "warning" } };
  await world.fires(warning);
  await world.runFor("1h");
  expect(world.pages()).toEqual([]);
  expect((await world.incident()).notPagedBecause).toBe(
    "policy three-steps pages nobody for severity warning",
  );
  await world.fires(down);
  expect(world.pages()).toEqual(["10:00:00 ana"]);
  expect(await world.incidentCount()).toBe(1);
  expect((await world.incident()).severity).toBe("critical");
});

test("without definitions the incident opens and says that there is nobody to tell", async () => {
  const world = createWorld({ catalog: null });
  await world.fires(down);
  await world.runFor("1d");
  expect(world.pages()).toEqual([]);
  expect((await world.incident()).notPagedBecause).toBe(
    "there are no definitions, so there is nobody to tell",
  );
});

test("a policy edited during an incident does not change the escalation that runs", async () => {
  const world = createWorld();
  await world.fires(down);
  const [policy, ...others] = exampleCatalog().escalationPolicies;
  if (policy === undefined) throw new Error("the example has a policy");
  const edited = { ...policy, steps: policy.steps.slice(0, 1) };
  world.setCatalog(exampleCatalog({ escalationPolicies: [edited, ...others] }));
  await world.runFor("10m");
  expect(world.pages()).toEqual(["09:00:00 ana", "09:05:00 bo"]);
});

test("why nobody is paged is told once, however often the alert is repeated", async () => {
  const world = createWorld({ catalog: null });
  await world.fires(down);
  await world.repeats({}, down);
  expect((await world.timeline()).filter((type) => type === "escalation-not-started")).toHaveLength(
    1,
  );
});
