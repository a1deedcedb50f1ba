import type { MetricFacts } from "./metric-facts.ts";

type More = Partial<Omit<MetricFacts, "name" | "type" | "help">>;
type Declare = (name: string, help: string, more?: More) => MetricFacts;

const UNKNOWN = {
  labels: [],
  optionalLabels: [],
  labelValues: {},
  partOf: [],
  integer: false,
  health: false,
  bornOnFirstUse: false,
} satisfies More;

const declareOf =
  (type: MetricFacts["type"]): Declare =>
  (name, help, more = {}) => ({ ...UNKNOWN, ...more, name, type, help });

export const gauge = declareOf("gauge");
export const histogram = declareOf("histogram");
export const summary = declareOf("summary");
export const infoMetric = declareOf("info");
const counter = declareOf("counter");

/** A counter of things; of seconds and bytes there are fractions. */
export const counts: Declare = (name, help, more = {}) =>
  counter(name, help, { integer: true, ...more });

export const secondsTotal: Declare = (name, help, more = {}) =>
  counter(name, help, { unit: "seconds", ...more });

export const bytesTotal: Declare = (name, help, more = {}) =>
  counter(name, help, { unit: "bytes", integer: true, ...more });

/** A size in bytes. */
export const bytes: Declare = (name, help, more = {}) =>
  gauge(name, help, { unit: "bytes", min: 0, integer: true, ...more });

/** How many there are now. */
export const amount: Declare = (name, help, more = {}) =>
  gauge(name, help, { unit: "count", min: 0, integer: true, ...more });

/** 1 or 0. */
export const flag: Declare = (name, help, more = {}) =>
  gauge(name, help, { min: 0, max: 1, integer: true, ...more });

/** 1 while `healthOf` is well, 0 when it is not. */
export const health = (name: string, healthOf: string, more: More = {}): MetricFacts =>
  flag(name, `1 while ${healthOf} is well, 0 when it is not.`, { health: true, healthOf, ...more });

export const moment: Declare = (name, help, more = {}) =>
  gauge(name, help, { unit: "timestamp", min: 0, ...more });

export const duration: Declare = (name, help, more = {}) =>
  gauge(name, help, { unit: "seconds", min: 0, ...more });
