import { expect, test } from "vitest";
import { createWorld } from "../../test/world.ts";
import { pageMessage } from "./page-message.ts";

type World = ReturnType<typeof createWorld>;

const messageOf = async (world: World) => {
  const incident = await world.incident();
  const [page] = Object.values(incident.pages);
  if (page === undefined) throw new Error("nobody was paged");
  const externalUrl = "https://tocsin.example.com";
  const now = world.clock.now();
  const around = { now, externalUrl, linkSecret: "secret", reason: "first to be told" };
  return { message: pageMessage(incident, page, around), page, incident };
};

test("a page tells what is wrong, why this person, and where to look and to acknowledge", async () => {
  const world = createWorld();
  const annotations = {
    summary: "The gateway is down",
    description: "Clients get no answer.",
    runbook_url: "https://runbooks.example.com/gateway",
  };
  await world.fires({ name: "GatewayDown", annotations });
  const { message, page, incident } = await messageOf(world);
  expect(message).toMatchObject({
    idempotencyKey: page.key,
    person: { id: "ana", name: "Ana" },
    incident: {
      id: incident.id,
      number: 1,
      title: "The gateway is down",
      severity: "critical",
      service: "gateway",
      openedAt: world.clock.now(),
      url: `https://tocsin.example.com/incidents/${incident.id}`,
    },
    reason: "first to be told",
    alerts: [
      {
        name: "GatewayDown",
        summary: "The gateway is down",
        description: "Clients get no answer.",
        runbookUrl: "https://runbooks.example.com/gateway",
        labels: { cluster: "eu1" },
      },
    ],
    moreAlerts: 0,
  });
  const link = new URL(message.acknowledgeUrl);
  expect(link.origin + link.pathname).toBe(
    `https://tocsin.example.com/incidents/${incident.id}/acknowledge`,
  );
  expect(link.searchParams.get("person")).toBe("ana");
});

test("an alert without texts is told without texts", async () => {
  const world = createWorld();
  await world.fires({ name: "GatewayDown", annotations: { summary: "" } });
  const { message } = await messageOf(world);
  expect(message.alerts).toMatchObject([{ summary: "", description: "", runbookUrl: null }]);
});

test("the worst alerts come first, the oldest of equals before the others", async () => {
  const world = createWorld();
  await world.fires({ name: "CriticalFirst" });
  await world.fires({ name: "Note", labels: { severity: "info" } });
  await world.fires({ name: "Warning", labels: { severity: "warning" } });
  await world.runFor("1m");
  await world.fires({ name: "CriticalLater" });
  const { message } = await messageOf(world);
  expect(message.alerts.map(({ name }) => name)).toEqual([
    "CriticalFirst",
    "CriticalLater",
    "Warning",
    "Note",
  ]);
});

test("ten alerts fit, the others are counted, and those that ended are left out", async () => {
  const world = createWorld();
  const alerts = Array.from({ length: 13 }, (_, index) => ({
    name: "GatewayDown",
    labels: { instance: `i${index}` },
  }));
  await world.fires(...alerts);
  expect((await messageOf(world)).message).toMatchObject({ moreAlerts: 3 });
  await world.resolves(...alerts.slice(0, 2));
  const { message } = await messageOf(world);
  expect(message.alerts).toHaveLength(10);
  expect(message.moreAlerts).toBe(1);
  expect(message.alerts.map(({ labels }) => labels["instance"])).not.toContain("i0");
});

test("an alert that is only said to have ended is still told", async () => {
  const world = createWorld();
  await world.signOfLife();
  await world.fires({ name: "GatewayDown" });
  await world.runFor("1m");
  await world.resolves({ name: "GatewayDown" });
  expect((await messageOf(world)).message.alerts).toHaveLength(1);
});
