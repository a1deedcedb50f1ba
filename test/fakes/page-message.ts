import type { PageMessage } from "../../src/integrations/channel.ts";

/** A page as a test wants it, with everything that the test does not say filled in. */
export const pageMessage = (differences: Partial<PageMessage> = {}): PageMessage => ({
  idempotencyKey: "page:0192:1:1:0:ana:email",
  person: { id: "ana", name: "Ana Lind" },
  incident: {
    id: "0192a1b2",
    number: 12,
    title: "Redis redis-0:9121 does not answer",
    severity: "critical",
    service: "redis-gateway",
    openedAt: Date.parse("2026-01-05T09:00:00Z"),
    url: "http://127.0.0.1:9095/incidents/12",
  },
  reason: "not acknowledged after 5m",
  alerts: [
    {
      name: "RedisInstanceDown",
      summary: "Redis redis-0:9121 does not answer",
      description: "Clients of this instance get no answer.\nFailover needs a hand.",
      runbookUrl: "https://runbooks.example/redis-instance-down",
      labels: { alertname: "RedisInstanceDown", instance: "redis-0:9121", severity: "critical" },
    },
  ],
  moreAlerts: 0,
  acknowledgeUrl: "http://127.0.0.1:9095/pages/0192/acknowledge",
  ...differences,
});
