import * as z from "zod";

/** https://prometheus.io/docs/concepts/data_model/; names with two leading underscores are Prometheus's own. */
export const labelNameSchema = z
  .string()
  .regex(
    /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/,
    "must be a label name: letters, digits and underscores, not beginning with a digit or __",
  );

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
