import { availability, defineService, defineSystem, email, type System } from "tocsin";
import * as gateway from "./gateway-alerts.ts";
import { ana, bo, cyd, onCall, platform } from "./people.ts";
import * as redis from "./redis-alerts.ts";

/** What differs between production and the demonstration: addresses and nothing else. */
export type Place = {
  /** Where Alertmanager finds Tocsin. */
  readonly tocsinUrl: string;
  /** Where people find Tocsin. */
  readonly tocsinExternalUrl: string;
  /** A file on Alertmanager's machine. */
  readonly ingestTokenFile: string;
  readonly smtpSmarthost: string;
  readonly smtpRequireTls: boolean;
  /** Whom Alertmanager tells by itself when Tocsin is down. */
  readonly directEmailTo: string;
  readonly deadMansSwitchUrl: string;
};

/** Gateway and Redis are one service: they fail together, which must be one incident and one page. */
const service = defineService({
  name: "redis-gateway",
  namespace: "redis-system",
  owner: platform,
  objectives: [
    availability({
      target: "99.9%",
      window: "30d",
      bad: gateway.failures,
      total: gateway.requests,
      job: "redis-gateway",
      burn: {
        alert: "RedisGatewaySLOBurnRateHigh",
        labels: { component: "gateway" },
        because: "at this rate the errors allowed for 30 days are used up within days or hours",
        runbook: "runbooks/redis-gateway-slo-burn-rate.md",
      },
    }),
  ],
  alerts: [
    gateway.highErrorRate,
    gateway.highLatency,
    gateway.connectionFailure,
    gateway.gatewayDown,
    gateway.highMemoryUsage,
    gateway.poolExhaustion,
    redis.redisDown,
    redis.exporterDown,
    redis.redisHighMemoryUsage,
  ],
});

export const redisGateway = (place: Place): System =>
  defineSystem({
    name: "redis-gateway",
    services: [service],
    teams: [platform],
    people: [ana, bo, cyd],
    escalationPolicies: [onCall],
    defaultTeam: platform,
    fallback: email(place.directEmailTo),
    tocsin: {
      url: place.tocsinUrl,
      externalUrl: place.tocsinExternalUrl,
      tokenFile: place.ingestTokenFile,
    },
    direct: {
      email: {
        to: place.directEmailTo,
        from: "alertmanager@example.com",
        smarthost: place.smtpSmarthost,
        requireTls: place.smtpRequireTls,
      },
      runbook: "runbooks/critical-alerts-without-tocsin.md",
    },
    watchdog: { runbook: "runbooks/watchdog.md" },
    deadMansSwitch: { url: place.deadMansSwitchUrl },
    kubernetes: {
      namespace: "redis-system",
      ruleLabels: { release: "kube-prometheus-stack" },
      alertmanager: "main",
    },
    // Not on Tocsin itself: the pages are needed most when it is down.
    runbookBaseUrl: "https://runbooks.example.com/redis-gateway",
  });

export const production = redisGateway({
  tocsinUrl: "http://tocsin.monitoring.svc:9095",
  tocsinExternalUrl: "https://tocsin.example.com",
  ingestTokenFile: "/etc/alertmanager/secrets/tocsin/ingest-token",
  smtpSmarthost: "smtp.example.com:587",
  smtpRequireTls: true,
  directEmailTo: "platform-oncall@example.com",
  deadMansSwitchUrl: "https://dead-mans-switch.example.com/ping/redis-gateway",
});
