import type { NamedTimeInterval } from "../../../alertmanager/config/config.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import type { LocatedText, Place } from "../../../lib/source.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Routing } from "../../examined.ts";
import { valueAt } from "./route-place.ts";

/** A route that names a time interval. */
export type IntervalUse = {
  readonly route: Route;
  readonly kind: "mute" | "active";
  readonly name: LocatedText;
};

const usesIn = (routing: Routing): IntervalUse[] =>
  routing.routes.flatMap((route) => {
    const written = routing.writtenOf(route);
    return [
      ...written.muteTimeIntervals.map((name) => ({ route, kind: "mute" as const, name })),
      ...written.activeTimeIntervals.map((name) => ({ route, kind: "active" as const, name })),
    ];
  });

const computed = new WeakMap<Routing, ReadonlyMap<string, readonly IntervalUse[]>>();

/** The routes that name the interval. */
export const usesOf = (routing: Routing, name: string): readonly IntervalUse[] => {
  const known = computed.get(routing) ?? Map.groupBy(usesIn(routing), (use) => use.name.text);
  computed.set(routing, known);
  return known.get(name) ?? [];
};

const listsOf = ({ config }: Routing): readonly YamlNode[] =>
  ["time_intervals", "mute_time_intervals"].flatMap((key) => {
    const list =
      valueAt(config.node, key) ?? valueAt(fieldOf(config.node, "spec") ?? config.node, key);
    return list?.kind === "list" ? list.items : [];
  });

/** Where each element of the interval stands; where the interval does when that cannot be told. */
export const elementPlaces = (
  routing: Routing,
  { place, intervals }: NamedTimeInterval,
): readonly Place[] => {
  const node = listsOf(routing).find(
    (item) => item.place.line === place.line && item.place.column === place.column,
  );
  const elements = node && valueAt(node, "time_intervals");
  return intervals.map((_, index) =>
    elements?.kind === "list" ? (elements.items[index]?.place ?? place) : place,
  );
};
