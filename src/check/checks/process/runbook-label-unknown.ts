import { suggestionFor } from "../../../lib/suggestion.ts";
import type { YamlMap, YamlNode } from "../../../lib/yaml-node.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import { type LabelSelection, labelSelections } from "../../evidence/runbook-commands.ts";
import type { Examined } from "../../examined.ts";
import { runbooksOf } from "./set-runbooks.ts";

const WORKLOADS = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Pod",
  "Job",
  "CronJob",
]);

const SET_BY_CONTROLLERS = new Set([
  "pod-template-hash",
  "controller-revision-hash",
  "job-name",
  "controller-uid",
]);

/** Labels that no manifest says, because Kubernetes sets them. */
const isSetByKubernetes = (key: string): boolean =>
  SET_BY_CONTROLLERS.has(key) ||
  (/(?:^|\.)(?:kubernetes|k8s)\.io\//.test(key) && !key.startsWith("app.kubernetes.io/"));

type Carried = ReadonlyMap<string, ReadonlySet<string>>;

const LABELS = /^(?:labels|matchLabels|commonLabels)$/;

const carry = (carried: Map<string, Set<string>>, labels: YamlMap): void => {
  for (const { key, value } of labels.entries) {
    if (value.kind !== "scalar") continue;
    const values = carried.get(key.text) ?? new Set();
    carried.set(key.text, values.add(value.text));
  }
};

/** All labels that objects and their templates carry, by name. */
const labelsWithin = (roots: readonly YamlNode[]): Carried => {
  const carried = new Map<string, Set<string>>();
  const waiting = [...roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "list") for (const item of node.items) waiting.push(item);
    if (node.kind !== "map") continue;
    for (const { key, value } of node.entries) {
      if (value.kind === "map" && LABELS.test(key.text)) carry(carried, value);
      waiting.push(value);
    }
  }
  return carried;
};

const discovery = (selection: LabelSelection, carried: Carried): Discovery | undefined => {
  const { key, value, place } = selection;
  const values = carried.get(key);
  if (values?.has(value) || isSetByKubernetes(key)) return undefined;
  const near =
    values === undefined
      ? suggestionFor(key, [...carried.keys()])
      : suggestionFor(value, [...values]);
  const others = values === undefined ? "" : `; they have ${[...values].slice(0, 5).join(", ")}`;
  return {
    place,
    subject: place.file,
    severity: values === undefined && near === undefined ? "info" : "warning",
    message:
      values === undefined
        ? `no object of this set has a label ${key}: the command finds nothing`
        : `no object of this set has the label ${key}=${value}: the command finds nothing${others}`,
    help: near === undefined ? "correct the selector" : `did you mean ${near}?`,
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const { manifests } = examined.evidence;
  const workloads = manifests.filter(({ kind }) => WORKLOADS.has(kind));
  if (workloads.length === 0) return;
  const carried = labelsWithin(manifests.map(({ node }) => node));
  const namespaces = new Set(
    workloads.flatMap(({ node }) => {
      const namespace = fieldOf(fieldOf(node, "metadata"), "namespace");
      return namespace?.kind === "scalar" ? [namespace.text] : [];
    }),
  );
  for (const page of runbooksOf(examined).pages) {
    for (const selection of labelSelections(page)) {
      const { namespace } = selection;
      // Another namespace holds what was not given.
      if (namespace !== undefined && namespaces.size > 0 && !namespaces.has(namespace)) continue;
      const found = discovery(selection, carried);
      if (found !== undefined) yield found;
    }
  }
};

export const runbookLabelUnknown: Check = {
  name: "runbook-label-unknown",
  severity: "warning",
  title: "A kubectl command of a runbook that selects a label which nothing has",
  find,
};
