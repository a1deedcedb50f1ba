import type { LocatedText, Place } from "../../lib/source.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../../lib/yaml-node.ts";
import { asNumber, fieldOf } from "../../lib/yaml-value.ts";
import type { Dashboard } from "./evidence.ts";

/** A number at which a panel changes colour or draws a line. */
export type PanelThreshold = { readonly value: number; readonly place: Place };

export type DashboardPanel = {
  readonly title: string;
  readonly place: Place;
  readonly queries: readonly LocatedText[];
  /** Those that the panel shows. */
  readonly thresholds: readonly PanelThreshold[];
};

export type DashboardContent = {
  readonly path: string;
  readonly panels: readonly DashboardPanel[];
  /** Every query, those of annotations and variables among them. */
  readonly queries: readonly LocatedText[];
};

const scalarIn = (node: YamlNode | undefined, key: string): YamlScalar | undefined => {
  const value = fieldOf(node, key);
  return value?.kind === "scalar" ? value : undefined;
};

const itemsIn = (node: YamlNode | undefined): readonly YamlNode[] =>
  node?.kind === "list" ? node.items : [];

const numbersIn = (nodes: readonly YamlNode[]): PanelThreshold[] =>
  nodes.flatMap((step) => {
    const value = fieldOf(step, "value");
    const number = value === undefined ? undefined : asNumber(value);
    return value === undefined || number === undefined
      ? []
      : [{ value: number, place: value.place }];
  });

/** Grafana gives every new panel a step at 80. */
const isUntouched = (steps: readonly PanelThreshold[]): boolean =>
  steps.length === 1 && steps[0]?.value === 80;

const GRAPHS = new Set(["timeseries", "barchart", "trend", "xychart"]);

/** Steps of the field's options: graphs show them only where a style for them is chosen. */
const fieldThresholds = (panel: YamlMap): PanelThreshold[] => {
  const defaults = fieldOf(fieldOf(panel, "fieldConfig"), "defaults");
  const thresholds = fieldOf(defaults, "thresholds");
  if (scalarIn(thresholds, "mode")?.text === "percentage") return [];
  const steps = numbersIn(itemsIn(fieldOf(thresholds, "steps")));
  if (!GRAPHS.has(scalarIn(panel, "type")?.text ?? "")) return isUntouched(steps) ? [] : steps;
  const style = scalarIn(fieldOf(fieldOf(defaults, "custom"), "thresholdsStyle"), "mode")?.text;
  return style === undefined || style === "off" ? [] : steps;
};

/** Thresholds of the graphs and single values of Grafana before 7. */
const oldThresholds = (panel: YamlMap): PanelThreshold[] => {
  const thresholds = fieldOf(panel, "thresholds");
  if (thresholds?.kind !== "scalar") return numbersIn(itemsIn(thresholds));
  return thresholds.text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => ({ value: Number(part), place: thresholds.placeAt(0) }))
    .filter(({ value }) => Number.isFinite(value));
};

const queriesIn = (panel: YamlMap): LocatedText[] =>
  itemsIn(fieldOf(panel, "targets")).flatMap((target) => {
    const expr = scalarIn(target, "expr");
    return expr === undefined || expr.text.trim() === "" ? [] : [expr];
  });

const panelOf = (node: YamlMap): DashboardPanel => ({
  title: scalarIn(node, "title")?.text ?? "",
  place: node.place,
  queries: queriesIn(node),
  thresholds: [...fieldThresholds(node), ...oldThresholds(node)],
});

const QUERY_KEYS = new Set(["expr", "query", "definition"]);

const isQuery = ({ key, value }: YamlEntry): boolean =>
  QUERY_KEYS.has(key.text) && value.kind === "scalar" && value.text.trim() !== "";

/** All mappings, each before what it holds, in the order of the file. */
function* mapsIn(root: YamlNode): Generator<YamlMap> {
  const waiting: YamlNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "map") yield node;
    const parts = partsOf(node);
    for (let index = parts.length - 1; index >= 0; index--) {
      const part = parts[index];
      if (part !== undefined) waiting.push(part);
    }
  }
}

const partsOf = (node: YamlNode): readonly YamlNode[] => {
  if (node.kind === "scalar") return [];
  return node.kind === "list" ? node.items : node.entries.map(({ value }) => value);
};

/** Reads the panels of a Grafana dashboard, in rows or not. */
export const readDashboard = ({ path, node: root }: Dashboard): DashboardContent => {
  const panels: DashboardPanel[] = [];
  const queries: LocatedText[] = [];
  for (const map of mapsIn(root)) {
    if (fieldOf(map, "targets")?.kind === "list") panels.push(panelOf(map));
    for (const { value } of map.entries.filter(isQuery)) {
      if (value.kind === "scalar") queries.push(value);
    }
  }
  return { path, panels, queries };
};
