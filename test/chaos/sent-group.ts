import { systemClock } from "../../src/lib/clock.ts";

export type SentAlert = {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: number;
  /** Null while it fires. */
  endsAt: number | null;
};

/** Alerts that are notified together. */
export type Group = {
  /** Sets the alert as it is now; returns when a notification with it was answered with 2xx. */
  set(alert: SentAlert): Promise<void>;
};

export type GroupOptions = {
  /** Sent again so long after the last 2xx; null for never. */
  repeatMs: number | null;
  stop: AbortSignal;
  /** Returns when the receiver has them; false when that will not be. */
  notify(alerts: readonly SentAlert[]): Promise<boolean>;
};

const LONG_MS = 3_600_000;

const keyOf = ({ labels }: SentAlert): string => JSON.stringify(labels);

/** Notifies when an alert of the group changes, and from time to time; one notification at a time. */
export const runGroup = (options: GroupOptions): { group: Group; loop: Promise<void> } => {
  const { repeatMs, stop, notify } = options;
  const alerts = new Map<string, SentAlert>();
  let waiting: (() => void)[] = [];
  let nap = new AbortController();
  let changed = false;

  const rest = async (): Promise<void> => {
    if (changed) return;
    nap = new AbortController();
    await systemClock.sleep(repeatMs ?? LONG_MS, AbortSignal.any([nap.signal, stop]));
  };

  /** What has ended is told once. */
  const forget = (told: readonly SentAlert[]): void => {
    for (const alert of told) {
      if (alert.endsAt !== null && alerts.get(keyOf(alert)) === alert) alerts.delete(keyOf(alert));
    }
  };

  const loop = async (): Promise<void> => {
    while (!stop.aborted) {
      await rest();
      if (alerts.size === 0) continue;
      changed = false;
      const heard = waiting;
      waiting = [];
      const snapshot = [...alerts.values()];
      if (!(await notify(snapshot))) return;
      forget(snapshot);
      for (const done of heard) done();
    }
  };

  const set = (alert: SentAlert): Promise<void> => {
    alerts.set(keyOf(alert), alert);
    changed = true;
    const told = new Promise<void>((done) => {
      waiting.push(done);
    });
    nap.abort();
    return told;
  };
  return { group: { set }, loop: loop() };
};
