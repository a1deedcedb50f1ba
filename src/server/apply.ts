import { decide, type Input } from "../incident/decide.ts";
import type { Decision } from "../incident/decision.ts";
import { evolve, fold, type Incident } from "../incident/state.ts";
import type { Commit, Transaction } from "../store/store.ts";
import type { Engine } from "./engine.ts";

/** What a decision means for the store; nothing when it was refused or changes nothing. */
export const commitOf = (
  decision: Decision,
  before: { incident: Incident | null; version: number },
  at: number,
): Commit | null => {
  if (decision.kind === "refused") return null;
  const { events, effects } = decision;
  const incident = evolve(
    before.incident,
    events.map((event) => ({ event, at })),
  );
  if (incident === null || (events.length === 0 && effects.length === 0)) return null;
  return { incident, version: before.version, at, events, effects };
};

/** Decides on one stored incident, and commits; returns the decision, or null when there is no such incident. */
export const applyTo = async (
  engine: Engine,
  tx: Transaction,
  { incidentId, input, now }: { incidentId: string; input: Input; now: number },
): Promise<{ decision: Decision; incident: Incident } | null> => {
  const history = await tx.history(incidentId);
  const incident = fold(history);
  if (incident === null) return null;
  const decision = decide(incident, input, { now, catalog: engine.catalog() });
  const commit = commitOf(decision, { incident, version: history.length }, now);
  if (commit !== null) await tx.commit(commit);
  return { decision, incident: commit?.incident ?? incident };
};
