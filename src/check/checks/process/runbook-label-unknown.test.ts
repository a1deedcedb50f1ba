import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { runbookLabelUnknown } from "./runbook-label-unknown.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: shop
  labels: {app.kubernetes.io/name: shop}
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop, tier: front}
`;

const found = (text: string) =>
  foundBy(runbookLabelUnknown, { "shop.yaml": DEPLOYMENT, "runbooks/shop-down.md": text });

test("a selector that no object answers to is shown where it stands", () => {
  expect(found("# Down\n\n```sh\nkubectl -n shop get pods -l app=shopp\n```\n")).toMatchObject([
    {
      severity: "warning",
      file: "runbooks/shop-down.md",
      line: 4,
      column: 29,
      help: "did you mean shop?",
      message: expect.stringContaining("no object of this set has the label app=shopp"),
    },
  ]);
});

test("each term of a selector counts, also on a line of its own and in quotes", () => {
  const text = "kubectl logs \\\n  --selector='app=shop,tier=back' \\\n  --tail=5\n";
  expect(found(text)).toMatchObject([{ line: 2, column: 24 }]);
});

test("a label that nothing has and nothing resembles is a note", () => {
  expect(found("Run `kubectl get pods -l zone=north`.\n")).toMatchObject([{ severity: "info" }]);
});

test.each([
  ["labels of a pod template", "kubectl get pods -l app=shop,tier=front"],
  ["labels of an object", "kubectl get deploy -l app.kubernetes.io/name=shop"],
  ["a placeholder", "kubectl get pods -l app=<name>"],
  ["a variable", "kubectl get pods -l app=$APP"],
  ["what is not to be", "kubectl get pods -l app!=other"],
  ["nodes", "kubectl get nodes -l pool=fast"],
  ["labels that Kubernetes sets", "kubectl get pods -l pod-template-hash=abc"],
  ["labels of machines", "kubectl get pods -l topology.kubernetes.io/zone=a"],
  ["another namespace", "kubectl -n monitoring get pods -l app=prometheus"],
  ["another program", "docker ps -l app=none"],
])("%s is let be", (_, command) => {
  expect(found(`${command}\n`)).toEqual([]);
});

test("without manifests of workloads nothing is known", () => {
  const files = { "runbooks/a.md": "kubectl get pods -l app=shopp\n" };
  expect(foundBy(runbookLabelUnknown, files)).toEqual([]);
});
