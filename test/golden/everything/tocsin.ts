import {
  alert,
  availability,
  counter,
  defineService,
  defineSystem,
  email,
  promql,
} from "tocsin";
import { ana, bo, day, night, shop, till } from "./people.ts";

const orders = counter("orders_total", { labels: ["job"] });
const failed = counter("orders_failed_total", { labels: ["job"] });

const job = 'a "quoted" job \\ with a backslash';

const shopService = defineService({
  name: "shop",
  namespace: "shop",
  owner: shop,
  objectives: [
    availability({
      name: "orders",
      target: "99.95%",
      window: "28d",
      bad: failed,
      total: orders,
      job: "shop",
      burn: {
        alert: "ShopBurns",
        severity: "warning",
        labels: { tier: "1" },
        because: "orders fail",
        runbook: "runbooks/shop-down.md",
        windows: [
          { long: "1h", short: "5m", budget: "2%" },
          { long: "2d6h", short: "90m", budget: "10%" },
        ],
        minBadEvents: 20,
      },
    }),
  ],
  alerts: [
    alert("ShopDown", {
      severity: "critical",
      when: promql`
        up{job="${job}"} == 0
          unless on ()
        ${promql`vector(1)`} > ${2.5}`,
      carries: ["instance", "zone"],
      labels: { answer: "no", number: "012" },
      because: "nobody | can buy: anything",
      summary: ({ labels }) => `Shop ${labels.instance} in ${labels.zone} says {{ nothing }}`,
      description: ({ value }) =>
        `${value.percent} ${value.seconds} ${value.bytes} ${value.times} ${value.number}\nSecond line`,
      runbook: "./runbooks/shop-down.md",
    }),
  ],
});

const tillService = defineService({
  name: "till",
  namespace: "till",
  owner: till,
  alerts: [
    alert("TillSlow", {
      severity: "info",
      when: promql`till_seconds > 3`,
      for: "1h30m",
      because: "queues grow",
      summary: "The till is slow",
      runbook: "runbooks/shop-down.md",
    }),
  ],
});

export const whole = defineSystem({
  name: "shop-and-till",
  services: [shopService, tillService],
  teams: [shop, till],
  people: [ana, bo],
  escalationPolicies: [day, night],
  defaultTeam: till,
  fallback: email("duty@example.com"),
  groupBy: ["service"],
  sourceLabels: ["region", "cluster"],
  replicaLabels: ["replica"],
  evaluationInterval: "15s",
  tocsin: {
    url: "http://tocsin:9095/",
    externalUrl: "https://tocsin.example.com/base",
    tokenFile: "/etc/alertmanager/token",
    maxAlerts: 500,
  },
  direct: {
    alertname: "NobodyTakesAlerts",
    for: "2m",
    email: {
      to: "duty@example.com",
      from: "alertmanager@example.com",
      smarthost: "mail:587",
      requireTls: true,
      username: "alertmanager",
      passwordFile: "/etc/alertmanager/smtp-password",
    },
    pagerduty: { routingKeyFile: "/etc/alertmanager/pagerduty-key" },
    runbook: "runbooks/without-tocsin.md",
  },
  watchdog: { alertname: "Alive", lostAfter: "10m", runbook: "runbooks/watchdog.md" },
  deadMansSwitch: { url: "https://switch.example.com/shop" },
  alertmanager: {
    groupWait: "5s",
    groupInterval: "30s",
    repeatEvery: "2m",
    watchdogEvery: "2m",
    directRepeatEvery: "1h",
  },
  kubernetes: {
    namespace: "monitoring",
    ruleLabels: { release: "prometheus", role: "alert-rules" },
    alertmanager: "k8s",
  },
  runbookBaseUrl: "https://runbooks.example.com/shop/",
});
