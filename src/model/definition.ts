import * as z from "zod";

/** Where a person wrote a definition: a file relative to the definitions' folder, and a line from 1. */
export const definedAtSchema = z
  .strictObject({ file: z.string(), line: z.int().min(1) })
  .optional();
export type DefinedAt = z.infer<typeof definedAtSchema>;
