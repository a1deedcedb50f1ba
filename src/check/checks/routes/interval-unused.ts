import type { Check } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { usesOf } from "./interval-use.ts";

const find = function* ({ routings }: Examined) {
  for (const routing of routings) {
    for (const { name } of routing.config.timeIntervals) {
      if (usesOf(routing, name.text).length > 0) continue;
      yield {
        place: name.placeAt(0),
        subject: name.text,
        message: `no route names the time interval "${name.text}": it mutes nothing`,
        help: "name it under mute_time_intervals or active_time_intervals of a route, or remove it",
      };
    }
  }
};

export const intervalUnused: Check = {
  name: "interval-unused",
  severity: "warning",
  title: "A time interval that no route names",
  find,
};
