import * as z from "zod";
import { counterexampleSchema } from "./counterexample.ts";

/** Most pressing first. An error means that an alert does not do what it is there for. */
const FINDING_SEVERITIES = ["error", "warning", "info"] as const;
export const findingSeveritySchema = z.enum(FINDING_SEVERITIES);
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/** True when `a` is at least as pressing as `b`. */
export const isAtLeast = (a: FindingSeverity, b: FindingSeverity): boolean =>
  FINDING_SEVERITIES.indexOf(a) <= FINDING_SEVERITIES.indexOf(b);

/** One thing that a check found. */
export const findingSchema = z.strictObject({
  /** The name of the check; `docs/checks/<rule>.md` explains it. */
  rule: z.string(),
  severity: findingSeveritySchema,
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  /** The alert, receiver, route or file that it is about. */
  subject: z.string(),
  /** What is wrong, in one or two sentences without a full stop at the end. */
  message: z.string(),
  /** What to do. */
  help: z.string(),
  /** Null where the finding is a matter of policy. */
  counterexample: counterexampleSchema.nullable(),
});
export type Finding = z.infer<typeof findingSchema>;
