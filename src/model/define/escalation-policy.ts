import type { EscalationPolicy, EscalationStep } from "../escalation-policy.ts";
import type { Person } from "../person.ts";
import type { Severity } from "../severity.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

export type EscalationStepInput = {
  /** Time since the incident was triggered, or since the round began. */
  readonly after: string;
  readonly tell: readonly Person[];
  /** What makes the step unnecessary. `improving` pages also when somebody has acknowledged. */
  readonly unless: EscalationStep["unless"];
};

export type EscalationPolicyInput = {
  readonly id: string;
  /** Incidents of other severities are recorded and shown, but page nobody. */
  readonly severities: readonly Severity[];
  readonly steps: readonly EscalationStepInput[];
  /** Begin again while nobody acknowledges; default is never. */
  readonly repeat?: { readonly every: string; readonly times: number };
};

/** Who is told, when, and what stops it. */
export const defineEscalationPolicy = (input: EscalationPolicyInput): EscalationPolicy =>
  frozen({
    ...input,
    severities: [...(input.severities ?? [])],
    steps: (input.steps ?? []).map((step) => ({
      ...step,
      tell: (step.tell ?? []).map((person) => person?.id),
    })),
    repeat: { every: "30m", times: 0, ...input.repeat },
    definedAt: placeOfCall(defineEscalationPolicy),
  });
