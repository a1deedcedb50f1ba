import type { Labels } from "../../labels/labels.ts";
import type { Route } from "../routing/route.ts";
import { goQuote } from "./go-quote.ts";

/** The labels that name the group of an alert with a route: those it is grouped by and has. */
export const groupLabels = (route: Route, labels: Labels): Labels => {
  if (route.groupBy === "all") return labels;
  const found: Record<string, string> = {};
  for (const name of route.groupBy) {
    if (Object.hasOwn(labels, name)) found[name] = labels[name] ?? "";
  }
  return found;
};

/** A label set as Prometheus and Alertmanager print it: `{alertname="X", job="y"}`. */
export const labelsText = (labels: Labels): string => {
  const pairs = Object.keys(labels)
    .sort()
    .map((name) => `${name}=${goQuote(labels[name] ?? "")}`);
  return `{${pairs.join(", ")}}`;
};

/** The key of a group, as webhooks carry it: `{}/{severity="critical"}:{alertname="X"}`. */
export const groupKey = (route: Route, group: Labels): string =>
  `${route.key}:${labelsText(group)}`;
