import type { FastifyInstance, FastifyReply } from "fastify";
import { type Webhook, webhookSchema } from "../alertmanager/webhook.ts";
import { toIso } from "../lib/clock.ts";
import type { Engine } from "./engine.ts";
import { problem } from "./problem.ts";
import { receiveWebhook } from "./receive-webhook.ts";

/** 50,000 grouped alerts are about 45 MB. */
const LARGEST_WEBHOOK_MIB = 128;
/** Notifications taken at once; more are turned away until these are on disk. */
const MOST_AT_ONCE = 64;
const RETRY_AFTER_S = 5;
const DAY_MS = 86_400_000;

export const WEBHOOK_PATH = "/webhooks/alertmanager";

/** Alertmanager never comes back after a 4xx, so trouble of ours is always a 503. */
export const notNow = (reply: FastifyReply, detail: string): FastifyReply =>
  problem(reply.header("Retry-After", String(RETRY_AFTER_S)), 503, detail);

/** A notification that is too large to be read is an incident of its own: alerts are being lost. */
const tooLarge = (now: number): Webhook => ({
  version: "4",
  groupKey: "",
  groupLabels: { alertname: "TocsinNotificationTooLarge" },
  receiver: "",
  externalURL: "",
  truncatedAlerts: 0,
  alerts: [
    {
      status: "firing",
      labels: { alertname: "TocsinNotificationTooLarge", severity: "critical" },
      annotations: {
        summary: "Alertmanager sent a notification that is too large, and its alerts are lost",
        description:
          "Set max_alerts on the webhook receiver, or group by more labels. Look in Alertmanager itself for what fires.",
      },
      // One a day at most: each notification that is too large tells of the same trouble.
      startsAt: toIso(now - (now % DAY_MS)),
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "",
    },
  ],
});

/** Refuses for good only once the incident that tells of it is on disk. */
export const refuseTooLarge = async (
  engine: Engine,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  try {
    await receiveWebhook(engine, tooLarge(engine.clock.now()));
  } catch (error) {
    engine.measures.webhooks.inc({ outcome: "failed" });
    engine.log.error("a notification that is too large could not be reported", { err: error });
    return notNow(reply, "the notification could not be stored; send it again");
  }
  engine.measures.webhooks.inc({ outcome: "too_large" });
  return problem(
    reply,
    413,
    `more than ${LARGEST_WEBHOOK_MIB} MiB: set max_alerts on the webhook receiver`,
  );
};

/** Where Alertmanager delivers. The answer is 2xx only after everything is on disk. */
export const webhookRoutes = (app: FastifyInstance, engine: Engine): void => {
  let underWay = 0;
  app.post(
    WEBHOOK_PATH,
    { config: { access: "ingest" }, bodyLimit: LARGEST_WEBHOOK_MIB * 1024 * 1024 },
    async (request, reply) => {
      const parsed = webhookSchema.safeParse(request.body);
      if (!parsed.success) {
        engine.measures.webhooks.inc({ outcome: "rejected" });
        const [issue] = parsed.error.issues;
        const place = issue?.path.join(".") || "the body";
        return problem(
          reply,
          422,
          `this is not an Alertmanager webhook of version 4: ${place}: ${issue?.message}`,
        );
      }
      if (underWay >= MOST_AT_ONCE) {
        engine.measures.webhooks.inc({ outcome: "overload" });
        return notNow(reply, `${underWay} notifications are being stored; send this one again`);
      }
      underWay += 1;
      try {
        await receiveWebhook(engine, parsed.data);
        engine.measures.webhooks.inc({ outcome: "stored" });
        return { stored: true };
      } catch (error) {
        engine.measures.webhooks.inc({ outcome: "failed" });
        engine.log.error("a notification could not be stored", { err: error });
        return notNow(reply, "the notification could not be stored; send it again");
      } finally {
        underWay -= 1;
      }
    },
  );
};
