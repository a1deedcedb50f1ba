import { matchersText } from "../alertmanager/routing/matcher-text.ts";
import { allRoutes } from "../alertmanager/routing/resolve-route.ts";
import type { Routing } from "./examined.ts";

/** An Alertmanager that stands in two files, such as one and the Secret that wraps it, is one. */
export const distinctRoutings = (routings: readonly Routing[]): Routing[] => {
  const textOf = ({ root, config }: Routing): string =>
    JSON.stringify([
      allRoutes(root).map(({ parent: _, routes: __, ...route }) => route),
      config.receivers.map(({ name, integrations }) => [
        name.text,
        integrations.map(({ kind, templates }) => [kind, templates.map(({ text }) => text.text)]),
      ]),
      config.inhibitRules.map(({ source, target, equal }) => [
        matchersText(source),
        matchersText(target),
        equal.map(({ text }) => text),
      ]),
    ]);
  return [
    ...new Map(routings.toReversed().map((each) => [textOf(each), each])).values(),
  ].toReversed();
};
