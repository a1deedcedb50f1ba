import type { YamlNode } from "../../../lib/yaml-node.ts";
import { asText, fieldOf } from "../../../lib/yaml-value.ts";

/** The namespace that Kubernetes takes when a manifest names none. */
export const DEFAULT_NAMESPACE = "default";

/**
 * Whether the operator confines the routes and inhibitions of AlertmanagerConfigs to alerts of their own namespace:
 * all of them (`OnNamespace`, unless told otherwise), those of other namespaces than Alertmanager's, or none.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerConfigMatcherStrategy
 */
export type MatcherStrategy =
  | { readonly type: "OnNamespace" | "None" }
  | {
      readonly type: "OnNamespaceExceptForAlertmanagerNamespace";
      readonly alertmanagerNamespace: string;
    };

export const ON_NAMESPACE: MatcherStrategy = { type: "OnNamespace" };

const textAt = (node: YamlNode, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<YamlNode | undefined>((inner, name) => fieldOf(inner, name), node);
  return found === undefined ? undefined : asText(found)?.text;
};

/** The strategy that an object of kind Alertmanager chooses. */
export const readMatcherStrategy = (alertmanager: YamlNode): MatcherStrategy => {
  const type = textAt(alertmanager, "spec", "alertmanagerConfigMatcherStrategy", "type");
  if (type === "None") return { type };
  if (type !== "OnNamespaceExceptForAlertmanagerNamespace") return ON_NAMESPACE;
  const namespace = textAt(alertmanager, "metadata", "namespace");
  return { type, alertmanagerNamespace: namespace ?? DEFAULT_NAMESPACE };
};

/** Whether a resource of this namespace is about alerts of its namespace only. */
export const isConfined = (strategy: MatcherStrategy, namespace: string): boolean => {
  if (strategy.type !== "OnNamespaceExceptForAlertmanagerNamespace") {
    return strategy.type === "OnNamespace";
  }
  return strategy.alertmanagerNamespace !== namespace;
};
