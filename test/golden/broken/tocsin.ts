import {
  alert,
  availability,
  counter,
  defineEscalationPolicy,
  definePerson,
  defineService,
  defineSystem,
  defineTeam,
  email,
  promql,
} from "tocsin";

const ana = definePerson({ id: "Ana", name: "", contactMethods: [email("ana at example.com")] });
const dan = definePerson({ id: "dan", name: "Dan", contactMethods: [] });

const quiet = defineEscalationPolicy({
  id: "quiet",
  severities: ["warning"],
  steps: [
    { after: "5 minutes", tell: [dan], unless: "acknowledged" },
    { after: "10m", tell: [], unless: "acknowledged" },
    { after: "5m", tell: [ana], unless: "acknowledged" },
  ],
});
const unlisted = defineEscalationPolicy({ id: "unlisted", severities: ["critical"], steps: [] });

const shop = defineTeam({ id: "shop", name: "Shop", escalationPolicy: quiet });
const lost = defineTeam({ id: "lost", name: "Lost", escalationPolicy: unlisted });
const stranger = defineTeam({ id: "stranger", name: "Stranger", escalationPolicy: quiet });

const down = alert("ShopDown", {
  severity: "critical",
  when: promql`sum(up{job="shop"} == 0`,
  for: "1 minute",
  carries: ["instance"],
  labels: { severity: "page", "not-a-label": "x" },
  because: "",
  // @ts-expect-error a label that is not carried
  summary: ({ labels }) => `${labels.method} does not answer`,
  description: ({ labels }) => String(labels.instance).slice(1),
  runbook: "runbooks/nowhere.md",
});

const again = alert("ShopDown", {
  // @ts-expect-error no such severity
  severity: "urgent",
  when: promql`up == 0`,
  because: "nobody can buy anything",
  summary: "down",
  runbook: "/etc/passwd",
  colour: "red",
});

const service = defineService({
  name: "shop",
  namespace: "Shop Namespace",
  owner: shop,
  objectives: [
    availability({
      target: "90%",
      window: "30d",
      bad: counter("orders_total"),
      total: counter("orders_total"),
      job: "shop",
      burn: { alert: "Watchdog", because: "orders fail", runbook: "runbooks/watchdog.md" },
    }),
  ],
  alerts: [down, again],
});

export const broken = defineSystem({
  name: "shop",
  services: [service, defineService({ name: "other", namespace: "a", owner: stranger, alerts: [] })],
  teams: [shop, lost],
  people: [ana],
  escalationPolicies: [quiet],
  defaultTeam: lost,
  fallback: email("duty@example.com"),
  groupBy: ["service name"],
  tocsin: { url: "tocsin:9095", externalUrl: "https://tocsin.example.com", tokenFile: "" },
  direct: { runbook: "runbooks/without-tocsin.md" },
  watchdog: { runbook: "runbooks/watchdog.md" },
  deadMansSwitch: { url: "https://switch.example.com/shop" },
  kubernetes: { namespace: "shop", ruleLabels: {}, alertmanager: "main" },
  runbookBaseUrl: "https://runbooks.example.com",
});
