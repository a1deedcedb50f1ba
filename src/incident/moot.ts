import { FALLBACK_PERSON } from "./escalation.ts";
import type { PageOf } from "./event.ts";
import type { Incident } from "./state.ts";

/** Why a page that has not gone out yet is no longer needed, or null when it still is. */
export const whyMoot = (incident: Incident, page: PageOf): string | null => {
  if (incident.status === "resolved") return "the incident is resolved";
  if (page.person === FALLBACK_PERSON || incident.status !== "acknowledged") return null;
  const step = incident.escalation?.policy.steps[page.place.step - 1];
  return step?.unless === "acknowledged"
    ? `acknowledged by ${incident.acknowledgedBy.join(", ")}`
    : null;
};
