import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { smallSystem } from "../../test/small-system.ts";
import { durationMs, formatDuration } from "../lib/duration.ts";
import { alertmanagerYaml, repeatInterval } from "./alertmanager.ts";

const config = (system = smallSystem()) => parse(alertmanagerYaml(system));

/** When Alertmanager repeats: the first tick strictly later than the last message plus the interval. */
const firstRepeatMs = (tickMs: number, repeatMs: number, sendingMs: number): number => {
  let tick = tickMs;
  while (!(sendingMs < tick - repeatMs)) tick += tickMs;
  return tick;
};

test("a repeat comes at the tick it was asked for, though sending took a while", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (tickSeconds, ticks, share) => {
        const tickMs = tickSeconds * 1000;
        const interval = repeatInterval(formatDuration(ticks * tickMs), formatDuration(tickMs));
        const sendingMs = Math.floor((share * tickMs) / 6);
        expect(firstRepeatMs(tickMs, durationMs(interval), sendingMs)).toBe(ticks * tickMs);
      },
    ),
  );
});

test("intervals of the default timings", () => {
  expect(repeatInterval("5m", "1m")).toBe("4m50s");
  expect(repeatInterval("1m", "1m")).toBe("50s");
  expect(repeatInterval("10s", "1m")).toBe("50s");
});

test("alerts labelled as direct are the first route's, and go on to no other", () => {
  const [first] = config().route.routes;
  expect(first.matchers).toEqual(['delivery="direct"']);
  expect(first.receiver).toBe("direct");
  expect(first.continue).toBeUndefined();
});

test("the direct receiver does not lead through Tocsin", () => {
  const direct = config().receivers.find(({ name }: { name: string }) => name === "direct");
  expect(Object.keys(direct)).toEqual(["name", "email_configs"]);
});

test("PagerDuty can be the direct receiver, with its key in a file", () => {
  const system = smallSystem({
    direct: { pagerduty: { routingKeyFile: "/k" }, runbook: "runbooks/without-tocsin.md" },
  });
  const direct = config(system).receivers.find(({ name }: { name: string }) => name === "direct");
  expect(direct.pagerduty_configs[0].routing_key_file).toBe("/k");
  expect(direct.email_configs).toBeUndefined();
});

test("no template reads a field that a group does not have", () => {
  const text = alertmanagerYaml(smallSystem());
  for (const [reference] of text
    .replace(/\{\{ range [\s\S]*?\{\{ end \}\}/g, "")
    .matchAll(/\{\{[^}]*\}\}/g)) {
    expect(reference).not.toMatch(/ \.(Annotations|Labels|StartsAt|GeneratorURL)/);
  }
});
