import { type Catalog, catalogSchema } from "../../src/model/catalog.ts";

/** The mail catcher refuses this address for good. */
export const GONE_ADDRESS = "gone@example.com";

const mail = (name: string) => ({ type: "email", address: `${name}@example.com` });
const person = (id: string, contactMethods = [mail(id)]) => ({ id, name: id, contactMethods });
const step = (after: string, tell: string[], unless = "acknowledged") => ({ after, tell, unless });

/** Escalation in seconds, so that many steps fall due around every kill. */
export const chaosCatalog: Catalog = catalogSchema.parse({
  version: 1,
  name: "chaos",
  groupBy: ["service", "episode"],
  sourceLabels: ["cluster"],
  replicaLabels: ["prometheus_replica"],
  watchdog: { alertname: "Watchdog", lostAfter: "2s" },
  services: [
    { name: "gateway", team: "platform", alerts: [] },
    { name: "billing", team: "payments", alerts: [] },
    { name: "search", team: "discovery", alerts: [] },
  ],
  teams: [
    { id: "platform", name: "Platform", escalationPolicy: "climb" },
    { id: "payments", name: "Payments", escalationPolicy: "pair" },
    { id: "discovery", name: "Discovery", escalationPolicy: "nobody-there" },
  ],
  defaultTeam: "platform",
  people: [
    ...["ana", "bo", "cyd", "ed", "fay"].map((id) => person(id)),
    person("dee", [mail("gone"), mail("dee")]),
    person("gus", [mail("gone")]),
  ],
  escalationPolicies: [
    {
      id: "climb",
      severities: ["critical"],
      steps: [step("0s", ["ana"]), step("1s", ["bo"]), step("3s", ["cyd"], "improving")],
      repeat: { every: "2s", times: 2 },
    },
    {
      id: "pair",
      severities: ["critical"],
      steps: [step("0s", ["dee", "ed"]), step("2s", ["fay"])],
      repeat: { every: "3s", times: 1 },
    },
    {
      id: "nobody-there",
      severities: ["critical"],
      steps: [step("0s", ["gus"])],
      repeat: { every: "1s", times: 0 },
    },
  ],
  fallback: mail("fallback"),
});
