import { fingerprintOf, type Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import type { NotifiedAlert } from "./notification.ts";

/** One alert of a request to `POST /api/v2/alerts`. */
export type AlertPost = {
  /** When the request arrives. */
  readonly at: Instant;
  readonly labels: Labels;
  readonly annotations?: Labels | undefined;
  readonly generatorUrl?: string | undefined;
  /** When it began; by default it begins as it arrives, or ends as it begins. */
  readonly startsAt?: Instant | undefined;
  /** When it ends unless more is heard; by default `resolve_timeout` after it arrives. */
  readonly endsAt?: Instant | undefined;
};

/** An alert as Alertmanager holds it. */
export type Alert = {
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly generatorUrl: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly updatedAt: Instant;
  /** Its end is only the guess of `resolve_timeout`. */
  readonly timesOut: boolean;
  /** The alert as it is told of while it fires, kept once made: a large group is told of again and again. */
  firingForm: NotifiedAlert | undefined;
};

export const isResolvedAt = (alert: Pick<Alert, "endsAt">, now: Instant): boolean =>
  alert.endsAt <= now;

const fingerprints = new WeakMap<Labels, string>();

/** The fingerprint, computed once for each label set that is the same object. */
export const knownFingerprintOf = (labels: Labels): string => {
  const known = fingerprints.get(labels);
  if (known !== undefined) return known;
  const fingerprint = fingerprintOf(labels);
  fingerprints.set(labels, fingerprint);
  return fingerprint;
};

const withoutEmpty = (labels: Labels): Labels => {
  for (const name in labels) {
    if (labels[name] === "") {
      return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));
    }
  }
  return labels;
};

const NO_LABELS: Labels = {};

const startOf = ({ at, startsAt, endsAt }: AlertPost): Instant => startsAt ?? endsAt ?? at;

/**
 * What Alertmanager makes of a posted alert (api/v2, postAlertsHandler), or undefined when it refuses
 * it: without labels, or with an end before its beginning.
 */
export const alertOf = (post: AlertPost, resolveTimeoutMs: number): Alert | undefined => {
  const labels = withoutEmpty(post.labels);
  const startsAt = startOf(post);
  const endsAt = post.endsAt ?? post.at + resolveTimeoutMs;
  if (endsAt < startsAt || Object.keys(labels).length === 0) return undefined;
  return {
    fingerprint: knownFingerprintOf(labels),
    labels,
    annotations: post.annotations ?? NO_LABELS,
    generatorUrl: post.generatorUrl ?? "",
    startsAt,
    endsAt,
    updatedAt: post.at,
    timesOut: post.endsAt === undefined,
    firingForm: undefined,
  };
};

const within = (moment: Instant, { startsAt, endsAt }: Alert): boolean =>
  moment > startsAt && moment < endsAt;

const mergedEnd = (older: Alert, younger: Alert): Instant => {
  const olderIsLater = older.endsAt > younger.endsAt;
  const olderCounts = isResolvedAt(younger, younger.updatedAt)
    ? isResolvedAt(older, younger.updatedAt)
    : !older.timesOut;
  return olderIsLater && olderCounts ? older.endsAt : younger.endsAt;
};

/**
 * The alert to hold when one of the same labels is held already: the younger one, or both as one when
 * their times overlap (provider/mem, Put; types, Alert.Merge).
 */
export const mergeAlerts = (older: Alert, younger: Alert): Alert => {
  if (!within(younger.endsAt, older) && !within(younger.startsAt, older)) return younger;
  return {
    ...younger,
    startsAt: Math.min(older.startsAt, younger.startsAt),
    endsAt: mergedEnd(older, younger),
  };
};
