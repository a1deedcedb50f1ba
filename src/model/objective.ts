import * as z from "zod";
import { alertNameSchema, runbookPathSchema } from "./alert.ts";
import { definedAtSchema } from "./definition.ts";
import { positiveDurationSchema } from "./duration.ts";
import { idSchema } from "./identifier.ts";
import { addedLabelsSchema } from "./label.ts";
import { counterSchema } from "./metric.ts";
import { severitySchema } from "./severity.ts";

const percentageSchema = z
  .string()
  .regex(/^\d+(\.\d+)?%$/, 'must be a percentage in a string, such as "99.9%"');

/** Fires when `budget` of the error budget goes within `long`, and is still going in `short`. */
const burnWindowSchema = z.strictObject({
  long: positiveDurationSchema,
  short: positiveDurationSchema,
  budget: percentageSchema,
});
export type BurnWindow = z.infer<typeof burnWindowSchema>;

const burnAlertSchema = z.strictObject({
  name: alertNameSchema,
  severity: severitySchema,
  windows: z.array(burnWindowSchema).min(1, "has no windows"),
  /** Fewer bad events than this in the long window are too few to wake anybody. */
  minBadEvents: z.int().min(1),
  labels: addedLabelsSchema,
  because: z.string().min(1, "is empty"),
  runbook: runbookPathSchema,
});
export type BurnAlert = z.infer<typeof burnAlertSchema>;

/** The share of events that are good, over a window that slides. */
export const availabilitySchema = z.strictObject({
  kind: z.literal("availability"),
  name: idSchema,
  target: percentageSchema,
  window: positiveDurationSchema,
  /** Events that failed; a part of `total`. Its series must exist, at zero, before the first failure. */
  bad: counterSchema,
  total: counterSchema,
  /** The value of the label `job` of both counters. */
  job: z.string().min(1, "is empty"),
  burn: burnAlertSchema,
  definedAt: definedAtSchema,
});
export type Availability = z.infer<typeof availabilitySchema>;
