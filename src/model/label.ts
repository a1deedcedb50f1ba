import * as z from "zod";

/** https://prometheus.io/docs/concepts/data_model/; names with two leading underscores are Prometheus's own. */
export const labelNameSchema = z
  .string()
  .regex(
    /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/,
    "must be a label name: letters, digits and underscores, not beginning with a digit or __",
  );

/**
 * Prometheus reads the value of a rule's label as a template. One that changes with the query's value
 * makes another alert at every evaluation, and with `for` none that ever fires.
 */
const fixedValueSchema = z
  .string()
  .min(1, "is empty")
  .regex(/^(?!.*\{\{)/s, "must be fixed text without {{, because labels tell alerts apart");

/** Labels that a definition adds to an alert. */
export const addedLabelsSchema = z.record(labelNameSchema, fixedValueSchema);

/** Labels that Tocsin gives to every alert; a definition cannot set them. */
export const RESERVED_LABELS = [
  "alertname",
  "delivery",
  "namespace",
  "service",
  "severity",
  "team",
] as const;

/** The value of the label `delivery` on alerts that Alertmanager delivers without Tocsin. */
export const DIRECT = "direct";
