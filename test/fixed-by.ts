import { applyFixes } from "../src/check/apply-fixes.ts";
import type { Check } from "../src/check/check.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { settingsSchema } from "../src/check/settings.ts";
import type { Files } from "./found-by.ts";

/** The texts of the files that change when every mend of a check is made. */
export const fixedBy = (check: Check, files: Files): Readonly<Record<string, string>> => {
  const settings = settingsSchema.parse({});
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  const evidence = readEvidence(read, settings.alertmanagerVersion);
  const { fixes } = runChecks(evidence, { checks: [check], settings, today: "2026-11-25" });
  return applyFixes(fixes, files).texts;
};
