import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import {
  alertmanagerSchema,
  deadMansSwitchSchema,
  directSchema,
  tocsinSchema,
  watchdogSchema,
} from "./delivery.ts";
import { distinct } from "./distinct.ts";
import { positiveDurationSchema } from "./duration.ts";
import { escalationPolicySchema } from "./escalation-policy.ts";
import { idSchema } from "./identifier.ts";
import { kubernetesSchema } from "./kubernetes.ts";
import { labelNameSchema } from "./label.ts";
import { contactMethodSchema, personSchema } from "./person.ts";
import { serviceSchema } from "./service.ts";
import { teamSchema } from "./team.ts";
import { baseUrlSchema } from "./url.ts";

/** By this the loader knows a system among the exports of a module. */
export const SYSTEM_KIND = "tocsin/system";

/** Everything that is declared: services, who answers for them, and how word gets to them. */
export const systemSchema = z.strictObject({
  kind: z.literal(SYSTEM_KIND),
  name: idSchema,
  services: z.array(serviceSchema).min(1, "has no services"),
  teams: z.array(teamSchema).min(1, "has no teams"),
  people: z.array(personSchema).min(1, "has no people"),
  escalationPolicies: z.array(escalationPolicySchema).min(1, "has no escalation policies"),
  /** The team that answers for alerts of services that nobody declared. */
  defaultTeam: idSchema,
  /** Told when an escalation has ended and reached nobody. */
  fallback: contactMethodSchema,
  /** Alerts equal in these labels belong to one group, and to one incident. */
  groupBy: z.array(labelNameSchema).min(1, "has no labels").superRefine(distinct(String)),
  /** Labels that tell one source of alerts from another. */
  sourceLabels: z.array(labelNameSchema),
  /** Labels that tell the replicas of one source apart. */
  replicaLabels: z.array(labelNameSchema),
  /** How often Prometheus evaluates the rules. */
  evaluationInterval: positiveDurationSchema,
  tocsin: tocsinSchema,
  direct: directSchema,
  watchdog: watchdogSchema,
  deadMansSwitch: deadMansSwitchSchema,
  alertmanager: alertmanagerSchema,
  kubernetes: kubernetesSchema,
  /** Where the folder `runbooks` of the build is published, for the links in messages. */
  runbookBaseUrl: baseUrlSchema,
  definedAt: definedAtSchema,
});
export type System = z.infer<typeof systemSchema>;
