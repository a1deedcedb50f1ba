import type { WrittenMatcher, WrittenRoute } from "../../../alertmanager/config/config.ts";
import { matchesValue } from "../../../labels/match.ts";
import type { LocatedText } from "../../../lib/source.ts";
import type { Examined, Routing } from "../../examined.ts";

/** Where Alertmanager needs a label to be there. */
export type RoutingUse = {
  readonly kind: "route" | "inhibition" | "grouping";
  /** "the route to "pager" on line 12 of alertmanager.yml". */
  readonly text: string;
};

const at = ({ file, placeAt }: LocatedText): string => `on line ${placeAt(0).line} of ${file}`;

/** Whether an alert without the label does not pass. */
const needsLabel = (matcher: WrittenMatcher): boolean => !matchesValue(matcher, "");

const routesBelow = (route: WrittenRoute): readonly WrittenRoute[] => [
  route,
  ...route.routes.flatMap(routesBelow),
];

type Named = { readonly name: string; readonly use: RoutingUse };

const ofRoutes = ({ config }: Routing): readonly Named[] =>
  routesBelow(config.route).flatMap((route) => [
    ...route.matchers.filter(needsLabel).map(({ name, written }) => ({
      name,
      use: {
        kind: "route" as const,
        text: `the route ${route.receiver === undefined ? "" : `to "${route.receiver.text}" `}${at(written)}`,
      },
    })),
    ...(route.groupBy ?? []).map((label) => ({
      name: label.text,
      use: { kind: "grouping" as const, text: `group_by ${at(label)}` },
    })),
  ]);

const ofInhibitions = ({ config }: Routing): readonly Named[] =>
  config.inhibitRules.flatMap(({ source, target, equal }) => [
    ...[...source, ...target].filter(needsLabel).map(({ name, written }) => ({
      name,
      use: { kind: "inhibition" as const, text: `the inhibition ${at(written)}` },
    })),
    ...equal.map((label) => ({
      name: label.text,
      use: { kind: "inhibition" as const, text: `equal of the inhibition ${at(label)}` },
    })),
  ]);

/** Labels that routes, inhibitions and groupings need, by name; each use once. */
export const routingUses = ({ routings }: Examined): ReadonlyMap<string, readonly RoutingUse[]> => {
  const uses = new Map<string, Map<string, RoutingUse>>();
  for (const routing of routings) {
    for (const { name, use } of [...ofRoutes(routing), ...ofInhibitions(routing)]) {
      const known = uses.get(name) ?? new Map<string, RoutingUse>();
      uses.set(name, known.set(use.text, use));
    }
  }
  return new Map([...uses].map(([name, known]) => [name, [...known.values()]]));
};
