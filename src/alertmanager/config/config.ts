import type { Matcher } from "../../labels/matcher.ts";
import type { LocatedText, Place } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import type { TimeInterval } from "../time-interval/time-interval.ts";

/** A matcher as written in a configuration. */
export type WrittenMatcher = Matcher & {
  readonly written: LocatedText;
  /** `match`, `match_re`, `source_match` and their like have been deprecated since 0.22. */
  readonly deprecated: boolean;
};

/** One node of the route tree as written; what it does not say is inherited. */
export type WrittenRoute = {
  readonly place: Place;
  readonly receiver: LocatedText | undefined;
  readonly matchers: readonly WrittenMatcher[];
  readonly continues: boolean;
  readonly groupBy: readonly LocatedText[] | undefined;
  readonly groupWaitMs: number | undefined;
  readonly groupIntervalMs: number | undefined;
  readonly repeatIntervalMs: number | undefined;
  readonly muteTimeIntervals: readonly LocatedText[];
  readonly activeTimeIntervals: readonly LocatedText[];
  readonly routes: readonly WrittenRoute[];
  /** The mapping, for the place of any of its keys. */
  readonly node: YamlNode;
};

/** A text of a receiver that Alertmanager executes as a template. */
export type ReceiverTemplate = {
  /** Where in the integration it stands: `details.runbook_url`. */
  readonly field: string;
  readonly text: LocatedText;
};

/** One entry of `pagerduty_configs`, `slack_configs` and their like. */
export type Integration = {
  /** "pagerduty", "slack", "email", "webhook", … */
  readonly kind: string;
  /** Its place among those of its kind. */
  readonly index: number;
  readonly place: Place;
  readonly sendResolved: boolean;
  readonly templates: readonly ReceiverTemplate[];
  readonly node: YamlNode;
};

export type Receiver = {
  readonly place: Place;
  readonly name: LocatedText;
  readonly integrations: readonly Integration[];
};

export type InhibitRule = {
  readonly place: Place;
  readonly source: readonly WrittenMatcher[];
  readonly target: readonly WrittenMatcher[];
  readonly equal: readonly LocatedText[];
  readonly node: YamlNode;
};

export type NamedTimeInterval = {
  readonly name: LocatedText;
  readonly place: Place;
  /** The moment is in the interval when it is in any of these. */
  readonly intervals: readonly TimeInterval[];
};

/** One Alertmanager configuration. */
export type AlertmanagerConfig = {
  readonly file: string;
  readonly place: Place;
  readonly resolveTimeoutMs: number;
  readonly route: WrittenRoute;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: readonly NamedTimeInterval[];
  /** Globs of template files. */
  readonly templates: readonly LocatedText[];
  /** The whole document. */
  readonly node: YamlNode;
};
