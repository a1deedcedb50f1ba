import { formatDuration } from "../../../lib/duration.ts";
import type { Place } from "../../../lib/source.ts";
import type { PrometheusConfig } from "../../../prometheus/config.ts";
import type { RelabelConfig } from "../../../prometheus/relabel.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";

type Difference = {
  readonly place: Place;
  readonly message: string;
  readonly isOfAlerts: boolean;
};

type Pair = { readonly given: PrometheusConfig; readonly live: PrometheusConfig };

/** Prometheus puts variables of its environment in their place. */
const isExpanded = (value: string): boolean => value.includes("$");

const shown = (value: string | undefined): string =>
  value === undefined ? "has no such label" : `has ${JSON.stringify(value)}`;

const labelDifferences = ({ given, live }: Pair): Difference[] => {
  const running = new Map(live.externalLabels.map(({ name, value }) => [name.text, value.text]));
  const written = new Set(given.externalLabels.map(({ name }) => name.text));
  const others = given.externalLabels.flatMap(({ name, value }) => {
    const now = running.get(name.text);
    if (now === value.text || (now !== undefined && isExpanded(value.text))) return [];
    const message = `the external label ${name.text} is ${JSON.stringify(value.text)} here, and the running Prometheus ${shown(now)}`;
    return { place: name.placeAt(0), message, isOfAlerts: true };
  });
  const missing = [...running]
    .filter(([name]) => !written.has(name))
    .map(([name, value]) => ({
      place: given.place,
      message: `the running Prometheus has the external label ${name}=${JSON.stringify(value)}, which is not here`,
      isOfAlerts: true,
    }));
  return [...others, ...missing];
};

const stepsText = (steps: readonly RelabelConfig[]): string =>
  JSON.stringify(steps.map(({ place: _, ...step }) => step));

const relabelDifferences = ({ given, live }: Pair): Difference[] => {
  if (stepsText(given.alertRelabelConfigs) === stepsText(live.alertRelabelConfigs)) return [];
  const [first] = given.alertRelabelConfigs;
  const message =
    "the running Prometheus relabels alerts by other alert_relabel_configs than those here";
  return [{ place: first?.place ?? given.place, message, isOfAlerts: true }];
};

const intervalDifferences = ({ given, live }: Pair): Difference[] =>
  (
    [
      ["scrape_interval", given.scrapeIntervalMs, live.scrapeIntervalMs],
      ["evaluation_interval", given.evaluationIntervalMs, live.evaluationIntervalMs],
    ] as const
  ).flatMap(([name, here, there]) =>
    here === there
      ? []
      : {
          place: given.place,
          message: `${name} is ${formatDuration(here)} here, and ${formatDuration(there)} in the running Prometheus`,
          isOfAlerts: false,
        },
  );

const differencesOf = (pair: Pair): readonly Difference[] => [
  ...labelDifferences(pair),
  ...relabelDifferences(pair),
  ...intervalDifferences(pair),
];

/** The given configuration that is most like the running one: the others are of other Prometheis. */
const find = function* ({ evidence }: Examined): Iterable<Discovery> {
  const live = evidence.live?.config?.config;
  if (live === undefined || evidence.prometheus.includes(live)) return;
  const [nearest] = evidence.prometheus
    .map((given) => ({ given, differences: differencesOf({ given, live }) }))
    .sort((a, b) => a.differences.length - b.differences.length);
  for (const { place, message, isOfAlerts } of nearest?.differences ?? []) {
    yield {
      place,
      subject: nearest?.given.file ?? "",
      severity: isOfAlerts ? "warning" : "info",
      message: isOfAlerts
        ? `${message}: alerts arrive with other labels than was worked out here`
        : message,
      help: "load this configuration, or give the one that is running; without --prometheus-config it is read from the Prometheus",
    };
  }
};

export const externalLabelsDiffer: Check = {
  name: "external-labels-differ",
  severity: "warning",
  title: "A Prometheus configuration that is not the one that is running",
  find,
};
