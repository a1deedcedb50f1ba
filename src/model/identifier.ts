import * as z from "zod";

/** Lower-case words with dashes, at most 63 characters: also a valid Kubernetes name and URL part. */
export const idSchema = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "must be lower-case letters, digits and dashes");
