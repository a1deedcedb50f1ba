import * as z from "zod";

/** Text that PostgreSQL can hold: neither NUL nor half of a surrogate pair, which JSON lets through. */
const textSchema = z.string().transform((text) => text.toWellFormed().replaceAll("\0", "\ufffd"));

const labelsSchema = z.record(textSchema, textSchema);

const webhookAlertSchema = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: labelsSchema,
  annotations: labelsSchema.default({}),
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
  generatorURL: textSchema.default(""),
});

/**
 * What Alertmanager's webhook notifier posts, version 4. Fields that newer versions, Grafana or a
 * custom payload add are ignored. The fingerprint is not read: it is computed from the labels.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export const webhookSchema = z.object({
  version: z.literal("4", { error: 'must be "4", the only version of this format' }),
  groupKey: textSchema.default(""),
  groupLabels: labelsSchema.default({}),
  receiver: textSchema.default(""),
  externalURL: textSchema.default(""),
  /** More than 0 means that the state of so many further alerts is unknown, not that they ended. */
  truncatedAlerts: z.int().min(0).default(0),
  alerts: z.array(webhookAlertSchema),
});
export type Webhook = z.infer<typeof webhookSchema>;
export type WebhookAlert = Webhook["alerts"][number];
