import * as z from "zod";
import { parseDuration } from "../lib/duration.ts";

/** A duration in Prometheus's syntax. */
export const durationSchema = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: 'must be a Prometheus duration such as "90s", "5m" or "1h30m", at most 292 years',
});

/** A duration of something that happens again and again, or that is looked back over. */
export const positiveDurationSchema = durationSchema.refine((text) => parseDuration(text) !== 0, {
  error: "must be longer than 0",
});
