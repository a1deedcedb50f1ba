import * as z from "zod";
import { alertSchema } from "./alert.ts";
import { definedAtSchema } from "./definition.ts";
import { idSchema } from "./identifier.ts";
import { availabilitySchema } from "./objective.ts";

/** What a team answers for. Every alert of a service carries its name, namespace and team as labels. */
export const serviceSchema = z.strictObject({
  name: idSchema,
  namespace: idSchema,
  team: idSchema,
  objectives: z.array(availabilitySchema),
  alerts: z.array(alertSchema),
  definedAt: definedAtSchema,
});
export type Service = z.infer<typeof serviceSchema>;
