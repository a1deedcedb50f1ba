import type { Alert } from "../alert.ts";
import type { Availability } from "../objective.ts";
import type { Service } from "../service.ts";
import type { Team } from "../team.ts";
import { frozen } from "./frozen.ts";
import { placeOfCall } from "./place.ts";

export type ServiceInput = {
  readonly name: string;
  readonly namespace: string;
  readonly owner: Team;
  readonly objectives?: readonly Availability[];
  readonly alerts: readonly Alert[];
};

/** What a team answers for. */
export const defineService = (input: ServiceInput): Service => {
  const { owner, objectives, alerts, ...rest } = input;
  return frozen({
    ...rest,
    team: owner?.id,
    objectives: [...(objectives ?? [])],
    alerts: [...(alerts ?? [])],
    definedAt: placeOfCall(defineService),
  });
};
