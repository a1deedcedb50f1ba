import {
  DEFAULT_NAMESPACE,
  isConfined,
  ON_NAMESPACE,
} from "../../../alertmanager/config/operator/matcher-strategy.ts";
import { NAMESPACE } from "../../../alertmanager/config/operator/merge-resources.ts";
import type { AlertmanagerConfigResource } from "../../../alertmanager/config/operator/resource.ts";
import { matchRoutes } from "../../../alertmanager/routing/match-routes.ts";
import type { Labels } from "../../../labels/labels.ts";
import { satisfy } from "../../../labels/language.ts";
import type { Constraint, SymbolicLabels } from "../../../labels/symbolic.ts";
import {
  constraintOf,
  isNeverPresent,
  withMatchers,
  witnessOf,
} from "../../../labels/symbolic-labels.ts";
import type { Place } from "../../../lib/source.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { operatorObjects, specText } from "./operator-objects.ts";

type Certainty = {
  /** The strategy by which namespaces are matched is that of an object of the set, not only the usual one. */
  readonly isStrategyShown: boolean;
  /** A Prometheus of the set shows that it adds no namespace to the rules. */
  readonly isLabelShown: boolean;
};

/** Undefined when the operator adds no matcher to the resource, or a namespace to all alerts. */
const certaintyOf = (
  { namespace }: AlertmanagerConfigResource,
  { evidence }: Examined,
): Certainty | undefined => {
  const prometheuses = operatorObjects(evidence, "Prometheus", "ThanosRuler");
  const enforces = prometheuses.some(
    (one) => specText(one, "enforcedNamespaceLabel") === NAMESPACE,
  );
  const { matcherStrategy } = evidence;
  const isExempt = !isConfined(matcherStrategy ?? ON_NAMESPACE, namespace.text);
  if (enforces || isExempt) return undefined;
  return { isStrategyShown: matcherStrategy !== undefined, isLabelShown: prometheuses.length > 0 };
};

type Missing = { readonly alert: ExaminedAlert; readonly labels: SymbolicLabels };

const inNamespace = ({ document: { manifest } }: ExaminedAlert, namespace: string): boolean =>
  manifest !== undefined && (manifest.namespace?.text ?? DEFAULT_NAMESPACE) === namespace;

/** Alerts of rules in the resource's namespace that its route would take if it were not for the namespace. */
const missingAlerts = (
  { namespace, route }: AlertmanagerConfigResource,
  { alerts }: Examined,
): readonly Missing[] => {
  const own = route?.matchers ?? [];
  const wanted: Constraint = [{ operator: "=", value: namespace.text }];
  return alerts
    .filter((alert) => inNamespace(alert, namespace.text))
    .flatMap((alert) => {
      const taken = alert
        .arriving()
        .map((labels) => withMatchers(labels, own))
        .filter((labels) => witnessOf(labels) !== undefined);
      const [labels] = taken;
      const isMissing = taken.every(
        (one) => satisfy([...constraintOf(one, NAMESPACE), ...wanted]).kind === "unsatisfiable",
      );
      return labels !== undefined && isMissing ? [{ alert, labels }] : [];
    });
};

const placeOf = ({ node, place }: AlertmanagerConfigResource): Place => {
  const metadata = fieldOf(node, "metadata");
  return fieldOf(metadata, "namespace")?.place ?? fieldOf(metadata, "name")?.place ?? place;
};

const counterexampleOf = (
  witness: Labels | undefined,
  { routings: [routing] }: Examined,
): { readonly counterexample?: Counterexample } =>
  witness === undefined || routing === undefined
    ? {}
    : {
        counterexample: {
          kind: "labels",
          labels: witness,
          receivers: matchRoutes(routing.root, witness).map(({ receiver }) => receiver),
        },
      };

const namesOf = (missing: readonly Missing[]): string => {
  const names = [...new Set(missing.map(({ alert }) => alert.rule.name.text))];
  return names.length > 4
    ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`
    : names.join(", ");
};

const discoveryOf = (
  resource: AlertmanagerConfigResource,
  examined: Examined,
): Discovery | undefined => {
  const certainty = certaintyOf(resource, examined);
  if (certainty === undefined || resource.route === undefined) return undefined;
  const missing = missingAlerts(resource, examined);
  const [first] = missing;
  if (first === undefined) return undefined;
  const { name } = resource;
  const namespace = resource.namespace.text;
  const { isStrategyShown, isLabelShown } = certainty;
  const why = isNeverPresent(first.labels, NAMESPACE)
    ? `${first.alert.rule.name.text} has no namespace when it fires`
    : `${first.alert.rule.name.text} has another`;
  const unless = [
    ...(isStrategyShown
      ? []
      : ["`alertmanagerConfigMatcherStrategy` of the Alertmanager is another"]),
    ...(isLabelShown ? [] : ["`enforcedNamespaceLabel` of the Prometheus adds it to these rules"]),
  ];
  return {
    place: placeOf(resource),
    subject: `${namespace}/${name}`,
    severity: isStrategyShown && isLabelShown ? "error" : "warning",
    message: `alerts of this namespace never get to this AlertmanagerConfig: the operator adds ${NAMESPACE}="${namespace}" to its route, and ${why}\nit is so of ${namesOf(missing)}${unless.length === 0 ? "" : `\nit is so unless ${unless.join(", or ")}`}`,
    help: `keep ${NAMESPACE} in the expressions, as in \`by (${NAMESPACE})\`, or give the rules the label ${NAMESPACE}: ${namespace}`,
    ...counterexampleOf(witnessOf(first.labels), examined),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const resource of examined.evidence.operatorConfigs) {
    const found = discoveryOf(resource, examined);
    if (found !== undefined) yield found;
  }
};

export const configNamespace: Check = {
  name: "config-namespace",
  severity: "error",
  title: "An AlertmanagerConfig that alerts of its namespace do not get to",
  find,
};
