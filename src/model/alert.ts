import * as z from "zod";
import { definedAtSchema } from "./definition.ts";
import { durationSchema } from "./duration.ts";
import { addedLabelsSchema, labelNameSchema } from "./label.ts";
import { messageSchema } from "./message.ts";
import { severitySchema } from "./severity.ts";

export const alertNameSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_]{0,99}$/,
    "must be letters, digits and underscores, beginning with a letter, at most 100 of them",
  )
  .regex(/^(?!index$)/i, "must not be index: runbooks/index.md is the list of all runbooks");

/** Path of a runbook's page, relative to the definitions' folder. */
export const runbookPathSchema = z
  .string()
  .regex(/^(?!\/)(?!.*\\)[^\0]+\.md$/, "must be the path of a .md file in the definitions' folder");

/** A condition that somebody should know of, and everything that is said about it. */
export const alertSchema = z.strictObject({
  name: alertNameSchema,
  severity: severitySchema,
  /** A PromQL expression; each series of its result is one alert. */
  when: z.string().min(1, "is empty"),
  /** How long the expression must hold before the alert fires. */
  for: durationSchema.optional(),
  /** Labels that every series of the result has, and that messages may therefore speak of. */
  carries: z.array(labelNameSchema),
  /** Further labels given to the alert. */
  labels: addedLabelsSchema,
  /** What the alert means for the users of the service. */
  because: z.string().min(1, "is empty"),
  summary: messageSchema,
  description: messageSchema,
  runbook: runbookPathSchema,
  definedAt: definedAtSchema,
});
export type Alert = z.infer<typeof alertSchema>;
