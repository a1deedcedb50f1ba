import * as z from "zod";
import { DURATION_PATTERN } from "../lib/duration.ts";

/** A duration in Prometheus's syntax. */
export const durationSchema = z
  .string()
  .regex(DURATION_PATTERN, 'must be a Prometheus duration such as "90s", "5m" or "1h30m"');
