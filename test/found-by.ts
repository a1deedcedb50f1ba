import type { Check } from "../src/check/check.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import type { Finding } from "../src/check/finding.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { settingsSchema } from "../src/check/settings.ts";

/** Files of a case by path, as a user would give them. */
export type Files = Readonly<Record<string, string>>;

/** What one check finds in these files. A file that cannot be read as what it is fails the test. */
export const foundBy = (
  check: Check,
  files: Files,
  settings: Readonly<Record<string, unknown>> = {},
): readonly Finding[] => {
  const parsed = settingsSchema.parse(settings);
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  const evidence = readEvidence(read, parsed.alertmanagerVersion);
  const { findings } = runChecks(evidence, {
    checks: [check],
    settings: parsed,
    today: "2026-11-25",
  });
  const strange = findings.filter(({ rule }) => rule !== check.name);
  if (strange.length > 0) throw new Error(`the case itself is wrong: ${JSON.stringify(strange)}`);
  return findings;
};
