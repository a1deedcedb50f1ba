import * as z from "zod";
import type { Refusal } from "../incident/decision.ts";
import type { Incident } from "../incident/state.ts";
import { applyTo } from "./apply.ts";
import type { Engine } from "./engine.ts";

/** Who responds, in their own words; PostgreSQL cannot hold every control character. */
export const responderSchema = z
  .string()
  .trim()
  .min(1, "must name who does it")
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must be text without control characters");

export type Response =
  | { kind: "done"; incident: Incident }
  | { kind: "unknown-incident" }
  | { kind: "refused"; refusal: Refusal };

/** What a person does to an incident, from whichever screen, link or command. */
export const respond = (
  engine: Engine,
  incidentId: string,
  action: { type: "acknowledge" | "resolve"; by: string; via: string },
): Promise<Response> =>
  engine.store.transaction(async (tx) => {
    const now = engine.clock.now();
    const applied = await applyTo(engine, tx, { incidentId, input: action, now });
    if (applied === null) return { kind: "unknown-incident" };
    const { decision, incident } = applied;
    return decision.kind === "refused"
      ? { kind: "refused", refusal: decision.refusal }
      : { kind: "done", incident };
  });

const NUMBER = /^#?(\d{1,15})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of an incident that a person named by its number or by its id; null when neither fits. */
export const findIncident = async (engine: Engine, name: string): Promise<string | null> => {
  const number = name.match(NUMBER)?.[1];
  if (number !== undefined) return engine.store.idOfNumber(Number(number));
  return UUID.test(name) ? name : null;
};
