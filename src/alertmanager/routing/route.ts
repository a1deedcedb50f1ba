import type { Matcher } from "../../labels/matcher.ts";

/** One node of the route tree with everything that it inherits written out. */
export type Route = {
  /** Its place in the tree in the order of the file, the root being 0. */
  readonly index: number;
  readonly parent: Route | undefined;
  /** As Alertmanager prints it, its parents' first: `{}/{severity="critical"}`. Not unique. */
  readonly key: string;
  readonly receiver: string;
  /** Sorted as Alertmanager sorts them: by name, value and operator. */
  readonly matchers: readonly Matcher[];
  readonly continues: boolean;
  /** Labels by which alerts are grouped, sorted; "all" for `['...']`. */
  readonly groupBy: readonly string[] | "all";
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Not inherited. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly Route[];
};
