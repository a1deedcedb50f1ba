import { formatDuration } from "../../../lib/duration.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { keyPlace } from "./route-place.ts";
import { timelineOf } from "./timeline.ts";
import { deliveredBy } from "./timer-use.ts";

/** A little less than group_interval is how to be reminded at every turn. */
const DELIBERATE = 0.75;

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const route of routing.routes) {
      const written = routing.writtenOf(route);
      const { groupIntervalMs, repeatIntervalMs } = route;
      if (written.groupIntervalMs === undefined && written.repeatIntervalMs === undefined) continue;
      if (repeatIntervalMs === 0 || repeatIntervalMs >= groupIntervalMs * DELIBERATE) continue;
      const delivered = deliveredBy(routing, route);
      const counterexample =
        delivered &&
        timelineOf(examined, routing, {
          events: [{ atMs: 0, labels: delivered.labels, state: "firing" }],
          untilMs: route.groupWaitMs + groupIntervalMs + Math.min(1000, groupIntervalMs / 2),
        });
      const every = formatDuration(groupIntervalMs);
      yield {
        place: keyPlace(written, "repeat_interval", "group_interval"),
        subject: route.receiver,
        message: `"${route.receiver}" is reminded every ${every}, not every ${formatDuration(repeatIntervalMs)}: a group has its turn only every group_interval`,
        help: "shorten group_interval to what repeat_interval says, or lengthen repeat_interval",
        ...(counterexample === undefined ? {} : { counterexample }),
      };
    }
  }
};

export const repeatBelowGroupInterval: Check = {
  name: "repeat-below-group-interval",
  severity: "warning",
  title: "repeat_interval is shorter than group_interval, which reminders wait for",
  find,
};
