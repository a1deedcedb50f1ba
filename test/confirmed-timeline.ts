import { parse, stringify } from "yaml";
import { readAlertmanagerConfig } from "../src/alertmanager/config/read-alertmanager-config.ts";
import type { Counterexample } from "../src/check/counterexample.ts";
import { systemClock } from "../src/lib/clock.ts";
import { durationMs, formatDuration } from "../src/lib/duration.ts";
import { parseYaml } from "../src/lib/located-yaml.ts";
import { startAlertmanagerProcess } from "./proof/alertmanager-process.ts";
import { type ReceivedMessage, startNotificationSink } from "./proof/notifications-sink.ts";

type Timeline = Counterexample & { readonly kind: "timeline" };

/** Nobody waits longer for a test: what takes longer is played faster, with all durations shortened alike. */
const LONGEST_MS = 20_000;
/** A receiver takes so long to answer, as real ones do. */
const LATENCY_MS = 200;
/** A message that is this much apart from its time is another one. */
const TOLERANCE_MS = 900;
/** A machine that stalls is given another chance. */
const TRIES = 5;

const faster = (duration: string, speed: number): string =>
  formatDuration(durationMs(duration) / speed);

type WrittenRoute = { readonly routes?: readonly WrittenRoute[] };
const TIMERS = ["group_wait", "group_interval", "repeat_interval"];
const DEFAULT_TIMERS = { group_wait: "30s", group_interval: "5m", repeat_interval: "4h" };

const fasterRoute = (route: WrittenRoute, speed: number): WrittenRoute => ({
  ...Object.fromEntries(
    Object.entries(route).map(([name, value]) => [
      name,
      TIMERS.includes(name) ? faster(String(value), speed) : value,
    ]),
  ),
  routes: (route.routes ?? []).map((child) => fasterRoute(child, speed)),
});

const fasterTimeline = (example: Timeline, speed: number): Timeline => ({
  ...example,
  until: faster(example.until, speed),
  events: example.events.map((event) => ({ ...event, at: faster(event.at, speed) })),
  notifications: example.notifications.map((sent) => ({ ...sent, at: faster(sent.at, speed) })),
});

/** The configuration with webhooks to the sink in place of all integrations, with their `send_resolved`. */
const withSink = (text: string, url: string, speed: number): string => {
  const [document] = parseYaml(text, "alertmanager.yml").documents;
  const config = document && readAlertmanagerConfig(document, "0.25").config;
  if (config === undefined) throw new Error(`this is no configuration:\n${text}`);
  const { route, inhibit_rules, time_intervals, mute_time_intervals } = parse(text);
  return stringify({
    route: fasterRoute({ ...DEFAULT_TIMERS, ...route }, speed),
    inhibit_rules,
    time_intervals,
    mute_time_intervals,
    receivers: config.receivers.map(({ name, integrations: [integration] }) => ({
      name: name.text,
      ...(integration === undefined
        ? {}
        : {
            webhook_configs: [
              {
                url: `${url}/${encodeURIComponent(name.text)}`,
                send_resolved: integration.sendResolved,
              },
            ],
          }),
    })),
  });
};

const FOREVER_MS = 3_600_000;

const post = async (url: string, event: Timeline["events"][number], startedAt: number) => {
  const at = startedAt + durationMs(event.at);
  await systemClock.sleep(Math.max(0, at - Date.now()));
  const endsAt = event.state === "firing" ? at + FOREVER_MS : at;
  const response = await fetch(`${url}/api/v2/alerts`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify([
      {
        labels: event.labels,
        startsAt: new Date(at).toISOString(),
        endsAt: new Date(endsAt).toISOString(),
      },
    ]),
  });
  if (!response.ok) throw new Error(`Alertmanager refuses an alert: ${await response.text()}`);
};

/** All that the real Alertmanager sends, with the time since the first event. */
const play = async (text: string, example: Timeline, speed: number) => {
  const sink = await startNotificationSink();
  try {
    const config = withSink(text, sink.url, speed);
    for (const { receiver } of example.notifications) {
      sink.latencyMs.set(encodeURIComponent(receiver), LATENCY_MS);
    }
    const alertmanager = await startAlertmanagerProcess(config);
    try {
      const startedAt = Date.now();
      for (const event of example.events) await post(alertmanager.url, event, startedAt);
      await systemClock.sleep(startedAt + durationMs(example.until) + TOLERANCE_MS - Date.now());
      return sink.received.map((one) => ({ ...one, at: one.at - startedAt }));
    } finally {
      await alertmanager.stop();
    }
  } finally {
    await sink.close();
  }
};

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => a.localeCompare(b)));

const toldText = (
  receiver: string,
  status: string,
  alerts: readonly Readonly<Record<string, string>>[],
): string => `${receiver} ${status} ${alerts.map(labelsText).sort().join(" ")}`;

const differences = (example: Timeline, received: readonly ReceivedMessage[]): string[] => {
  const left = received.map(({ at, message }) => ({
    at,
    text: toldText(
      message.receiver,
      message.status,
      message.alerts.map(({ labels }) => labels),
    ),
  }));
  const missing = example.notifications.flatMap(({ at, receiver, status, alerts }) => {
    const text = toldText(receiver, status, alerts);
    const index = left.findIndex(
      (one) => one.text === text && Math.abs(one.at - durationMs(at)) < TOLERANCE_MS,
    );
    if (index < 0) return [`missing at ${at}: ${text}`];
    left.splice(index, 1);
    return [];
  });
  return [...missing, ...left.map(({ at, text }) => `not expected at ${at} ms: ${text}`)];
};

/** Plays the events to the real Alertmanager. Throws when it sends something else than the timeline says. */
export const confirmTimeline = async (text: string, example: Timeline): Promise<void> => {
  const speed = Math.max(1, durationMs(example.until) / LONGEST_MS);
  const played = speed === 1 ? example : fasterTimeline(example, speed);
  let last: string[] = [];
  for (let tries = 0; tries < TRIES; tries++) {
    last = differences(played, await play(text, played, speed));
    if (last.length === 0) return;
  }
  throw new Error(`Alertmanager does not confirm it:\n${last.join("\n")}`);
};
