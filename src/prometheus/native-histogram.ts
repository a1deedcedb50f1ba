/**
 * A native histogram as promtool's test files write it. Buckets are counts, not cumulative; the first
 * stands at the offset.
 */
export type NativeHistogram = {
  readonly schema: number;
  readonly sum: number;
  readonly count: number;
  readonly zeroBucket: number;
  readonly zeroBucketWidth: number;
  readonly offset: number;
  readonly buckets: readonly number[];
  readonly negativeOffset: number;
  readonly negativeBuckets: readonly number[];
  readonly customValues: readonly number[];
  readonly counterResetHint: string;
};

const EMPTY: NativeHistogram = {
  schema: 0,
  sum: 0,
  count: 0,
  zeroBucket: 0,
  zeroBucketWidth: 0,
  offset: 0,
  buckets: [],
  negativeOffset: 0,
  negativeBuckets: [],
  customValues: [],
  counterResetHint: "",
};

const NUMBER_FIELDS: Readonly<Record<string, keyof NativeHistogram>> = {
  schema: "schema",
  sum: "sum",
  count: "count",
  z_bucket: "zeroBucket",
  z_bucket_w: "zeroBucketWidth",
  offset: "offset",
  n_offset: "negativeOffset",
};

const LIST_FIELDS: Readonly<Record<string, keyof NativeHistogram>> = {
  buckets: "buckets",
  n_buckets: "negativeBuckets",
  custom_values: "customValues",
};

const HINTS = new Set(["unknown", "reset", "not_reset", "gauge"]);

const NUMBER = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf|nan)$/i;

/** Numbers as PromQL writes them, `Inf` and `NaN` too. */
export const numberOf = (text: string): number | undefined => {
  if (!NUMBER.test(text)) return undefined;
  const bare = text.replace(/^[-+]/, "").toLowerCase();
  const sign = text.startsWith("-") ? -1 : 1;
  if (bare === "inf") return sign * Number.POSITIVE_INFINITY;
  return bare === "nan" ? Number.NaN : sign * Number(bare);
};

const listOf = (text: string): number[] | undefined => {
  const numbers = text
    .slice(1, -1)
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(numberOf);
  const known = numbers.filter((value) => value !== undefined);
  return known.length === numbers.length ? known : undefined;
};

const fieldOf = (name: string, text: string): Partial<NativeHistogram> | undefined => {
  const list = LIST_FIELDS[name];
  if (list !== undefined) {
    const numbers = text.startsWith("[") ? listOf(text) : undefined;
    return numbers && { [list]: numbers };
  }
  if (name === "counter_reset_hint") {
    return HINTS.has(text) ? { counterResetHint: text } : undefined;
  }
  const field = NUMBER_FIELDS[name];
  const value = numberOf(text);
  return field === undefined || value === undefined ? undefined : { [field]: value };
};

const FIELD = /\s*([a-z_]+):(\[[^\]]*\]|[^\s\][]+)\s*/y;

/** The histogram between `{{` and `}}`, or undefined when that is none. */
export const parseHistogram = (inner: string): NativeHistogram | undefined => {
  let histogram = EMPTY;
  const seen = new Set<string>();
  let at = /^\s*/.exec(inner)?.[0].length ?? 0;
  while (at < inner.length) {
    FIELD.lastIndex = at;
    const [whole = "", name = "", text = ""] = FIELD.exec(inner) ?? [];
    const field = whole === "" || seen.has(name) ? undefined : fieldOf(name, text);
    if (field === undefined) return undefined;
    histogram = { ...histogram, ...field };
    seen.add(name);
    at += whole.length;
  }
  return histogram;
};

type Run = { readonly offset: number; readonly counts: readonly number[] };

const addRuns = (a: Run, b: Run, factor: number): Run => {
  if (b.counts.length === 0) return a;
  if (a.counts.length === 0) {
    return { offset: b.offset, counts: b.counts.map((count) => count * factor) };
  }
  const offset = Math.min(a.offset, b.offset);
  const end = Math.max(a.offset + a.counts.length, b.offset + b.counts.length);
  const counts = Array.from(
    { length: end - offset },
    (_, index) =>
      (a.counts[offset + index - a.offset] ?? 0) +
      factor * (b.counts[offset + index - b.offset] ?? 0),
  );
  return { offset, counts };
};

/** Buckets further apart than this are no test data. */
const MAX_SPREAD = 10_000;

/** `a + factor * b`, bucket by bucket. Undefined for histograms of unlike schemas or far buckets. */
export const addHistograms = (
  a: NativeHistogram,
  b: NativeHistogram,
  factor: 1 | -1,
): NativeHistogram | undefined => {
  const isFar =
    Math.abs(a.offset - b.offset) > MAX_SPREAD ||
    Math.abs(a.negativeOffset - b.negativeOffset) > MAX_SPREAD;
  if (a.schema !== b.schema || isFar) return undefined;
  const positive = addRuns(
    { offset: a.offset, counts: a.buckets },
    { offset: b.offset, counts: b.buckets },
    factor,
  );
  const negative = addRuns(
    { offset: a.negativeOffset, counts: a.negativeBuckets },
    { offset: b.negativeOffset, counts: b.negativeBuckets },
    factor,
  );
  return {
    ...a,
    sum: a.sum + factor * b.sum,
    count: a.count + factor * b.count,
    zeroBucket: a.zeroBucket + factor * b.zeroBucket,
    offset: positive.offset,
    buckets: positive.counts,
    negativeOffset: negative.offset,
    negativeBuckets: negative.counts,
  };
};
