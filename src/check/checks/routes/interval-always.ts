import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { usesOf } from "./interval-use.ts";
import { activityNamed, momentsIn } from "./notifying-times.ts";
import { listText } from "./route-text.ts";
import { deliveryExample } from "./timer-use.ts";

const find = function* ({ routings, today }: Examined): Iterable<Discovery> {
  for (const routing of routings) {
    for (const { name } of routing.config.timeIntervals) {
      if (activityNamed(routing, name.text, today) !== "always") continue;
      const muted = usesOf(routing, name.text).filter(({ kind }) => kind === "mute");
      const mutedRoute = muted[0]?.route;
      const receivers = [...new Set(muted.map(({ route }) => `"${route.receiver}"`))];
      yield {
        place: name.placeAt(0),
        subject: name.text,
        severity: muted.length > 0 ? "error" : "info",
        message:
          muted.length > 0
            ? `the time interval "${name.text}" has every moment in it: ${listText(receivers)} is never told anything by the route that it mutes`
            : `the time interval "${name.text}" has every moment in it: it changes nothing`,
        ...(mutedRoute === undefined
          ? {}
          : deliveryExample(routing, mutedRoute, momentsIn(routing, today)[0])),
        help: "limit it by times, weekdays, days_of_month, months or years; its elements add to one another",
      };
    }
  }
};

export const intervalAlways: Check = {
  name: "interval-always",
  severity: "error",
  title: "A time interval that never ends",
  find,
};
