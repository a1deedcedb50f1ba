import { type Catalog, catalogSchema } from "../../src/model/catalog.ts";

export const TOCSIN_ADDRESS = "tocsin@example.com";
export const PEER_ADDRESS = "peer@example.com";

/** One person who is paged at once for critical alerts; each group is an incident of its own. */
export const benchCatalog: Catalog = catalogSchema.parse({
  version: 1,
  name: "bench",
  groupBy: ["group"],
  sourceLabels: ["cluster"],
  replicaLabels: ["prometheus_replica"],
  watchdog: { alertname: "Watchdog", lostAfter: "5m" },
  services: [],
  teams: [{ id: "team", name: "Team", escalationPolicy: "at-once" }],
  defaultTeam: "team",
  people: [
    { id: "ana", name: "Ana", contactMethods: [{ type: "email", address: TOCSIN_ADDRESS }] },
  ],
  escalationPolicies: [
    {
      id: "at-once",
      severities: ["critical"],
      steps: [{ after: "0s", tell: ["ana"], unless: "acknowledged" }],
      repeat: { every: "1h", times: 0 },
    },
  ],
  fallback: { type: "email", address: "fallback@example.com" },
});
