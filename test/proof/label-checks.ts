import { CHECKS } from "../../src/check/checks.ts";
import { readEvidence } from "../../src/check/evidence/read-evidence.ts";
import type { Finding } from "../../src/check/finding.ts";
import { runChecks } from "../../src/check/run-checks.ts";
import { settingsSchema } from "../../src/check/settings.ts";
import { seededRandom } from "../../src/lib/random.ts";
import { confirmed } from "../confirmed.ts";
import { randomRuleFile } from "./label-checks-rules.ts";

/** Those whose counterexamples promtool can be asked to confirm. */
const NAMES: ReadonlySet<string> = new Set([
  "absent-of-expression",
  "duplicate-alert-labels",
  "label-carried-and-static",
  "le-aggregated-away",
  "match-empty",
  "match-many",
  "quantile-per-series",
  "query-in-template",
  "ratio-per-series",
  "selector-matches-nothing",
  "template-label-lost",
  "template-own-label",
  "template-syntax",
  "value-in-labels",
]);

export type LabelCheckDisagreement = {
  readonly rules: string;
  readonly finding: Finding;
  readonly what: string;
};

export type LabelCheckProof = {
  /** Counterexamples that promtool was asked about. */
  readonly compared: number;
  readonly disagreements: readonly LabelCheckDisagreement[];
};

const SETTINGS = settingsSchema.parse({ prometheusVersion: "2.42" });

const findingsIn = (rules: string): readonly Finding[] => {
  const evidence = readEvidence([{ path: "rules.yml", text: rules }], SETTINGS.alertmanagerVersion);
  const checks = CHECKS.filter(({ name }) => NAMES.has(name));
  const { findings } = runChecks(evidence, { checks, settings: SETTINGS, today: "2026-11-25" });
  return findings.filter(({ counterexample }) => counterexample !== null);
};

/** Checks the labels of random alerts, and has promtool confirm every counterexample. */
export const compareLabelChecks = async (count: number, seed: number): Promise<LabelCheckProof> => {
  const random = seededRandom(seed);
  const disagreements: LabelCheckDisagreement[] = [];
  let compared = 0;
  for (let made = 0; made < count; made++) {
    const rules = randomRuleFile(random);
    for (const finding of findingsIn(rules)) {
      compared += 1;
      try {
        await confirmed(finding, { "rules.yml": rules });
      } catch (error) {
        disagreements.push({ rules, finding, what: String(error) });
      }
    }
  }
  return { compared, disagreements };
};
