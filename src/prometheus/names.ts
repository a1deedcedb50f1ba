/**
 * Which names Prometheus takes for metrics, labels and annotations: "legacy" those of Prometheus 2,
 * "utf8" any text, which is the default of Prometheus 3 (`global.metric_name_validation_scheme`).
 */
export type NameValidation = "legacy" | "utf8";

const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LEGACY_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

const isText = (name: string): boolean => name !== "" && name.isWellFormed();

export const isLabelName = (name: string, validation: NameValidation): boolean =>
  validation === "legacy" ? LEGACY_LABEL.test(name) : isText(name);

export const isMetricName = (name: string, validation: NameValidation): boolean =>
  validation === "legacy" ? LEGACY_METRIC.test(name) : isText(name);

/** The name with everything that Prometheus 2 refuses replaced, as a suggestion. */
export const legacyNameFor = (name: string): string => {
  const replaced = name.replaceAll(/[^a-zA-Z0-9_]+/g, "_");
  return /^\d|^$/.test(replaced) ? `_${replaced}` : replaced;
};
