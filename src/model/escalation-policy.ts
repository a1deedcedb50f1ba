import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import { distinct } from "./distinct.ts";
import { durationSchema, positiveDurationSchema } from "./duration.ts";
import { idSchema } from "./identifier.ts";
import { severitySchema } from "./severity.ts";

const stepSchema = z.strictObject({
  /** Time since the incident was triggered, or since the round began. */
  after: durationSchema,
  /** Ids of the people who are paged. */
  tell: z.array(idSchema).min(1, "tells nobody").superRefine(distinct(String)),
  /** What makes the step unnecessary. `improving` pages also when somebody has acknowledged. */
  unless: z.enum(["acknowledged", "improving"]),
});
export type EscalationStep = z.infer<typeof stepSchema>;

/** Who is told, when, and what stops it. */
export const escalationPolicySchema = z.strictObject({
  id: idSchema,
  /** Incidents of other severities are recorded and shown, but page nobody. */
  severities: z.array(severitySchema).min(1, "has no severities"),
  steps: z.array(stepSchema).min(1, "has no steps"),
  /** After the last step of a round nobody acknowledged: begin again `every` later, `times` times. */
  repeat: z.strictObject({ every: positiveDurationSchema, times: z.int().min(0).max(20) }),
  definedAt: definedAtSchema,
});
export type EscalationPolicy = z.infer<typeof escalationPolicySchema>;
