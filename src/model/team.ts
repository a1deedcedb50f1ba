import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import { idSchema } from "./identifier.ts";

/** Owns services, and says by its escalation policy who is paged for them. */
export const teamSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1, "is empty"),
  escalationPolicy: idSchema,
  definedAt: definedAtSchema,
});
export type Team = z.infer<typeof teamSchema>;
