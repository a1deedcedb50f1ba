import { expect, test } from "vitest";
import { parseYaml } from "../../../lib/located-yaml.ts";
import { matchRoutes } from "../../routing/match-routes.ts";
import { resolveRoute } from "../../routing/resolve-route.ts";
import { readAlertmanagerConfig } from "../read-alertmanager-config.ts";
import { readMatcherStrategy } from "./matcher-strategy.ts";
import { mergeResources } from "./merge-resources.ts";
import { readAlertmanagerConfigResource } from "./read-resource.ts";

const documentOf = (text: string) => {
  const [document] = parseYaml(text, "config.yaml").documents;
  if (document === undefined) throw new Error("no document");
  return document;
};

const BASE = `route: { receiver: root, routes: [{ receiver: all }] }
receivers: [{ name: root }, { name: all }]
`;

const SHOP = `
metadata: { name: routing, namespace: shop }
spec:
  route: { receiver: pager }
  receivers: [{ name: pager }]
  inhibitRules: [{ sourceMatch: [{ name: severity, value: critical }] }]
`;

const strategyOf = (type: string) =>
  readMatcherStrategy(
    documentOf(
      `{ metadata: { namespace: monitoring }, spec: { alertmanagerConfigMatcherStrategy: { type: ${type} } } }`,
    ),
  );

const mergedUnder = (type: string, text = SHOP) => {
  const { resource } = readAlertmanagerConfigResource(documentOf(text), "current");
  const base = readAlertmanagerConfig(documentOf(BASE), "current").config;
  return mergeResources(base, {
    resources: resource === undefined ? [] : [resource],
    strategy: strategyOf(type),
  });
};

const receiversFor = (config: ReturnType<typeof mergedUnder>, labels: Record<string, string>) => {
  const root = config && resolveRoute(config.route, "current");
  return root && matchRoutes(root, labels).map(({ receiver }) => receiver);
};

test("resources come before the routes of the configuration, for their namespace, and let others have a look", () => {
  const merged = mergedUnder("OnNamespace");
  expect(receiversFor(merged, { namespace: "shop" })).toEqual(["shop/routing/pager", "all"]);
  expect(receiversFor(merged, { namespace: "other" })).toEqual(["all"]);
  expect(merged?.receivers.map(({ name }) => name.text)).toEqual([
    "root",
    "all",
    "shop/routing/pager",
  ]);
  expect(merged?.inhibitRules).toMatchObject([
    {
      source: [{ name: "severity" }, { name: "namespace", value: "shop" }],
      target: [{ name: "namespace", value: "shop" }],
    },
  ]);
});

test("with the strategy None they are for alerts of all namespaces", () => {
  const merged = mergedUnder("None");
  expect(receiversFor(merged, { namespace: "other" })).toEqual(["shop/routing/pager", "all"]);
  expect(merged?.inhibitRules).toMatchObject([{ source: [{ name: "severity" }], target: [] }]);
});

test("those of Alertmanager's own namespace can be exempt", () => {
  const type = "OnNamespaceExceptForAlertmanagerNamespace";
  const own = SHOP.replace("namespace: shop", "namespace: monitoring");
  const other = { namespace: "other" };
  expect(receiversFor(mergedUnder(type), other)).toEqual(["all"]);
  expect(receiversFor(mergedUnder(type, own), other)).toEqual(["monitoring/routing/pager", "all"]);
});

test("without a configuration to add to, the root is for nobody", () => {
  const { resource } = readAlertmanagerConfigResource(documentOf(SHOP), "current");
  const strategy = strategyOf("OnNamespace");
  const resources = resource === undefined ? [] : [resource];
  expect(mergeResources(undefined, { resources, strategy })?.route.receiver?.text).toBe("null");
  expect(mergeResources(undefined, { resources: [], strategy })).toBeUndefined();
});
