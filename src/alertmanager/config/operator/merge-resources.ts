import type { LocatedText } from "../../../lib/source.ts";
import type { AlertmanagerConfig, WrittenRoute } from "../config.ts";
import type { AlertmanagerConfigResource } from "./resource.ts";

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

const key = ({ namespace, name }: AlertmanagerConfigResource): string => `${namespace}/${name}`;

const byKey = (a: AlertmanagerConfigResource, b: AlertmanagerConfigResource): number => {
  if (key(a) === key(b)) return 0;
  return key(a) < key(b) ? -1 : 1;
};

/**
 * The configuration that the operator gives Alertmanager: the routes of the resources come first, in the order of their
 * names, then those of the configuration that they are added to, which is a root for nobody when there is
 * none. Undefined when there is neither.
 */
export const mergeResources = (
  base: AlertmanagerConfig | undefined,
  resources: readonly AlertmanagerConfigResource[],
): AlertmanagerConfig | undefined => {
  const sorted = [...resources].sort(byKey);
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
