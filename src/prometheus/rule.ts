import type { LocatedText, Place } from "../lib/source.ts";
import type { YamlNode } from "../lib/yaml-node.ts";

/** `name: text` of labels and annotations, as written: values may be templates. */
export type LocatedPair = { readonly name: LocatedText; readonly value: LocatedText };

/** A duration as written and in milliseconds. */
export type LocatedDuration = { readonly ms: number; readonly written: LocatedText };

type AnyRule = {
  /** Where the rule begins. */
  readonly place: Place;
  readonly name: LocatedText;
  readonly expr: LocatedText;
  readonly labels: readonly LocatedPair[];
};

export type AlertingRule = AnyRule & {
  readonly kind: "alerting";
  readonly for: LocatedDuration | undefined;
  readonly keepFiringFor: LocatedDuration | undefined;
  readonly annotations: readonly LocatedPair[];
};

export type RecordingRule = AnyRule & { readonly kind: "recording" };

export type Rule = AlertingRule | RecordingRule;

export type RuleGroup = {
  readonly place: Place;
  readonly name: LocatedText;
  readonly interval: LocatedDuration | undefined;
  /** How far back all queries of the group read. */
  readonly queryOffset: LocatedDuration | undefined;
  /** Most alerts or series that a rule may give; 0 is no limit. */
  readonly limit: number;
  /** Labels that Prometheus 3 adds to every rule of the group; a rule's own go first. */
  readonly labels: readonly LocatedPair[];
  readonly rules: readonly Rule[];
};

/** The Kubernetes object in which a file's content was wrapped. */
export type Manifest = {
  readonly kind: string;
  readonly name: LocatedText | undefined;
  readonly namespace: LocatedText | undefined;
  readonly labels: readonly LocatedPair[];
  readonly place: Place;
  readonly node: YamlNode;
};

/** One document with rules: a rule file, or a PrometheusRule. */
export type RuleDocument = {
  readonly file: string;
  readonly groups: readonly RuleGroup[];
  readonly manifest: Manifest | undefined;
};
