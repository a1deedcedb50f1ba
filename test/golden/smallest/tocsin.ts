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

const ana = definePerson({
  id: "ana",
  name: "Ana",
  contactMethods: [email("ana@example.com")],
});

const everybody = defineEscalationPolicy({
  id: "everybody",
  severities: ["critical"],
  steps: [{ after: "0s", tell: [ana], unless: "acknowledged" }],
});

const team = defineTeam({ id: "shop", name: "Shop", escalationPolicy: everybody });

const shop = defineService({
  name: "shop",
  namespace: "shop",
  owner: team,
  alerts: [
    alert("ShopDown", {
      severity: "critical",
      when: promql`up{job="shop"} == 0`,
      for: "1m",
      carries: ["instance"],
      because: "nobody can buy anything",
      summary: ({ labels }) => `Shop ${labels.instance} does not answer`,
      runbook: "runbooks/shop-down.md",
    }),
  ],
});

export const system = defineSystem({
  name: "shop",
  services: [shop],
  teams: [team],
  people: [ana],
  escalationPolicies: [everybody],
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
  kubernetes: {
    namespace: "shop",
    ruleLabels: { release: "prometheus" },
    alertmanager: "main",
  },
  runbookBaseUrl: "https://runbooks.example.com",
});
