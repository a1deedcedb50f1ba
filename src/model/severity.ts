import * as z from "zod";

/** Most urgent first. Critical pages somebody, warning waits for daylight, info is kept for the record. */
const SEVERITIES = ["critical", "warning", "info"] as const;
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** True when `a` asks for more haste than `b`. */
export const isMoreSevere = (a: Severity, b: Severity): boolean =>
  SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);
