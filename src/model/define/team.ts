import type { EscalationPolicy } from "../escalation-policy.ts";
import type { Team } from "../team.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

export type TeamInput = {
  readonly id: string;
  readonly name: string;
  readonly escalationPolicy: EscalationPolicy;
};

/** Owns services, and says by its escalation policy who is paged for them. */
export const defineTeam = (input: TeamInput): Team =>
  frozen({
    ...input,
    escalationPolicy: input.escalationPolicy?.id,
    definedAt: placeOfCall(defineTeam),
  });
