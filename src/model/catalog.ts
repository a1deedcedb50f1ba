import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import { durationSchema } from "./duration.ts";
import { escalationPolicySchema } from "./escalation-policy.ts";
import { idSchema } from "./identifier.ts";
import { contactMethodSchema, personSchema } from "./person.ts";
import { severitySchema } from "./severity.ts";

export const CATALOG_VERSION = 1;

const catalogAlertSchema = z.strictObject({
  name: z.string(),
  severity: severitySchema,
  /** Why the alert exists: what it means for the users of the service. */
  because: z.string(),
  /** Path of the runbook inside the build's output. */
  runbook: z.string(),
  definedAt: definedAtSchema,
});

const catalogServiceSchema = z.strictObject({
  name: z.string(),
  team: idSchema,
  alerts: z.array(catalogAlertSchema),
});

/** Everything the server needs to know of a system's definitions, as plain data in `catalog.json`. */
export const catalogSchema = z.strictObject({
  version: z.literal(CATALOG_VERSION),
  name: z.string(),
  /** Alerts equal in these labels belong to one incident. */
  groupBy: z.array(z.string()),
  /** Labels that tell one source of alerts (one Prometheus, or one replicated pair) from another. */
  sourceLabels: z.array(z.string()),
  /** Labels that tell the replicas of one source apart; dropped before an alert is identified. */
  replicaLabels: z.array(z.string()),
  /** The alert that always fires, and by whose absence a dead source is known. */
  watchdog: z.strictObject({
    alertname: z.string(),
    /** A reported resolve that no sign of life has confirmed for so long means that its source is lost. */
    lostAfter: durationSchema,
  }),
  services: z.array(catalogServiceSchema),
  teams: z.array(z.strictObject({ id: idSchema, name: z.string(), escalationPolicy: idSchema })),
  /** The team that answers for alerts of services that nobody declared. */
  defaultTeam: idSchema,
  people: z.array(personSchema),
  escalationPolicies: z.array(escalationPolicySchema),
  /** Told when an escalation has ended and reached nobody. */
  fallback: contactMethodSchema,
});
export type Catalog = z.infer<typeof catalogSchema>;
