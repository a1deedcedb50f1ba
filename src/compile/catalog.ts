import { CATALOG_VERSION, type Catalog } from "../model/catalog.ts";
import { settledWatchdogName } from "../model/delivery.ts";
import type { System } from "../model/system.ts";
import { alertsOf, runbookPage } from "./alert-rule.ts";

/** What the server knows of a system. */
export const catalog = (system: System): Catalog => ({
  version: CATALOG_VERSION,
  name: system.name,
  groupBy: system.groupBy,
  sourceLabels: system.sourceLabels,
  replicaLabels: system.replicaLabels,
  watchdog: {
    alertname: settledWatchdogName(system.watchdog),
    lostAfter: system.watchdog.lostAfter,
  },
  services: system.services.map((service) => ({
    name: service.name,
    team: service.team,
    alerts: alertsOf(service).map(({ name, severity, because, definedAt }) => ({
      name,
      severity,
      because,
      runbook: runbookPage(name),
      definedAt,
    })),
  })),
  teams: system.teams.map(({ id, name, escalationPolicy }) => ({ id, name, escalationPolicy })),
  defaultTeam: system.defaultTeam,
  people: system.people,
  escalationPolicies: system.escalationPolicies,
  fallback: system.fallback,
});

export const catalogJson = (system: System): string =>
  `${JSON.stringify(catalog(system), null, 2)}\n`;
