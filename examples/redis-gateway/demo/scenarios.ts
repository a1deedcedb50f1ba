import type { Expectation } from "./expectation.ts";
import type { Step } from "./run.ts";
import {
  acknowledgeAs,
  alertIs,
  cure,
  deadMansSwitchFallsSilent,
  deadMansSwitchIsCalledAgain,
  directMail,
  everythingResolved,
  fault,
  incidentHas,
  meanwhile,
  pageTo,
  quietFor,
  timelineHas,
} from "./steps.ts";

export type Scenario = {
  name: string;
  /** What it shows, in a sentence. */
  shows: string;
  story: Step[];
  expect: Expectation;
};

const REDIS_DOWN_ALERTS = [
  "RedisConnectionFailure",
  "RedisGatewayHighErrorRate",
  "RedisGatewaySLOBurnRateHigh",
  "RedisInstanceDown",
];

const ACKNOWLEDGED_AND_RESOLVED = [
  "incident-opened",
  "alert-fired",
  "escalation-started",
  "step-reached",
  "page-requested",
  "page-accepted",
  "acknowledged",
  "alert-resolved",
  "incident-resolved",
];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "redis-down",
    shows: "one outage is one incident; it escalates until somebody acknowledges",
    story: [
      fault("Redis is killed (SIGKILL)", ({ redis }) => redis.kill()),
      pageTo("ana"),
      pageTo("bo"),
      acknowledgeAs("bo"),
      ...REDIS_DOWN_ALERTS.map(incidentHas),
      cure("Redis is started again", ({ redis }) => redis.start()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: REDIS_DOWN_ALERTS,
          timeline: [
            "incident-opened",
            "alert-fired",
            "escalation-started",
            "step-reached",
            "page-requested",
            "page-accepted",
            "step-reached",
            "page-requested",
            "page-accepted",
            "acknowledged",
            "alert-resolved",
            "incident-resolved",
          ],
          never: ["source-lost", "page-retried", "nobody-told"],
        },
      ],
      pages: [
        { person: "ana", step: 1 },
        { person: "bo", step: 2 },
      ],
      directMails: "none",
    },
  },
  {
    name: "exporter-down",
    shows: "losing sight of Redis is not losing Redis: a warning, and nobody is woken",
    story: [
      fault("the exporter of Redis is killed (SIGKILL)", ({ exporter }) => exporter.kill()),
      alertIs("RedisExporterDown", "firing"),
      timelineHas("incident-opened"),
      quietFor(8_000, "nobody is paged for a warning; let us see that it stays so"),
      cure("the exporter is started again", ({ exporter }) => exporter.start()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "warning",
          status: "resolved",
          alerts: ["RedisExporterDown"],
          timeline: ["incident-opened", "alert-fired", "alert-resolved", "incident-resolved"],
          never: ["escalation-started", "page-requested", "severity-raised"],
        },
      ],
      pages: [],
      directMails: "none",
    },
  },
  {
    name: "gateway-down",
    shows: "the gateway itself is gone while Redis is well",
    story: [
      fault("the gateway is killed (SIGKILL)", ({ gateway }) => gateway.kill()),
      pageTo("ana"),
      acknowledgeAs("ana"),
      cure("the gateway is started again", ({ gateway }) => gateway.start()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: ["RedisGatewayDown"],
          timeline: ACKNOWLEDGED_AND_RESOLVED,
          never: ["source-lost", "nobody-told"],
        },
      ],
      pages: [{ person: "ana", step: 1 }],
      directMails: "none",
    },
  },
  {
    name: "redis-hung",
    shows: "a Redis that holds its connections and answers nothing is found as fast as a dead one",
    story: [
      fault("Redis is paused (SIGSTOP): connections stay open, answers stop", ({ redis }) =>
        redis.pause(),
      ),
      pageTo("ana"),
      acknowledgeAs("ana"),
      ...REDIS_DOWN_ALERTS.map(incidentHas),
      cure("Redis goes on (SIGCONT)", ({ redis }) => redis.resume()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: REDIS_DOWN_ALERTS,
          mayAlert: ["RedisPoolExhaustion"],
          timeline: ACKNOWLEDGED_AND_RESOLVED,
          never: ["source-lost", "nobody-told"],
        },
      ],
      pages: [{ person: "ana", step: 1 }],
      directMails: "none",
    },
  },
  {
    name: "endpoint-errors",
    shows: "one endpoint fails while Redis is well: errors page, Redis is not blamed",
    story: [
      fault("the gateway's Redis user loses the right to SET: PUT fails, all else works", (stack) =>
        stack.redis.forbid("set"),
      ),
      pageTo("ana"),
      acknowledgeAs("ana"),
      incidentHas("RedisGatewayHighErrorRate"),
      incidentHas("RedisGatewaySLOBurnRateHigh"),
      cure("the right to SET is given back", ({ redis }) => redis.allow("set")),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: ["RedisGatewayHighErrorRate", "RedisGatewaySLOBurnRateHigh"],
          timeline: ACKNOWLEDGED_AND_RESOLVED,
          never: ["source-lost", "nobody-told"],
        },
      ],
      pages: [{ person: "ana", step: 1 }],
      directMails: "none",
    },
  },
  {
    name: "tocsin-down",
    shows: "without Tocsin, Alertmanager tells somebody itself; back again, Tocsin takes over",
    story: [
      meanwhile("Tocsin is killed (SIGKILL)", ({ tocsin }) => tocsin.kill()),
      fault("Redis is killed (SIGKILL)", ({ redis }) => redis.kill()),
      directMail("FIRING"),
      meanwhile("Tocsin is started again on the same data", ({ tocsin }) => tocsin.start()),
      pageTo("ana"),
      acknowledgeAs("ana"),
      ...REDIS_DOWN_ALERTS.map(incidentHas),
      directMail("RESOLVED"),
      cure("Redis is started again", ({ redis }) => redis.start()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: REDIS_DOWN_ALERTS,
          timeline: ACKNOWLEDGED_AND_RESOLVED,
          never: ["source-lost", "nobody-told"],
        },
      ],
      pages: [{ person: "ana", step: 1 }],
      directMails: "fire and resolve",
    },
  },
  {
    name: "prometheus-down",
    shows: "silence is not recovery: alerts that end because Prometheus died resolve nothing",
    story: [
      fault("Redis is killed (SIGKILL)", ({ redis }) => redis.kill()),
      pageTo("ana"),
      ...REDIS_DOWN_ALERTS.map(incidentHas),
      meanwhile("Prometheus is killed in the middle of it (SIGKILL)", ({ prometheus }) =>
        prometheus.kill(),
      ),
      pageTo("bo"),
      deadMansSwitchFallsSilent,
      timelineHas("source-lost"),
      pageTo("cyd"),
      acknowledgeAs("cyd"),
      meanwhile("Prometheus is started again on the same data", ({ prometheus }) =>
        prometheus.start(),
      ),
      timelineHas("source-returned"),
      deadMansSwitchIsCalledAgain,
      cure("Redis is started again", ({ redis }) => redis.start()),
      everythingResolved,
    ],
    expect: {
      incidents: [
        {
          severity: "critical",
          status: "resolved",
          alerts: REDIS_DOWN_ALERTS,
          timeline: [
            "incident-opened",
            "page-accepted",
            "resolve-reported",
            "source-lost",
            "step-reached",
            "page-accepted",
            "acknowledged",
            "source-returned",
            "alert-resolved",
            "incident-resolved",
          ],
          never: ["nobody-told"],
        },
      ],
      pages: [
        { person: "ana", step: 1 },
        { person: "bo", step: 2 },
        { person: "cyd", step: 3 },
      ],
      directMails: "none",
    },
  },
];
