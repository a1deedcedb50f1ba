import type { Instant } from "../lib/clock.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Effect } from "./decision.ts";
import type { IncidentEvent } from "./event.ts";
import { happen, type Incident, type OwnIncident, ownCopy } from "./state.ts";

/** A decision in the making: each recorded event is seen by the steps that follow it. */
export type Draft = {
  readonly incident: OwnIncident;
  readonly now: Instant;
  readonly catalog: Catalog | null;
  readonly events: IncidentEvent[];
  readonly effects: Effect[];
};

/** What a decision may know besides the incident: the moment, and who can be told. */
export type Surroundings = { now: Instant; catalog: Catalog | null };

export const draftOf = (incident: Incident, { now, catalog }: Surroundings): Draft => ({
  incident: ownCopy(incident),
  now,
  catalog,
  events: [],
  effects: [],
});

export const record = (draft: Draft, event: IncidentEvent): void => {
  draft.events.push(event);
  happen(draft.incident, { event, at: draft.now });
};
