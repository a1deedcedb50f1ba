import {
  alert,
  defineEscalationPolicy,
  definePerson,
  defineService,
  defineSystem,
  defineTeam,
  email,
  promql,
} from "tocsin";
import type { SystemInput } from "../src/model/define/system.ts";

export const ana = definePerson({
  id: "ana",
  name: "Ana",
  contactMethods: [email("ana@example.com")],
});

export const policy = defineEscalationPolicy({
  id: "everybody",
  severities: ["critical"],
  steps: [{ after: "0s", tell: [ana], unless: "acknowledged" }],
});

export const team = defineTeam({ id: "shop", name: "Shop", escalationPolicy: policy });

export const shopDown = alert("ShopDown", {
  severity: "critical",
  when: promql`up{job="shop"} == 0`,
  for: "1m",
  carries: ["instance"],
  because: "nobody can buy anything",
  summary: ({ labels }) => `Shop ${labels.instance} does not answer`,
  runbook: "runbooks/shop-down.md",
});

export const shop = defineService({
  name: "shop",
  namespace: "shop",
  owner: team,
  alerts: [shopDown],
});

/** The input of a system that is right in every respect, and as small as one can be. */
export const smallInput: SystemInput = {
  name: "shop",
  services: [shop],
  teams: [team],
  people: [ana],
  escalationPolicies: [policy],
  defaultTeam: team,
  fallback: email("duty@example.com"),
  tocsin: {
    url: "http://tocsin:9095",
    externalUrl: "https://tocsin.example.com",
    tokenFile: "/etc/alertmanager/token",
  },
  direct: {
    email: {
      to: "duty@example.com",
      from: "alertmanager@example.com",
      smarthost: "mail:25",
      requireTls: false,
    },
    runbook: "runbooks/without-tocsin.md",
  },
  watchdog: { runbook: "runbooks/watchdog.md" },
  deadMansSwitch: { url: "https://switch.example.com/shop" },
  kubernetes: { namespace: "shop", ruleLabels: { release: "prometheus" }, alertmanager: "main" },
  runbookBaseUrl: "https://runbooks.example.com/",
};

export const smallSystem = (changes: Partial<SystemInput> = {}) =>
  defineSystem({ ...smallInput, ...changes });

export const completePage = [
  "Meaning",
  "Impact",
  "Diagnose",
  "Mitigate",
  "Verify",
  "Roll back",
  "Escalate",
]
  .map((title) => `## ${title}\n\nText.\n`)
  .join("\n");

export const smallRunbooks = {
  "runbooks/shop-down.md": completePage,
  "runbooks/without-tocsin.md": completePage,
  "runbooks/watchdog.md": completePage,
};
