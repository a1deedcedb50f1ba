import * as z from "zod";

const labelsSchema = z.record(z.string(), z.string());
/** RFC 3339, in UTC. */
const momentSchema = z.string();
/** A Prometheus duration such as `1m30s`. */
const durationSchema = z.string();
const placeSchema = z.strictObject({
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
});

const ruleSchema = z.strictObject({
  place: placeSchema,
  /** Where the definition stands that the rule was compiled from. */
  definedAt: placeSchema.nullable(),
  /** What the alert means for users, as its definition says. */
  because: z.string().nullable(),
  expr: z.string(),
  for: durationSchema,
  keepFiringFor: durationSchema.nullable(),
  evaluatedEvery: durationSchema,
  scrapedEvery: durationSchema,
  /** From the fault to firing, when scrape and evaluation come at once. */
  earliest: durationSchema,
  /** The same, when they have only just been. */
  latest: durationSchema,
  /** By how much the longest window of the query can delay it further. */
  window: durationSchema.nullable(),
});
export type RuleExplanation = z.infer<typeof ruleSchema>;

/** A text as it comes out, and what the template's error is where it does not. */
const renderedSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  error: z.string().nullable(),
});
export type RenderedText = z.infer<typeof renderedSchema>;

/** An alert that the rule may give, made up where its labels are not known. */
const exampleSchema = z.strictObject({
  /** As they arrive at Alertmanager. */
  labels: labelsSchema,
  /** Those of them that may be missing from a real alert. */
  uncertain: z.array(z.string()),
  /** What the query gives; null for a label set that no rule gives. */
  value: z.string().nullable(),
  annotations: z.array(renderedSchema),
});
export type ExampleAlert = z.infer<typeof exampleSchema>;

const routeSchema = z.strictObject({
  place: placeSchema,
  /** `{severity="critical"}`; `{}` of the root. */
  matchers: z.string(),
  isRoot: z.boolean(),
  continues: z.boolean(),
});
export type RouteExplanation = z.infer<typeof routeSchema>;

const passedOverSchema = z.strictObject({
  route: routeSchema,
  /** Why the alert is not delivered by it. */
  because: z.string(),
});
export type PassedOver = z.infer<typeof passedOverSchema>;

const intervalSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(["mute", "active"]),
  /** Whether the moment is in it. */
  within: z.boolean(),
  /** When that changes; null when it never does. */
  until: momentSchema.nullable(),
});
export type IntervalExplanation = z.infer<typeof intervalSchema>;

const groupSchema = z.strictObject({
  by: z.union([z.array(z.string()), z.literal("all")]),
  /** Labels of the group of the example. */
  labels: labelsSchema,
  /** Labels by which is grouped and that the example does not have. */
  absent: z.array(z.string()),
  key: z.string(),
  /** Other alerts of the set that may be in it, by name. */
  with: z.array(z.string()),
});

const timingSchema = z.strictObject({
  groupWait: durationSchema,
  groupInterval: durationSchema,
  repeatInterval: durationSchema,
  /** How often the same is told while nothing changes. */
  repeatsEvery: durationSchema,
  /** At most so long when the group is there already. */
  joiningAtMost: durationSchema,
  /** When the first message leaves if the alert fires by itself; null when none does within 32 days. */
  firstMessage: z.strictObject({ at: momentSchema, after: durationSchema }).nullable(),
  /** What keeps it back until then. */
  heldBackBy: z.array(z.string()),
});

const integrationSchema = z.strictObject({
  kind: z.string(),
  sendsResolved: z.boolean(),
  /** The webhook of a Tocsin server. */
  isTocsin: z.boolean(),
  /** Each text that it sends, by the field of its configuration. */
  texts: z.array(renderedSchema.extend({ isDefault: z.boolean() })),
});
export type IntegrationExplanation = z.infer<typeof integrationSchema>;

