import { type Catalog, catalogSchema } from "../src/model/catalog.ts";

/** Two teams of one system: one that is paged by three steps, one whose people cannot be reached by mail. */
export const exampleCatalog = (changes: Partial<Catalog> = {}): Catalog =>
  catalogSchema.parse({
    version: 1,
    name: "example",
    groupBy: ["cluster", "namespace", "service"],
    sourceLabels: ["cluster"],
    replicaLabels: ["prometheus_replica"],
    watchdog: { alertname: "Watchdog", lostAfter: "3m" },
    services: [
      { name: "gateway", team: "platform", alerts: [] },
      { name: "billing", team: "payments", alerts: [] },
    ],
    teams: [
      { id: "platform", name: "Platform", escalationPolicy: "three-steps" },
      { id: "payments", name: "Payments", escalationPolicy: "by-webhook" },
    ],
    defaultTeam: "platform",
    people: [
      { id: "ana", name: "Ana", contactMethods: [{ type: "email", address: "ana@example.com" }] },
      { id: "bo", name: "Bo", contactMethods: [{ type: "email", address: "bo@example.com" }] },
      { id: "cyd", name: "Cyd", contactMethods: [{ type: "email", address: "cyd@example.com" }] },
      {
        id: "dee",
        name: "Dee",
        contactMethods: [
          { type: "webhook", url: "https://hooks.example.com/dee", secretFile: "/run/secret" },
          { type: "email", address: "dee@example.com" },
        ],
      },
    ],
    escalationPolicies: [
      {
        id: "three-steps",
        severities: ["critical"],
        steps: [
          { after: "0s", tell: ["ana"], unless: "acknowledged" },
          { after: "5m", tell: ["bo"], unless: "acknowledged" },
          { after: "15m", tell: ["cyd"], unless: "improving" },
        ],
        repeat: { every: "30m", times: 2 },
      },
      {
        id: "by-webhook",
        severities: ["critical"],
        steps: [
          { after: "0s", tell: ["dee"], unless: "acknowledged" },
          { after: "10m", tell: ["bo"], unless: "acknowledged" },
        ],
        repeat: { every: "30m", times: 0 },
      },
    ],
    fallback: { type: "email", address: "fallback@example.com" },
    ...changes,
  });
