import type { Place } from "../lib/source.ts";

export const RELABEL_ACTIONS = [
  "replace",
  "keep",
  "drop",
  "keepequal",
  "dropequal",
  "hashmod",
  "labelmap",
  "labeldrop",
  "labelkeep",
  "lowercase",
  "uppercase",
] as const;
export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

/** One relabelling step as written, with Prometheus's defaults for what is not. */
export type RelabelConfig = {
  readonly place: Place;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** As written: Prometheus anchors it at both ends. */
  readonly regex: string;
  readonly modulus: number;
  readonly targetLabel: string;
  readonly replacement: string;
  readonly action: RelabelAction;
};