const deliverySchema = z.strictObject({
  /** From the root to the route that notifies. */
  path: z.array(routeSchema).min(1),
  /** Routes on the way that do not match, the first fifty of so many. */
  passedOver: z.array(passedOverSchema),
  passedOverCount: z.int(),
  /** Routes that match and are not asked any more, at most fifty. */
  unreached: z.array(passedOverSchema),
  receiver: z.string(),
  integrations: z.array(integrationSchema),
  intervals: z.array(intervalSchema),
  /** Whether the route notifies at the moment. */
  state: z.enum(["notifies", "muted", "inactive"]),
  group: groupSchema,
  timing: timingSchema,
});
export type DeliveryExplanation = z.infer<typeof deliverySchema>;

const inhibitionSchema = z.strictObject({
  /** The other alert. */
  alert: z.string(),
  /** A pair for which it is so. */
  source: labelsSchema,
  target: labelsSchema,
  rule: z.strictObject({
    place: placeSchema,
    source: z.string(),
    target: z.string(),
    equal: z.array(z.string()),
    /** All labels that the rule looks at. */
    labels: z.array(z.string()),
  }),
  /** False when it is not known whether there are such alerts. */
  isCertain: z.boolean(),
});
export type InhibitionExplanation = z.infer<typeof inhibitionSchema>;

const silenceSchema = z.strictObject({
  id: z.string(),
  matchers: z.string(),
  state: z.enum(["active", "pending"]),
  startsAt: momentSchema,
  endsAt: momentSchema,
  createdBy: z.string(),
  comment: z.string(),
  /** Whether it is about the example; otherwise only about other alerts of the rule. */
  isAboutExample: z.boolean(),
});
export type SilenceExplanation = z.infer<typeof silenceSchema>;

const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The first is used; each further one when the one before refuses. */
  methods: z.array(z.string()),
});

const escalationSchema = z.discriminatedUnion("kind", [
  /** There is no timeline, and why. */
  z.strictObject({ kind: z.literal("none"), because: z.string() }),
  z.strictObject({
    kind: z.literal("planned"),
    team: z.string(),
    policy: z.string(),
    steps: z.array(
      z.strictObject({
        round: z.int().positive(),
        step: z.int().positive(),
        at: momentSchema,
        /** Since the alert began to fire. */
        after: durationSchema,
        people: z.array(personSchema),
        unless: z.enum(["acknowledged", "improving"]),
      }),
    ),
    ends: z.strictObject({ at: momentSchema, after: durationSchema, because: z.string() }),
    /** Who is told when nobody's contact methods work, and when. */
    fallback: z
      .strictObject({ contact: z.string(), after: durationSchema, because: z.string() })
      .nullable(),
  }),
]);
export type EscalationExplanation = z.infer<typeof escalationSchema>;

/** Where other alerts of the rule go, with labels that differ from the example's. */
const otherWaySchema = z.strictObject({
  /** An empty value stands for a label that is not there. */
  differing: labelsSchema,
  receivers: z.array(z.string()),
});
export type OtherWay = z.infer<typeof otherWaySchema>;

const alertmanagerSchema = z.strictObject({
  file: z.string(),
  deliveries: z.array(deliverySchema),
  otherWays: z.array(otherWaySchema),
  /** False when there are other ways than these. */
  areAllWays: z.boolean(),
  inhibitedBy: z.array(inhibitionSchema),
  inhibits: z.array(inhibitionSchema),
  escalation: escalationSchema,
});
export type AlertmanagerExplanation = z.infer<typeof alertmanagerSchema>;

/** Everything that becomes of one alert. */
export const alertExplanationSchema = z.strictObject({
  alertname: z.string().nullable(),
  severity: z.string().nullable(),
  owner: z.string().nullable(),
  service: z.string().nullable(),
  runbook: z.string().nullable(),
  /** Null for a label set that no rule of the set gives. */
  rule: ruleSchema.nullable(),
  example: exampleSchema,
  alertmanagers: z.array(alertmanagerSchema),
  /** Whether silences were given at all. */
  silencesKnown: z.boolean(),
  silences: z.array(silenceSchema),
  /** What had to be taken for granted or is missing, in sentences. */
  notes: z.array(z.string()),
});
export type AlertExplanation = z.infer<typeof alertExplanationSchema>;

/** What `tocsin explain --format json` prints. */
export const explanationSchema = z.strictObject({
  at: momentSchema,
  /** The zone in which times are shown. */
  zone: z.string(),
  alerts: z.array(alertExplanationSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
