import * as z from "zod";

const labelsSchema = z.record(z.string(), z.string());

/** A label set and the receivers it gets to: `amtool config routes test` says the same. */
const labelsCounterexample = z.strictObject({
  kind: z.literal("labels"),
  labels: labelsSchema,
  receivers: z.array(z.string()),
  /** When it matters: a moment inside the time interval that the claim is about, RFC 3339. */
  at: z.string().optional(),
});

/** Series over time and the alerts that fire: `promtool test rules` says the same. */
const seriesCounterexample = z.strictObject({
  kind: z.literal("series"),
  interval: z.string(),
  series: z.array(z.strictObject({ series: z.string(), values: z.string() })),
  evalTime: z.string(),
  alertname: z.string(),
  /** Labels of every alert that fires at that time, without `alertname`; none when it stays silent. */
  firing: z.array(labelsSchema),
  /** Why the rule cannot be evaluated with these series: a part of what promtool says. */
  error: z.string().optional(),
  externalLabels: labelsSchema.optional(),
});

/** What happens over time and every notification that leaves: a real Alertmanager does the same. */
const timelineCounterexample = z.strictObject({
  kind: z.literal("timeline"),
  events: z.array(
    z.strictObject({
      /** Since the beginning, a Prometheus duration. */
      at: z.string(),
      labels: labelsSchema,
      state: z.enum(["firing", "resolved"]),
    }),
  ),
  until: z.string(),
  notifications: z.array(
    z.strictObject({
      at: z.string(),
      receiver: z.string(),
      status: z.enum(["firing", "resolved"]),
      alerts: z.array(labelsSchema),
    }),
  ),
});

/** A template, what it was given, and the text or the error that comes out. */
const renderCounterexample = z.strictObject({
  kind: z.literal("render"),
  /** Whose template it is: `amtool template render` or `promtool test rules` says the same. */
  program: z.enum(["alertmanager", "prometheus"]),
  template: z.string(),
  /** Alertmanager's template data, or `{ labels, value, externalLabels }` of Prometheus. */
  data: z.json(),
  output: z.string().optional(),
  error: z.string().optional(),
});

/** A case that shows a finding to be true and that the program it is about can be asked to confirm. */
export const counterexampleSchema = z.discriminatedUnion("kind", [
  labelsCounterexample,
  seriesCounterexample,
  timelineCounterexample,
  renderCounterexample,
]);
export type Counterexample = z.infer<typeof counterexampleSchema>;
