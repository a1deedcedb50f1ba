import type { Webhook } from "../alertmanager/webhook.ts";
import { open } from "../incident/decide.ts";
import { type ReceivedAlert, receive, type SignOfLife } from "../incident/reception.ts";
import { fold } from "../incident/state.ts";
import { newId } from "../lib/id.ts";
import { Conflict, type Transaction } from "../store/store.ts";
import { applyTo, commitOf } from "./apply.ts";
import type { Engine } from "./engine.ts";

type Lives = Awaited<ReturnType<Transaction["lives"]>>;

/** Sorts alerts to the open incident that holds them, else to the one of their key, else to a new one. */
const assign = async (
  tx: Transaction,
  alerts: readonly ReceivedAlert[],
): Promise<{ known: Map<string, ReceivedAlert[]>; fresh: Map<string, ReceivedAlert[]> }> => {
  const open = await tx.findOpen({
    fingerprints: alerts.map(({ fingerprint }) => fingerprint),
    keys: [...new Set(alerts.map(({ incidentKey }) => incidentKey))],
  });
  const known = new Map<string, ReceivedAlert[]>();
  const fresh = new Map<string, ReceivedAlert[]>();
  for (const alert of alerts) {
    const id = open.byFingerprint.get(alert.fingerprint) ?? open.byKey.get(alert.incidentKey);
    const [groups, key] = id === undefined ? [fresh, alert.incidentKey] : [known, id];
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alert]);
    else group.push(alert);
  }
  return { known, fresh };
};

const openFresh = async (
  engine: Engine,
  tx: Transaction,
  { alerts, lives, now }: { alerts: ReceivedAlert[]; lives: Lives; now: number },
): Promise<boolean> => {
  if (!alerts.some(({ status }) => status === "firing")) return false;
  const identity = { id: newId(now, engine.random), number: await tx.nextNumber() };
  const decision = open(
    identity,
    { type: "alerts-received", alerts, lives },
    {
      now,
      catalog: engine.catalog(),
    },
  );
  const commit = commitOf(decision, { incident: null, version: 0 }, now);
  if (commit !== null) await tx.commit(commit);
  return commit !== null;
};

const updateKnown = async (
  engine: Engine,
  tx: Transaction,
  { known, lives, now }: { known: Map<string, ReceivedAlert[]>; lives: Lives; now: number },
): Promise<void> => {
  // Always in the same order, so that two notifications never wait for each other.
  for (const incidentId of [...known.keys()].sort()) {
    // Resolved between the search and the lock: search again.
    if (fold(await tx.history(incidentId))?.status === "resolved") {
      throw new Conflict(`incident ${incidentId} was resolved meanwhile`);
    }
    const alerts = known.get(incidentId) ?? [];
    await applyTo(engine, tx, {
      incidentId,
      input: { type: "alerts-received", alerts, lives },
      now,
    });
  }
};

const spreadLife = async (
  engine: Engine,
  tx: Transaction,
  { signsOfLife, now }: { signsOfLife: readonly SignOfLife[]; now: number },
): Promise<void> => {
  for (const { source, at } of signsOfLife) {
    for (const incidentId of await tx.waitingFor(source)) {
      await applyTo(engine, tx, { incidentId, input: { type: "source-alive", source, at }, now });
    }
  }
};

/**
 * Takes one notification. When this returns, everything it said is on disk: the alerts in their
 * incidents, the pages that follow from them, and the signs of life.
 */
export const receiveWebhook = async (engine: Engine, webhook: Webhook): Promise<void> => {
  const now = engine.clock.now();
  const { alerts, signsOfLife } = receive(webhook, engine.catalog(), now);
  const opened = await engine.store.transaction(async (tx) => {
    for (const { source, at } of signsOfLife) await tx.recordLife(source, at);
    const lives = await tx.lives([...new Set(alerts.map(({ source }) => source))]);
    const { known, fresh } = await assign(tx, alerts);
    await updateKnown(engine, tx, { known, lives, now });
    let count = 0;
    for (const group of fresh.values()) {
      if (await openFresh(engine, tx, { alerts: group, lives, now })) count += 1;
    }
    await spreadLife(engine, tx, { signsOfLife, now });
    return count;
  });
  engine.measures.alertsReceived.inc(alerts.length);
  engine.measures.incidentsOpened.inc(opened);
};
