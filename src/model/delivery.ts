import * as z from "zod";
import { alertNameSchema, runbookPathSchema } from "./alert.ts";
import { definedAtSchema } from "./definition.ts";
import { durationSchema } from "./duration.ts";

const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });
const secretFile = z.string().min(1, "must be the path of a file on Alertmanager's machine");

/** Where Alertmanager finds Tocsin. */
export const tocsinSchema = z.strictObject({
  /** The base URL for Alertmanager's webhooks. */
  url: httpUrl,
  /** The base URL that people open. */
  externalUrl: httpUrl,
  /** A file on Alertmanager's machine that holds the ingest token. */
  tokenFile: secretFile,
  /** The most alerts in one webhook; 0 sends all of a group, and Tocsin takes them. */
  maxAlerts: z.int().min(0),
});
export type TocsinAddress = z.infer<typeof tocsinSchema>;

const directEmailSchema = z.strictObject({
  to: z.email({ error: "must be an e-mail address" }),
  from: z.email({ error: "must be an e-mail address" }),
  /** host:port of the mail server. */
  smarthost: z.string().regex(/^.+:\d{1,5}$/, "must be host:port"),
  requireTls: z.boolean(),
  username: z.string().min(1, "is empty").optional(),
  passwordFile: secretFile.optional(),
});
const directPagerdutySchema = z.strictObject({ routingKeyFile: secretFile });

/** The way around: told by Alertmanager itself when critical alerts fire and Tocsin does not take them. */
export const directSchema = z
  .strictObject({
    alertname: alertNameSchema,
    /** How long Tocsin must have been away. */
    for: durationSchema,
    runbook: runbookPathSchema,
    email: directEmailSchema.optional(),
    pagerduty: directPagerdutySchema.optional(),
    definedAt: definedAtSchema,
  })
  .refine(({ email, pagerduty }) => email !== undefined || pagerduty !== undefined, {
    error: "reaches nobody; give it `email` or `pagerduty`",
  });
export type Direct = z.infer<typeof directSchema>;

/** An alert that always fires: while it does, Prometheus, Alertmanager and the way between them work. */
export const watchdogSchema = z.strictObject({
  alertname: alertNameSchema,
  /** A reported resolve that no sign of life has confirmed for so long means that its source is lost. */
  lostAfter: durationSchema,
  runbook: runbookPathSchema,
});

/** An outside service that raises the alarm when it is no longer called. */
export const deadMansSwitchSchema = z.strictObject({ url: httpUrl });

/** Timings of Alertmanager's routes. */
export const alertmanagerSchema = z.strictObject({
  groupWait: durationSchema,
  groupInterval: durationSchema,
  /** About how often Tocsin hears again of a group in which nothing changed. */
  repeatEvery: durationSchema,
  /** How often the watchdog is passed on. */
  watchdogEvery: durationSchema,
  /** About how often the direct receiver is told again. */
  directRepeatEvery: durationSchema,
});
export type AlertmanagerTimings = z.infer<typeof alertmanagerSchema>;
