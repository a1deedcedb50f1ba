import { expect, test } from "vitest";
import { labelSelections } from "./runbook-commands.ts";
import { readRunbook } from "./runbook-page.ts";

const selections = (text: string) =>
  labelSelections(readRunbook({ path: "b.md", text })).map(({ key, value, namespace, place }) => [
    `${key}=${value}`,
    namespace,
    place.line,
    place.column,
  ]);

test("selectors of kubectl are read in every form, with their places", () => {
  const text = `kubectl get pods -l app=a
  kubectl -n shop logs --selector "b=c,d==e" --tail=1
\`kubectl --namespace=till get po -l=f=g\`
`;
  expect(selections(text)).toEqual([
    ["app=a", undefined, 1, 21],
    ["b=c", "shop", 2, 36],
    ["d=e", "shop", 2, 40],
    ["f=g", "till", 3, 37],
  ]);
});

test("lines that are joined belong to one command", () => {
  expect(selections("kubectl get pods \\\n -l a=b \\\n -l c=d\n-l e=f\n")).toEqual([
    ["a=b", undefined, 2, 5],
    ["c=d", undefined, 3, 5],
  ]);
});

test("placeholders, variables, other tests and other programs are left out", () => {
  const text = `kubectl get pods -l app=<name>
kubectl get pods -l app=$NAME
kubectl get pods -l 'app!=a,!b,c in (d)'
kubectl get nodes -l pool=a
ls -l a=b
`;
  expect(selections(text)).toEqual([]);
});
