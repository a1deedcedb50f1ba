import { afterAll, beforeAll, expect, test } from "vitest";
import { type Instant, systemClock } from "../clock.ts";
import type { Stack } from "../stack/stack.ts";
import { createNarrator } from "./narrator.ts";
import { openStage, perform } from "./perform.ts";
import { SCENARIOS } from "./scenarios.ts";
import { pageKeyOf, type Sighting } from "./sighting.ts";

/** Twice the pace of the demonstration: nobody is watching. */
const TIME_FACTOR = 40;
const LIMIT_MS = 300_000;

const silent = { write: () => {} };
const options = {
  clock: systemClock,
  narrator: createNarrator({ out: silent, progress: silent, colour: false }),
  signal: new AbortController().signal,
  timeFactor: TIME_FACTOR,
};

let stack: Stack;
beforeAll(async () => {
  stack = await openStage(options);
}, LIMIT_MS);
afterAll(() => stack?.stop());

const timeOf = (
  sightings: readonly Sighting[],
  what: string,
  matches: (sighting: Sighting) => boolean,
): { what: string; at: Instant } => {
  const found = sightings.find(matches);
  if (found === undefined) throw new Error(`not seen: ${what}`);
  return { what, at: found.at };
};

const act = (text: string) => (sighting: Sighting) =>
  sighting.kind === "act" && sighting.text.startsWith(text);
const entry = (type: string, text: RegExp) => (sighting: Sighting) =>
  sighting.kind === "timeline" && sighting.entry.type === type && text.test(sighting.entry.text);
const pageTo = (address: string) => (sighting: Sighting) =>
  sighting.kind === "mail" &&
  pageKeyOf(sighting.mail) !== undefined &&
  sighting.mail.to.includes(address);

test(
  "Redis dies, one incident escalates from Ana to Bo, Bo acknowledges by his mail, Redis returns",
  async () => {
    const scenario = SCENARIOS.find(({ name }) => name === "redis-down");
    if (scenario === undefined) throw new Error("the scenario redis-down is gone");
    const { differences, sightings, outcome } = await perform(scenario, stack, options);
    expect(differences).toEqual([]);

    const time = (what: string, matches: (sighting: Sighting) => boolean) =>
      timeOf(sightings, what, matches);
    const story = [
      time("Redis is killed", act("Redis is killed")),
      time("Prometheus sees it", (s) => s.kind === "alert" && s.name.startsWith("Redis")),
      time("the incident opens", entry("incident-opened", /critical/)),
      time("step 1 is reached", entry("step-reached", /^step 1 /)),
      time("Ana's page arrives", pageTo("ana@example.com")),
      time("Ana's page is accepted", entry("page-accepted", /Ana/)),
      time("step 2 is reached", entry("step-reached", /^step 2 /)),
      time("Bo's page arrives", pageTo("bo@example.com")),
      time("Bo's page is accepted", entry("page-accepted", /Bo/)),
      time("Bo opens the link", act("bo@example.com opens")),
      time("Bo acknowledges", entry("acknowledged", /bo/i)),
      time("Redis returns", act("Redis is started again")),
      time("an alert resolves", entry("alert-resolved", /./)),
      time("the incident resolves", entry("incident-resolved", /./)),
    ];
    expect(story.toSorted((a, b) => a.at - b.at).map(({ what }) => what)).toEqual(
      story.map(({ what }) => what),
    );

    const steps = outcome.incidents.flatMap(({ timeline }) =>
      timeline.filter(({ type }) => type === "step-reached"),
    );
    expect(steps).toHaveLength(2);
    expect(outcome.mails.map(({ to }) => to)).toEqual([["ana@example.com"], ["bo@example.com"]]);
    expect(new Set(outcome.mails.map(pageKeyOf)).size).toBe(2);
  },
  LIMIT_MS,
);
