import type { Instant } from "../lib/clock.ts";
import type { IncidentEvent, PageOf, Place } from "./event.ts";

/** What a timer asks when it is due. */
export type TimerInput =
  | { type: "step-due"; place: Place }
  | { type: "round-due"; generation: number; round: number }
  /** Has the source confirmed what it reported as ended at `endsAt` or before? */
  | { type: "verification-due"; source: string; endsAt: Instant };

/** Something to be done after the events are on disk; stored in the same transaction as they are. */
export type Effect =
  | { type: "start-timer"; key: string; at: Instant; input: TimerInput }
  | { type: "page"; page: PageOf };

/** Why the engine says no, as a word for machines and a sentence for people. */
export type Refusal = { code: "already-resolved"; message: string };

export type Decision =
  | { kind: "accepted"; events: readonly IncidentEvent[]; effects: readonly Effect[] }
  | { kind: "refused"; refusal: Refusal };

export const accepted = (
  events: readonly IncidentEvent[] = [],
  effects: readonly Effect[] = [],
): Decision => ({ kind: "accepted", events, effects });

export const refused = (code: Refusal["code"], message: string): Decision => ({
  kind: "refused",
  refusal: { code, message },
});
