import type { Notification } from "../../src/alertmanager/notification/notification.ts";
import { simulate, simulateOutcomes } from "../../src/alertmanager/notification/simulate.ts";
import { type Scenario, type ScenarioTimes, simulatedScenario } from "./notifications-scenario.ts";
import type { ReceivedMessage } from "./notifications-sink.ts";

/** A notification as both sides tell of it. */
export type Told = { readonly at: number; readonly says: string };

/** What each webhook is told of each group, in order, by both. */
export type Sequences = ReadonlyMap<string, readonly Told[]>;

const alertText = (alert: {
  status: string;
  fingerprint: string;
  labels: Readonly<Record<string, string>>;
}): string => {
  const labels = Object.entries(alert.labels)
    .filter(([name]) => name !== "scenario")
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
  return `${alert.status} ${labels.join("/")} ${alert.fingerprint}`;
};

const add = (sequences: Map<string, Told[]>, key: string, told: Told): void => {
  const known = sequences.get(key);
  if (known === undefined) sequences.set(key, [told]);
  else known.push(told);
};

const simulatedText = ({ status, alerts }: Notification): string =>
  `${status}: ${alerts.map(alertText).join(", ")}`;

export const simulatedSequences = (scenario: Scenario, times: ScenarioTimes): Sequences => {
  const { setup, posts } = simulatedScenario(scenario, times);
  const sequences = new Map<string, Told[]>();
  for (const sent of simulate(setup, posts, times.beginsAt + scenario.lengthMs)) {
    const key = `${sent.receiver}/${sent.integration.index} ${sent.group.key}`;
    add(sequences, key, { at: sent.at, says: simulatedText(sent) });
  }
  return sequences;
};

/** How much there is to see in a scenario: kinds of outcomes first, then messages. */
export const richnessOf = (scenario: Scenario, times: ScenarioTimes): number => {
  const { setup, posts } = simulatedScenario(scenario, times);
  const kinds = new Set<string>();
  let messages = 0;
  for (const outcome of simulateOutcomes(setup, posts, times.beginsAt + scenario.lengthMs)) {
    if (outcome.kind === "sent") messages++;
    kinds.add(outcome.kind === "sent" ? outcome.reason : outcome.cause.by);
  }
  return messages === 0 ? 0 : 3 * kinds.size + messages;
};

export const receivedSequences = (received: readonly ReceivedMessage[]): Sequences => {
  const sequences = new Map<string, Told[]>();
  for (const { at, path, message } of received) {
    const says = `${message.status}: ${message.alerts.map(alertText).join(", ")}`;
    add(sequences, `${path} ${message.groupKey}`, { at, says });
  }
  return sequences;
};

/** The first difference between two tellings of the same, or undefined when they agree within the tolerance. */
export const firstDifference = (
  expected: Sequences,
  actual: Sequences,
  toleranceMs: number,
): string | undefined => {
  for (const key of new Set([...expected.keys(), ...actual.keys()])) {
    const ours = expected.get(key) ?? [];
    const theirs = actual.get(key) ?? [];
    for (let place = 0; place < Math.max(ours.length, theirs.length); place++) {
      const one = ours[place];
      const other = theirs[place];
      if (one?.says !== other?.says)
        return `${key}, number ${place}: ${one?.says} is ${other?.says}`;
      const apart = Math.abs((one?.at ?? 0) - (other?.at ?? 0));
      if (apart > toleranceMs) return `${key}, number ${place}: ${apart} ms apart`;
    }
  }
  return undefined;
};
