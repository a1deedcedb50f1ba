import { parse, stringify } from "yaml";
import * as z from "zod";
import type { Finding } from "../../src/check/finding.ts";
import type { Labels } from "../../src/labels/labels.ts";
import type { Files } from "../found-by.ts";
import { startAlertmanagerProcess } from "./alertmanager-process.ts";
import { mutedStatuses, SETTLED_RULE } from "./inhibition-program.ts";

const configSchema = z.looseObject({ inhibit_rules: z.array(z.unknown()).default([]) });

/**
 * Lets the alerts of a finding's timeline fire in the real Alertmanager with the configuration of the case, and gives
 * those that are kept back there.
 */
export const keptBack = async (
  finding: Finding | undefined,
  files: Files,
): Promise<readonly Labels[]> => {
  const example = finding?.counterexample;
  if (example?.kind !== "timeline") throw new Error("the finding has no timeline");
  const config = configSchema.parse(parse(files["alertmanager.yml"] ?? ""));
  const process = await startAlertmanagerProcess(
    stringify({ ...config, inhibit_rules: [...config.inhibit_rules, SETTLED_RULE] }),
  );
  try {
    const alerts = example.events.map(({ labels }) => labels);
    const found = await mutedStatuses(process.url, alerts);
    return alerts.filter((_, index) => (found[index]?.inhibitedBy.length ?? 0) > 0);
  } finally {
    await process.stop();
  }
};
