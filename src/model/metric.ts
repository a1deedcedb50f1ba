import * as z from "zod";
import { labelNameSchema } from "./label.ts";

const metricNameSchema = z
  .string()
  .regex(
    /^[a-zA-Z_:][a-zA-Z0-9_:]*$/,
    "must be a metric name: letters, digits, underscores and colons",
  );

/** A counter that the service exports. */
export const counterSchema = z.strictObject({
  kind: z.literal("counter"),
  name: metricNameSchema,
  labels: z.array(labelNameSchema),
});
export type Counter = z.infer<typeof counterSchema>;
