import type { Route } from "../../../alertmanager/routing/route.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { hasTimes, momentsIn, mutedWords, notifiesAt } from "./notifying-times.ts";
import { routeText } from "./route-text.ts";
import { deliveryExample } from "./timer-use.ts";

const discovery = (
  routing: Routing,
  { route, parent }: { readonly route: Route; readonly parent: Route },
  today: string,
): Discovery | undefined => {
  const moment = momentsIn(routing, today).find((one) => !notifiesAt(parent, one));
  if (moment === undefined) return undefined;
  const { place } = routing.writtenOf(route);
  return {
    place,
    subject: route.receiver,
    message: `this route to "${route.receiver}" notifies at times at which ${routeText(routing, parent, place)} above it is ${mutedWords(parent, moment)}: time intervals are not inherited`,
    help: "write the time intervals on this route too; where it is to notify at all times, say so with an interval of its own",
    ...deliveryExample(routing, route, moment),
  };
};

const find = function* ({ routings, today }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    for (const route of routing.routes) {
      const { parent } = route;
      if (parent === undefined || !hasTimes(parent) || hasTimes(route)) continue;
      const found = discovery(routing, { route, parent }, today);
      if (found !== undefined) yield found;
    }
  }
};

export const intervalNotInherited: Check = {
  name: "interval-not-inherited",
  severity: "warning",
  title: "A route below a muted one that is not muted itself",
  find,
};
