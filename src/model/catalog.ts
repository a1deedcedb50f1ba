import * as z from "zod";
import { parseDuration } from "../lib/duration.ts";
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
const plainCatalogSchema = z.strictObject({
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

type Named = { path: (string | number)[]; id: string };

/** Ids that nobody has: a page for such a team, policy or person would reach nobody. */
const unknownIds = (known: readonly { id: string }[], named: readonly Named[]): Named[] =>
  named.filter(({ id }) => !known.some((candidate) => candidate.id === id));

/** The catalogue, with nothing in it that names what is not there. */
export const catalogSchema = plainCatalogSchema.superRefine((catalog, context) => {
  const { services, teams, people, escalationPolicies, defaultTeam } = catalog;
  const unknown = [
    ...unknownIds(teams, [
      { path: ["defaultTeam"], id: defaultTeam },
      ...services.map(({ team }, index) => ({ path: ["services", index, "team"], id: team })),
    ]),
    ...unknownIds(
      escalationPolicies,
      teams.map(({ escalationPolicy: id }, index) => ({
        path: ["teams", index, "escalationPolicy"],
        id,
      })),
    ),
    ...unknownIds(
      people,
      escalationPolicies.flatMap(({ steps }, policy) =>
        steps.flatMap(({ tell }, step) =>
          tell.map((id) => ({ path: ["escalationPolicies", policy, "steps", step, "tell"], id })),
        ),
      ),
    ),
  ];
  for (const { path, id } of unknown) {
    context.addIssue({ code: "custom", path, message: `there is no "${id}"` });
  }
  for (const [index, { steps }] of escalationPolicies.entries()) {
    const delays = steps.map(({ after }) => parseDuration(after) ?? 0);
    if (delays.some((delay, step) => delay < (delays[step - 1] ?? 0))) {
      const path = ["escalationPolicies", index, "steps"];
      context.addIssue({ code: "custom", path, message: "are not in the order of their delays" });
    }
  }
});

export type Catalog = z.infer<typeof catalogSchema>;
