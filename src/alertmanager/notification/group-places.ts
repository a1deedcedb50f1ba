import { groupKey, groupLabels } from "../grouping/group.ts";
import { matchRoutes } from "../routing/match-routes.ts";
import type { Route } from "../routing/route.ts";
import type { Alert } from "./alert.ts";
import type { NotifiedGroup } from "./notification.ts";

/** A group that an alert belongs to, whether or not it is there. */
export type GroupPlace = NotifiedGroup & { readonly id: string };

/** The groups of an alert, worked out once for each label set. */
export const createGroupPlaces = (root: Route): ((alert: Alert) => readonly GroupPlace[]) => {
  const known = new Map<string, readonly GroupPlace[]>();
  return ({ fingerprint, labels }) => {
    const last = known.get(fingerprint);
    if (last !== undefined) return last;
    const places = matchRoutes(root, labels).map((route) => {
      const own = groupLabels(route, labels);
      const key = groupKey(route, own);
      return { route, labels: own, key, id: `${route.index} ${key}` };
    });
    known.set(fingerprint, places);
    return places;
  };
};
