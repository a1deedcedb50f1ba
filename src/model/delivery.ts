import * as z from "zod";
import { alertNameSchema, runbookPathSchema } from "./alert.ts";
import { definedAtSchema } from "./definition.ts";
import { durationSchema, positiveDurationSchema } from "./duration.ts";
import { baseUrlSchema, httpUrlSchema } from "./url.ts";

const secretFile = z.string().min(1, "must be the path of a file on Alertmanager's machine");

/** Judge the whole also when a field is wrong, so that all mistakes are reported at once. */
const isObject = ({ value }: { readonly value: unknown }): boolean =>
  typeof value === "object" && value !== null;

/** Where Alertmanager finds Tocsin. */
export const tocsinSchema = z.strictObject({
  /** The base URL for Alertmanager's webhooks. */
  url: baseUrlSchema,
  /** The base URL that people open. */
  externalUrl: baseUrlSchema,
  /** A file on Alertmanager's machine that holds the ingest token. */
  tokenFile: secretFile,
  /** The most alerts in one webhook; 0 sends all of a group, and Tocsin takes them. */
  maxAlerts: z.int().min(0),
});
export type TocsinAddress = z.infer<typeof tocsinSchema>;

const directEmailSchema = z
  .strictObject({
    to: z.email({ error: "must be an e-mail address" }),
    from: z.email({ error: "must be an e-mail address" }),
    /** host:port of the mail server. */
    smarthost: z.string().regex(/^.+:\d{1,5}$/, "must be host:port"),
    requireTls: z.boolean(),
    username: z.string().min(1, "is empty").optional(),
    passwordFile: secretFile.optional(),
  })
  .refine(
    ({ username, passwordFile }) => (username === undefined) === (passwordFile === undefined),
    {
      error:
        "signs in with half of what it takes; give both `username` and `passwordFile`, or neither",
      when: isObject,
    },
  );
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
    when: isObject,
  });
export type Direct = z.infer<typeof directSchema>;

/** An alert that always fires: while it does, Prometheus, Alertmanager and the way between them work. */
export const watchdogSchema = z.strictObject({
  alertname: alertNameSchema,
  /** A reported resolve that no sign of life has confirmed for so long means that its source is lost. */
  lostAfter: positiveDurationSchema,
  runbook: runbookPathSchema,
});

/** The name of the alert that Tocsin takes for a sign of life. */
export const settledWatchdogName = ({ alertname }: { readonly alertname: string }): string =>
  `${alertname}Settled`;

/** An outside service that raises the alarm when it is no longer called. */
export const deadMansSwitchSchema = z.strictObject({ url: httpUrlSchema });

/** Timings of Alertmanager's routes. */
export const alertmanagerSchema = z.strictObject({
  groupWait: durationSchema,
  groupInterval: positiveDurationSchema,
  /** About how often Tocsin hears again of a group in which nothing changed. */
  repeatEvery: positiveDurationSchema,
  /** How often the watchdog is passed on. */
  watchdogEvery: positiveDurationSchema,
  /** About how often the direct receiver is told again. */
  directRepeatEvery: positiveDurationSchema,
});
export type AlertmanagerTimings = z.infer<typeof alertmanagerSchema>;
