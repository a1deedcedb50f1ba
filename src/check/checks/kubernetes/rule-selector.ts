import type { Place } from "../../../lib/source.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Manifest } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Examined } from "../../examined.ts";
import { fulfils, type Requirement, readSelector, requirementText } from "./label-selector.ts";
import {
  inSpec,
  mayShareNamespace,
  nameOf,
  namePlace,
  objectText,
  operatorObjects,
} from "./operator-objects.ts";

/** Whether an object takes the rules of a PrometheusRule, and what keeps it from doing so. */
type Selection =
  | { readonly kind: "selected" }
  | { readonly kind: "unknown" }
  | { readonly kind: "no selector" }
  | { readonly kind: "other labels"; readonly unfulfilled: readonly Requirement[] }
  | { readonly kind: "other namespace" };

const labelOf = ({ labels }: Manifest, key: string): string | undefined =>
  labels.find(({ name }) => name.text === key)?.value.text;

/** The label that Kubernetes gives every namespace. */
const NAME_LABEL = "kubernetes.io/metadata.name";

/** Undefined when the labels of the namespace are not known. */
const isNamespaceSelected = (
  rules: Manifest,
  requirements: readonly Requirement[],
  { manifests }: Evidence,
): boolean | undefined => {
  if (requirements.length === 0) return true;
  const name = rules.namespace?.text;
  if (name === undefined) return undefined;
  const object = manifests.find((one) => one.kind === "Namespace" && nameOf(one) === name);
  const judged = requirements.filter(({ key }) => object !== undefined || key === NAME_LABEL);
  const valueAt = (key: string) => (key === NAME_LABEL ? name : object && labelOf(object, key));
  if (judged.some((one) => !fulfils(one, valueAt(one.key)))) return false;
  return judged.length === requirements.length ? true : undefined;
};

/** Without a selector of rules none are taken; without one of namespaces, those of the object's own. */
const selectionBy = (evaluator: Manifest, rules: Manifest, evidence: Evidence): Selection => {
  const node = inSpec(evaluator, "ruleSelector");
  if (node === undefined) return { kind: "no selector" };
  const requirements = readSelector(node);
  if (requirements === undefined) return { kind: "unknown" };
  const unfulfilled = requirements.filter((one) => !fulfils(one, labelOf(rules, one.key)));
  if (unfulfilled.length > 0) return { kind: "other labels", unfulfilled };
  const namespaces = inSpec(evaluator, "ruleNamespaceSelector");
  if (namespaces === undefined) {
    return { kind: mayShareNamespace(evaluator, rules) ? "selected" : "other namespace" };
  }
  const wanted = readSelector(namespaces);
  const isSelected = wanted && isNamespaceSelected(rules, wanted, evidence);
  if (isSelected === undefined) return { kind: "unknown" };
  return { kind: isSelected ? "selected" : "other namespace" };
};

const labelsPlace = (rules: Manifest, key?: string): Place => {
  const value = rules.labels.find(({ name }) => name.text === key)?.value;
  const labels = fieldOf(fieldOf(rules.node, "metadata"), "labels");
  return value?.placeAt(0) ?? labels?.place ?? namePlace(rules);
};

const NEVER_EVALUATED = "its alerts are never evaluated, and nothing says so";

const unselected = (
  rules: Manifest,
  evaluator: Manifest,
  selection: Selection,
): Discovery | undefined => {
  const subject = nameOf(rules);
  const by = objectText(evaluator);
  switch (selection.kind) {
    case "selected":
    case "unknown":
      return undefined;
    case "no selector":
      return {
        place: namePlace(rules),
        subject,
        message: `${by} takes no PrometheusRule at all, since it has no \`ruleSelector\`: ${NEVER_EVALUATED}`,
        help: "give it `ruleSelector: {}`, or one that these labels fulfil",
      };
    case "other labels": {
      const wanted = selection.unfulfilled.map(requirementText).join(", ");
      return {
        place: labelsPlace(rules, selection.unfulfilled[0]?.key),
        subject,
        message: `${by} does not take these rules: it selects those with ${wanted}; ${NEVER_EVALUATED}`,
        help: `label the PrometheusRule with ${wanted}`,
      };
    }
    case "other namespace":
      return {
        place: rules.namespace?.placeAt(0) ?? namePlace(rules),
        subject,
        message: `${by} does not take rules from this namespace: ${NEVER_EVALUATED}`,
        help: "move the PrometheusRule, or select its namespace by `ruleNamespaceSelector`",
      };
  }
};

const selected = function* (
  evidence: Evidence,
  documents: readonly Manifest[],
  evaluators: readonly Manifest[],
): Iterable<Discovery> {
  for (const rules of documents) {
    const all = evaluators.map((evaluator) => ({
      evaluator,
      selection: selectionBy(evaluator, rules, evidence),
    }));
    if (all.some(({ selection: { kind } }) => kind === "selected" || kind === "unknown")) continue;
    const nearest =
      all.find(({ selection: { kind } }) => kind === "other namespace") ??
      all.find(({ selection: { kind } }) => kind === "other labels") ??
      all[0];
    const found = nearest && unselected(rules, nearest.evaluator, nearest.selection);
    if (found !== undefined) yield found;
  }
};

/** Labels that are there for no other reason than to be selected. */
const isLabelledFor = (rules: Manifest): boolean =>
  labelOf(rules, "release") !== undefined ||
  labelOf(rules, "prometheus") !== undefined ||
  labelOf(rules, "role") === "alert-rules";

/** No object says what it selects: one finding for all rules with the same labels. */
const unshown = function* (documents: readonly Manifest[]): Iterable<Discovery> {
  const alike = new Map<string, Manifest[]>();
  for (const rules of documents) {
    if (isLabelledFor(rules)) continue;
    const key = rules.labels
      .map(({ name, value }) => `${name.text}: ${value.text}`)
      .sort()
      .join(", ");
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [rules]);
    else known.push(rules);
  }
  for (const [labels, [first, ...others]] of alike) {
    if (first === undefined) continue;
    const more = others.length === 0 ? "" : `\nthe same goes for ${others.length} more of this set`;
    yield {
      place: labelsPlace(first),
      subject: nameOf(first),
      severity: "warning",
      message: `nothing in this set shows that a Prometheus takes rules labelled ${labels === "" ? "with nothing" : labels}; where none does, ${NEVER_EVALUATED}\nkube-prometheus used to select prometheus: k8s with role: alert-rules, the Helm chart kube-prometheus-stack selects release: <name of the release>${more}`,
      help: "add the labels that `spec.ruleSelector` of your Prometheus asks for, or check its manifest along with these",
    };
  }
};

const find = function* ({ evidence }: Examined): Iterable<Discovery> {
  const documents = operatorObjects(evidence, "PrometheusRule");
  const evaluators = operatorObjects(evidence, "Prometheus", "ThanosRuler");
  if (evaluators.length > 0) yield* selected(evidence, documents, evaluators);
  else yield* unshown(documents);
};

export const ruleSelector: Check = {
  name: "rule-selector",
  severity: "error",
  title: "A PrometheusRule that no Prometheus takes",
  find,
};
