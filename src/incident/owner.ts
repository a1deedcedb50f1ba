import type { Labels } from "../labels/labels.ts";
import type { Catalog } from "../model/catalog.ts";
import type { EscalationPolicy } from "../model/escalation-policy.ts";

/** Who answers for an alert. Without definitions nobody does, and the incident says so. */
export type Owner = {
  service: string | null;
  team: string | null;
  policy: EscalationPolicy | null;
};

/** The owner by the alert's service; else by its team label; else the default team. */
export const ownerOf = (labels: Labels, catalog: Catalog | null): Owner => {
  const service = labels["service"] ?? null;
  if (catalog === null) return { service, team: null, policy: null };
  const declared = catalog.services.find(({ name }) => name === service)?.team;
  const labelled = catalog.teams.find(({ id }) => id === labels["team"])?.id;
  const id = declared ?? labelled ?? catalog.defaultTeam;
  const team = catalog.teams.find((candidate) => candidate.id === id);
  const policy = catalog.escalationPolicies.find(
    (candidate) => candidate.id === team?.escalationPolicy,
  );
  return { service, team: team?.id ?? null, policy: policy ?? null };
};
