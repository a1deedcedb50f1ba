import type { Check } from "../src/check/check.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import type { Report } from "../src/check/report/report.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { settingsSchema } from "../src/check/settings.ts";
import { withLiveFacts } from "../src/cli/check/live-evidence.ts";
import { createPrometheus } from "../src/integrations/prometheus/prometheus.ts";
import { type Instant, systemClock } from "../src/lib/clock.ts";
import type { Files } from "./found-by.ts";

const LIMIT_MS = 30_000;

export type LiveCase = {
  /** The address of a running Prometheus. */
  readonly url: string;
  readonly files: Files;
  readonly at: Instant;
  readonly settings?: Readonly<Record<string, unknown>>;
};

/** What these checks report of files with a running Prometheus. */
export const liveReport = async (
  checks: readonly Check[],
  { url, files, at, settings: given = {} }: LiveCase,
): Promise<Report> => {
  const settings = settingsSchema.parse(given);
  const read = Object.entries(files).map(([path, text]) => ({ path, text }));
  const evidence = readEvidence(read, settings.alertmanagerVersion);
  const prometheus = createPrometheus({ url, limitMs: LIMIT_MS }, systemClock);
  const live = await withLiveFacts(evidence, { prometheus, settings, at });
  return runChecks(live, { checks, settings, today: "2026-11-25" });
};

/** What one check finds. A file that cannot be read as what it is fails the test. */
export const foundLive = async (check: Check, of: LiveCase) => {
  const { findings } = await liveReport([check], of);
  const strange = findings.filter(({ rule }) => rule !== check.name);
  if (strange.length > 0) throw new Error(`the case itself is wrong: ${JSON.stringify(strange)}`);
  return findings;
};
