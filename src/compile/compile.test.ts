import { expect, test } from "vitest";
import { parse } from "yaml";
import { shop, shopDown, smallRunbooks, smallSystem } from "../../test/small-system.ts";
import { catalogSchema } from "../model/catalog.ts";
import { compile } from "./compile.ts";

const artefacts = compile(smallSystem(), smallRunbooks);
const yaml = (path: string) => parse(artefacts[path] ?? "");

test("one file per target", () => {
  expect(Object.keys(artefacts).sort()).toEqual([
    "alertmanager.yml",
    "catalog.json",
    "k8s/monitoring/alerting-rules.yaml",
    "k8s/monitoring/alertmanager-config.yaml",
    "runbooks/CriticalAlertsWithoutTocsin.md",
    "runbooks/ShopDown.md",
    "runbooks/Watchdog.md",
    "runbooks/index.md",
    "shop.prometheus.rules.yml",
  ]);
});

test("the catalogue satisfies the schema that the server reads it by", () => {
  const catalog = catalogSchema.parse(JSON.parse(artefacts["catalog.json"] ?? ""));
  expect(catalog.services[0]?.alerts[0]?.runbook).toBe("runbooks/ShopDown.md");
  expect(catalog.services[0]?.alerts[0]?.definedAt?.file).toBe("small-system.ts");
});

test("every rule carries what alerts are grouped and routed by", () => {
  for (const group of yaml("shop.prometheus.rules.yml").groups) {
    for (const { alert, labels, annotations } of group.rules) {
      expect(annotations.runbook_url).toBe(
        // Both watchdogs have one page.
        `https://runbooks.example.com/${alert.replace("Settled", "")}.md`,
      );
      expect(["critical", "warning", "info"]).toContain(labels.severity);
      if (labels.delivery === "direct") continue;
      expect(Object.keys(labels)).toEqual(
        expect.arrayContaining(["severity", "service", "team", "namespace"]),
      );
    }
  }
});

test("the manifests hold the same rules and routes under the names that the operator looks for", () => {
  const secret = yaml("k8s/monitoring/alertmanager-config.yaml");
  const rule = yaml("k8s/monitoring/alerting-rules.yaml");
  expect(secret.metadata.name).toBe("alertmanager-main");
  expect(secret.stringData).toEqual({ "alertmanager.yaml": artefacts["alertmanager.yml"] });
  expect(rule.metadata.labels).toEqual({ release: "prometheus" });
  expect(rule.spec).toEqual(yaml("shop.prometheus.rules.yml"));
});

test("links between runbooks point at the pages' new names", () => {
  const pages = compile(smallSystem(), {
    ...smallRunbooks,
    "runbooks/shop-down.md": "[w](watchdog.md#verify) [x](../other.md) [y](https://a/watchdog.md)",
  });
  expect(pages["runbooks/ShopDown.md"]).toContain(
    "[w](Watchdog.md#verify) [x](../other.md) [y](https://a/watchdog.md)",
  );
});

test("each alert has one line in the list of runbooks, however its meaning is written", () => {
  const alerts = [{ ...shopDown, because: "nobody can\nbuy | sell" }];
  const pages = compile(smallSystem({ services: [{ ...shop, alerts }] }), smallRunbooks);
  expect(pages["runbooks/index.md"]).toContain(
    "| [ShopDown](ShopDown.md) | critical | nobody can buy \\| sell |\n",
  );
});

test("without runbooks only the pages are missing", () => {
  const paths = Object.keys(compile(smallSystem()));
  expect(paths).toHaveLength(5);
  expect(paths.some((path) => path.startsWith("runbooks/"))).toBe(false);
});

test("the same system gives the same bytes", () => {
  expect(compile(smallSystem(), smallRunbooks)).toEqual(artefacts);
});
