import { systemClock, toIso } from "../../src/lib/clock.ts";
import type { Random } from "../../src/lib/random.ts";
import { TOKENS } from "../running-server.ts";
import { type Group, runGroup, type SentAlert } from "./sent-group.ts";

/** A 2xx for a firing alert: from then on it is the server's to remember. */
export type Receipt = { labels: SentAlert["labels"]; startsAt: number };

export type SenderOptions = {
  /** Where the server is; null while nobody listens. */
  url(): string | null;
  random: Random;
  /** A notification is on its way. */
  onPosting?(): void;
  /** A notification was answered with 2xx just now. */
  onStored?(): void;
};

export type Sender = {
  /** Alerts that are notified together. `repeatMs`: sent again so long after the last 2xx. */
  group(name: string, repeatMs: number | null): Group;
  receipts: readonly Receipt[];
  /** Answers after which Alertmanager would never come back. */
  refusals: readonly string[];
  posts(): number;
  stop(): Promise<void>;
};

const RETRY_MS = 100;
const ATTEMPT_LIMIT_MS = 10_000;
/** As if two Alertmanagers of one cluster had both decided to notify. */
const TWICE = 0.2;

const bodyOf = (name: string, alerts: readonly SentAlert[], replica: string): string =>
  JSON.stringify({
    version: "4",
    groupKey: `{}:{group=${JSON.stringify(name)}}`,
    status: alerts.some(({ endsAt }) => endsAt === null) ? "firing" : "resolved",
    receiver: "tocsin",
    groupLabels: { group: name },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "http://alertmanager.example.com",
    truncatedAlerts: 0,
    alerts: alerts.map(({ labels, annotations, startsAt, endsAt }) => ({
      status: endsAt === null ? "firing" : "resolved",
      labels: { ...labels, prometheus_replica: replica },
      annotations,
      startsAt: toIso(startsAt),
      endsAt: endsAt === null ? "0001-01-01T00:00:00Z" : toIso(endsAt),
      generatorURL: "",
    })),
  });

/**
 * Sends as Alertmanager does: a group's alerts together, again and again until they are answered with
 * 2xx, then when something changes, and from time to time.
 */
export const startSender = (options: SenderOptions): Sender => {
  const { random } = options;
  const stopping = new AbortController();
  const receipts: Receipt[] = [];
  const refusals: string[] = [];
  const loops: Promise<void>[] = [];
  let posts = 0;

  const post = async (body: string): Promise<"stored" | "again"> => {
    const url = options.url();
    if (url === null) return "again";
    posts += 1;
    const answer = fetch(`${url}/webhooks/alertmanager`, {
      method: "POST",
      headers: { Authorization: `Bearer ${TOKENS.ingest}`, "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(ATTEMPT_LIMIT_MS),
    });
    options.onPosting?.();
    const response = await answer.catch(() => null);
    if (response?.ok) options.onStored?.();
    const text = await response?.text().catch(() => "");
    if (response?.ok) return "stored";
    if (response !== null && response.status < 500) refusals.push(`${response.status} ${text}`);
    return "again";
  };

  const postUntilStored = async (body: string): Promise<boolean> => {
    while (!stopping.signal.aborted) {
      if ((await post(body)) === "stored") return true;
      await systemClock.sleep(RETRY_MS * (0.5 + random.fraction()), stopping.signal);
    }
    return false;
  };

  const notify = async (name: string, alerts: readonly SentAlert[]): Promise<boolean> => {
    const replicas = random.fraction() < TWICE ? ["a", "b"] : ["a"];
    const stored = await Promise.all(
      replicas.map((replica) => postUntilStored(bodyOf(name, alerts, replica))),
    );
    if (!stored.every(Boolean)) return false;
    for (const { labels, startsAt, endsAt } of alerts) {
      if (endsAt === null) receipts.push({ labels, startsAt });
    }
    return true;
  };

  const group: Sender["group"] = (name, repeatMs) => {
    const { group: started, loop } = runGroup({
      repeatMs,
      stop: stopping.signal,
      notify: (alerts) => notify(name, alerts),
    });
    loops.push(loop);
    return started;
  };

  return {
    group,
    receipts,
    refusals,
    posts: () => posts,
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
};
