import type { Place } from "../../../lib/source.ts";
import type { Examined } from "../../examined.ts";

/** Where the absence of an alert about the alerting itself is reported, and how sure that it is absent. */
export type MetaMonitoring = {
  readonly place: Place;
  readonly subject: string;
  /** A set with rules and an Alertmanager is taken for the whole; rules alone may be one part of many. */
  readonly severity: "warning" | "info";
  readonly proviso: string;
};

/**
 * Undefined for sets that hold neither rules beside an Alertmanager nor an alert of the most urgent severities: nobody
 * depends on them alone.
 */
export const metaMonitoring = ({
  evidence,
  alerts,
  routings,
}: Examined): MetaMonitoring | undefined => {
  const group = evidence.ruleDocuments.flatMap(({ groups }) => groups)[0];
  if (group === undefined || alerts.length === 0) return undefined;
  const isWhole = routings.length > 0;
  if (!isWhole && !alerts.some(({ urgency }) => urgency() === 0)) return undefined;
  return {
    place: group.name.placeAt(0),
    subject: alerts[0]?.document.file ?? group.name.text,
    severity: isWhole ? "warning" : "info",
    proviso: isWhole ? "" : "\n(unless a file that was not given has one)",
  };
};
