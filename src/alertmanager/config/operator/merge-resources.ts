import type { LocatedText } from "../../../lib/source.ts";
import type { AlertmanagerConfig, WrittenMatcher, WrittenRoute } from "../config.ts";
import { isConfined, type MatcherStrategy } from "./matcher-strategy.ts";
import type { AlertmanagerConfigResource } from "./resource.ts";

/** The label by which the operator tells namespaces apart. */
export const NAMESPACE = "namespace";

const RESOLVE_TIMEOUT_MS = 5 * 60_000;

/** The receiver of the root that the operator writes when it is given no configuration: nobody. */
const NOBODY = "null";

const emptyConfig = ({ place, node }: AlertmanagerConfigResource): AlertmanagerConfig => {
  const name: LocatedText = {
    text: NOBODY,
    file: place.file,
    offsetAt: () => node.span.from,
    placeAt: () => place,
  };
  const route: WrittenRoute = {
    place,
    receiver: name,
    matchers: [],
    continues: false,
    groupBy: undefined,
    groupWaitMs: undefined,
    groupIntervalMs: undefined,
    repeatIntervalMs: undefined,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
    node,
  };
  return {
    file: place.file,
    place,
    resolveTimeoutMs: RESOLVE_TIMEOUT_MS,
    route,
    receivers: [{ place, name, integrations: [] }],
    inhibitRules: [],
    timeIntervals: [],
    templates: [],
    node,
  };
};

const key = ({ namespace, name }: AlertmanagerConfigResource): string =>
  `${namespace.text}/${name}`;

const byKey = (a: AlertmanagerConfigResource, b: AlertmanagerConfigResource): number => {
  if (key(a) === key(b)) return 0;
  return key(a) < key(b) ? -1 : 1;
};

const namespaceMatcher = ({ namespace }: AlertmanagerConfigResource): WrittenMatcher => ({
  name: NAMESPACE,
  operator: "=",
  value: namespace.text,
  written: namespace,
  deprecated: false,
});

/** What the operator makes of a resource: for alerts of its namespace, as far as the strategy says so. */
const adopted = (
  resource: AlertmanagerConfigResource,
  strategy: MatcherStrategy,
): AlertmanagerConfigResource => {
  const added = isConfined(strategy, resource.namespace.text) ? [namespaceMatcher(resource)] : [];
  const { route, inhibitRules } = resource;
  return {
    ...resource,
    // Others are to have a look too, whatever the strategy.
    route: route && { ...route, matchers: [...route.matchers, ...added], continues: true },
    inhibitRules: inhibitRules.map((rule) => ({
      ...rule,
      source: [...rule.source, ...added],
      target: [...rule.target, ...added],
    })),
  };
};

/** The resources of one Alertmanager, and how it confines them. */
export type Resources = {
  readonly resources: readonly AlertmanagerConfigResource[];
  readonly strategy: MatcherStrategy;
};

/**
 * The configuration that the operator gives Alertmanager: the routes of the resources come first, in the order of their
 * names, then those of the configuration that they are added to, which is a root for nobody when there is
 * none. Undefined when there is neither.
 */
export const mergeResources = (
  base: AlertmanagerConfig | undefined,
  { resources, strategy }: Resources,
): AlertmanagerConfig | undefined => {
  const sorted = resources.toSorted(byKey).map((resource) => adopted(resource, strategy));
  const [first] = sorted;
  if (first === undefined) return base;
  const config = base ?? emptyConfig(first);
  const routed = sorted.filter(({ route }) => route !== undefined);
  return {
    ...config,
    route: {
      ...config.route,
      routes: [...routed.flatMap(({ route }) => route ?? []), ...config.route.routes],
    },
    receivers: [...config.receivers, ...routed.flatMap(({ receivers }) => receivers)],
    inhibitRules: [...config.inhibitRules, ...sorted.flatMap(({ inhibitRules }) => inhibitRules)],
    timeIntervals: [...config.timeIntervals, ...routed.flatMap((from) => from.timeIntervals)],
  };
};
