import * as z from "zod";

/** RFC 3339, in UTC. */
const momentSchema = z.string();
const labelsSchema = z.record(z.string(), z.string());
const countSchema = z.int().nonnegative();
const placeSchema = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
});

const figuresSchema = z.strictObject({
  fired: countSchema,
  /** Times that the condition held for less than `for`. */
  pendingOnly: countSchema,
  pages: countSchema,
  tickets: countSchema,
  pagesPerWeek: z.number(),
  ticketsPerWeek: z.number(),
  /** Pages between 22:00 and 08:00. */
  nightPages: countSchema,
  /** Firings that were resolved within 5 minutes. */
  selfResolved: countSchema,
  /** Firings that began within 15 minutes after the same alert was resolved. */
  flaps: countSchema,
  /** Firings of which nobody was told. */
  untold: countSchema,
  /** Messages about a firing beyond the first, on average over the firings that were told of. */
  duplicatesPerFiring: z.number(),
  /** From the first evaluation that found the condition to the first message; the middle of all. */
  timeToDetectMs: z.number().nullable(),
  firingMs: z.number(),
});
export type ReportedFigures = z.infer<typeof figuresSchema>;

const firingSchema = z.strictObject({
  labels: labelsSchema,
  activeAt: momentSchema,
  firedAt: momentSchema,
  /** Null while it fires at the end. */
  resolvedAt: momentSchema.nullable(),
});
export type ReportedFiring = z.infer<typeof firingSchema>;

const choiceSchema = z.strictObject({
  threshold: z.number(),
  forMs: z.number(),
  fired: countSchema,
  selfResolved: countSchema,
  missed: countSchema,
  laterMs: z.number(),
  falseFirings: countSchema.nullable(),
});
export type ReportedChoice = z.infer<typeof choiceSchema>;

const tradeOffSchema = z.strictObject({
  /** Null where the query compares its value with nothing constant: there is no threshold to choose. */
  operator: z.enum([">", ">=", "<", "<="]).nullable(),
  present: choiceSchema,
  thresholds: z.array(choiceSchema),
  fors: z.array(choiceSchema),
  /** How much had to be found, by whom we know it. */
  worthy: countSchema,
  worthyAre: z.enum(["known incidents", "lasting firings"]),
});
export type ReportedTradeOff = z.infer<typeof tradeOffSchema>;

const alertSchema = z.strictObject({
  name: z.string(),
  severity: z.string().nullable(),
  place: placeSchema,
  figures: figuresSchema,
  /** The first 1,000. */
  firings: z.array(firingSchema),
  tradeOff: tradeOffSchema.nullable(),
  suggestion: z
    .strictObject({ change: z.enum(["threshold", "for"]), choice: choiceSchema })
    .nullable(),
  notes: z.array(z.string()),
});
export type ReportedAlert = z.infer<typeof alertSchema>;

const knownIncidentSchema = z.strictObject({
  name: z.string(),
  from: momentSchema,
  to: momentSchema,
  /** The first message that told of it; null when none did. */
  found: z.strictObject({ alert: z.string(), at: momentSchema, afterMs: z.number() }).nullable(),
});
export type ReportedIncident = z.infer<typeof knownIncidentSchema>;

/** What one set of rules and routes would have done. */
export const backtestSchema = z.strictObject({
  from: momentSchema,
  to: momentSchema,
  zone: z.string(),
  alerts: z.array(alertSchema),
  total: figuresSchema,
  knownIncidents: z.array(knownIncidentSchema),
  assumptions: z.array(z.string()),
});
export type Backtest = z.infer<typeof backtestSchema>;

/** The same of a second set, to compare with. */
export const comparedBacktestSchema = z.strictObject({
  ...backtestSchema.shape,
  against: backtestSchema.nullable(),
});
export type ComparedBacktest = z.infer<typeof comparedBacktestSchema>;
