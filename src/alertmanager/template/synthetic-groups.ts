import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import { type MessageAlert, type MessageData, messageData } from "./message-data.ts";

/** An alert that some rule may give. */
export type SampleAlert = { readonly labels: Labels; readonly annotations: Labels };

export type SyntheticGroup = {
  /** What kind of group it is, as a noun phrase for messages. */
  readonly name: string;
  readonly data: MessageData;
};

export type Samples = {
  /** Alerts of one group; the first one stands for the group of one. At least one. */
  readonly alerts: readonly [SampleAlert, ...SampleAlert[]];
  readonly groupBy: readonly string[];
  readonly receiver: string;
  readonly externalUrl: string;
  readonly now: Instant;
};

const MINUTE_MS = 60_000;
const AGE_MS = 10 * MINUTE_MS;

type Fate = "firing" | "resolved";

const alertOf = (sample: SampleAlert, fate: Fate, { now, externalUrl }: Samples): MessageAlert => ({
  ...sample,
  startsAt: now - AGE_MS,
  endsAt: fate === "resolved" ? now - MINUTE_MS : now + AGE_MS,
  generatorUrl: `${externalUrl}/graph?g0.expr=vector%281%29&g0.tab=1`,
});

const groupLabelsOf = ({ labels }: SampleAlert, groupBy: readonly string[]): Labels =>
  groupBy.includes("...")
    ? labels
    : Object.fromEntries(Object.entries(labels).filter(([name]) => groupBy.includes(name)));

const without = ({ labels }: SampleAlert): SampleAlert => ({ labels, annotations: {} });

/** A second alert of the group where there is but one: another instance, other annotations. */
const unlike = ({ labels, annotations }: SampleAlert, groupLabels: Labels): SampleAlert => ({
  labels: Object.fromEntries(
    Object.entries({ instance: "", ...labels }).map(([name, value]) => [
      name,
      Object.hasOwn(groupLabels, name) || name === "alertname" ? value : `${value}-2`,
    ]),
  ),
  annotations: Object.fromEntries(
    Object.entries(annotations).map(([name, text]) => [name, `${text} (2)`]),
  ),
});

/**
 * The kinds of groups that a receiver's text has to cope with: one alert; many that share no more than they must;
 * firing and resolved ones; only resolved ones; alerts without annotations.
 */
export const syntheticGroups = (samples: Samples): readonly SyntheticGroup[] => {
  const [first, ...others] = samples.alerts;
  const groupLabels = groupLabelsOf(first, samples.groupBy);
  const many = [first, unlike(first, groupLabels), ...others];
  const group = (name: string, alerts: readonly MessageAlert[]): SyntheticGroup => ({
    name,
    data: messageData({ ...samples, alerts, groupLabels }),
  });
  const firing = (sample: SampleAlert) => alertOf(sample, "firing", samples);
  const resolved = (sample: SampleAlert) => alertOf(sample, "resolved", samples);
  return [
    group("one firing alert", [firing(first)]),
    group("many unlike alerts", many.map(firing)),
    group(
      "firing and resolved alerts",
      many.map((sample, index) => (index % 2 === 0 ? firing(sample) : resolved(sample))),
    ),
    group("only resolved alerts", many.map(resolved)),
    group("alerts without annotations", many.map(without).map(firing)),
  ];
};
