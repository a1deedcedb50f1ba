import { parseGoDuration } from "../../../alertmanager/config/go-duration.ts";
import { formatDuration } from "../../../lib/duration.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { routeText } from "../routes/route-text.ts";
import { recipientsOf } from "./recipients.ts";

/** The least time that a notification has (notify.MinTimeout). */
const LEAST_MS = 10_000;

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { routing, receiver, routes } of recipientsOf(examined)) {
    for (const { kind, node } of receiver.integrations) {
      const timeout = fieldOf(node, "timeout");
      const wantedMs = timeout?.kind === "scalar" ? (parseGoDuration(timeout.text) ?? 0) : 0;
      const allowed = (groupIntervalMs: number) => Math.max(groupIntervalMs, LEAST_MS);
      const route = routes.find(({ groupIntervalMs }) => wantedMs > allowed(groupIntervalMs));
      if (timeout === undefined || route === undefined) continue;
      const given = formatDuration(allowed(route.groupIntervalMs));
      yield {
        place: timeout.place,
        subject: receiver.name.text,
        message: `${kind} never has ${formatDuration(wantedMs)}: a notification is given up when the group's next turn comes, after ${given}\nthat is the group_interval of ${routeText(routing, route, timeout.place)}, or 10s if it is shorter`,
        help: `write a timeout below ${given}, so that there is time to try again, or a longer group_interval`,
      };
    }
  }
};

export const notificationTimeout: Check = {
  name: "notification-timeout",
  severity: "info",
  title: "A timeout longer than Alertmanager waits for a notification",
  find,
};
