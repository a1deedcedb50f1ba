import * as z from "zod";
import { severitySchema } from "../model/severity.ts";

const instantSchema = z.number();
const labelsSchema = z.record(z.string(), z.string());

const alertSchema = z.object({
  fingerprint: z.string(),
  name: z.string(),
  severity: severitySchema,
  labels: labelsSchema,
  annotations: labelsSchema,
  generatorUrl: z.string(),
  startsAt: instantSchema,
  source: z.string(),
});

/** Where in an escalation a page or a timer belongs. Rounds and steps count from 1. */
const placeSchema = z.object({
  generation: z.int(),
  round: z.int(),
  step: z.int(),
});
export type Place = z.infer<typeof placeSchema>;

const pageSchema = z.object({
  /** Unique for ever: incident, generation, round, step, person and contact method. */
  key: z.string(),
  place: placeSchema,
  person: z.string(),
  personName: z.string(),
  method: z.string(),
});

/**
 * The policy as it was when the escalation started. More lenient than the schema of definitions, which
 * may become stricter: an event that was stored once must be readable for ever.
 */
const policySnapshotSchema = z.object({
  id: z.string(),
  severities: z.array(severitySchema),
  steps: z.array(
    z.object({
      after: z.string(),
      tell: z.array(z.string()),
      unless: z.enum(["acknowledged", "improving"]),
    }),
  ),
  repeat: z.object({ every: z.string(), times: z.number() }),
});
export type PolicySnapshot = z.infer<typeof policySnapshotSchema>;

/** Everything that can happen to an incident, in the past tense. Stored; never changed in place. */
export const incidentEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("incident-opened"),
    id: z.string(),
    number: z.int(),
    key: z.string(),
    title: z.string(),
    severity: severitySchema,
    service: z.string().nullable(),
    team: z.string().nullable(),
  }),
  z.object({ type: z.literal("alert-fired"), alert: alertSchema }),
  z.object({
    type: z.literal("resolve-reported"),
    fingerprint: z.string(),
    name: z.string(),
    endsAt: instantSchema,
  }),
  z.object({
    type: z.literal("alert-resolved"),
    fingerprint: z.string(),
    name: z.string(),
    endsAt: instantSchema,
    /** False when its source has no watchdog and was believed at once. */
    verified: z.boolean(),
  }),
  z.object({ type: z.literal("severity-raised"), from: severitySchema, to: severitySchema }),
  z.object({
    type: z.literal("escalation-started"),
    generation: z.int(),
    policy: policySnapshotSchema,
  }),
  z.object({ type: z.literal("escalation-not-started"), reason: z.string() }),
  z.object({ type: z.literal("round-started"), generation: z.int(), round: z.int() }),
  z.object({
    type: z.literal("step-reached"),
    place: placeSchema,
    people: z.array(z.string()),
    reason: z.string(),
  }),
  z.object({ type: z.literal("step-skipped"), place: placeSchema, reason: z.string() }),
  z.object({ type: z.literal("page-requested"), page: pageSchema, reason: z.string() }),
  z.object({ type: z.literal("page-accepted"), page: pageSchema, detail: z.string() }),
  z.object({
    type: z.literal("page-retried"),
    page: pageSchema,
    reason: z.string(),
    retryAt: instantSchema,
  }),
  z.object({ type: z.literal("page-refused"), page: pageSchema, reason: z.string() }),
  z.object({ type: z.literal("page-dropped"), page: pageSchema, reason: z.string() }),
  z.object({ type: z.literal("escalation-finished"), generation: z.int(), reason: z.string() }),
  z.object({ type: z.literal("nobody-told"), reason: z.string() }),
  z.object({ type: z.literal("acknowledged"), by: z.string(), via: z.string() }),
  z.object({ type: z.literal("source-lost"), source: z.string() }),
  z.object({ type: z.literal("source-returned"), source: z.string() }),
  z.object({ type: z.literal("incident-resolved"), reason: z.string() }),
]);
export type IncidentEvent = z.infer<typeof incidentEventSchema>;
export type FiredAlert = z.infer<typeof alertSchema>;
export type PageOf = z.infer<typeof pageSchema>;
