import { expect, test } from "vitest";
import { parseYaml, parseYamlIn } from "../lib/located-yaml.ts";
import { type EmbeddedFile, embeddedFiles, isYamlFile, manifestsIn } from "./manifest.ts";

const manifests = (text: string) => parseYaml(text, "a.yml").documents.flatMap(manifestsIn);

const rootOf = (file: EmbeddedFile | undefined) =>
  file === undefined ? undefined : parseYamlIn(file.text).documents[0];

const filesOf = (text: string) => manifests(text).flatMap(embeddedFiles);

test("a document without kind and apiVersion is no Kubernetes object", () => {
  expect(manifests("groups: []\n")).toEqual([]);
  expect(manifests("kind: Secret\n")).toEqual([]);
});

test("objects inside lists stand by themselves", () => {
  const text = `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Secret, metadata: {name: a}}
  - {apiVersion: v1, kind: SecretList, items: [{apiVersion: v1, kind: Secret, metadata: {name: b}}]}
`;
  expect(manifests(text).map(({ kind, name }) => [kind, name?.text])).toEqual([
    ["Secret", "a"],
    ["Secret", "b"],
  ]);
});

test("plain files of a Secret have the places of the file around them", () => {
  const [file] = filesOf(`apiVersion: v1
kind: Secret
stringData:
  alertmanager.yaml: |
    route:
      receiver: x
  token: abc
`);
  expect(file?.key.text).toBe("alertmanager.yaml");
  expect(rootOf(file)?.place).toMatchObject({ line: 5, column: 5 });
});

test("what base64 hides stands where the value begins", () => {
  const encoded = Buffer.from("route:\n  receiver: übung\n").toString("base64");
  const [file] = filesOf(
    `apiVersion: v1\nkind: Secret\ndata:\n  alertmanager.yaml: ${encoded}\n  b.yaml: "%%%"\n`,
  );
  const root = rootOf(file);
  if (root?.kind !== "map" || root.entries[0]?.value.kind !== "map") throw new Error("no mapping");
  const receiver = root.entries[0].value.entries[0]?.value;
  expect(receiver).toMatchObject({ text: "übung", place: { line: 4, column: 22 } });
});

test("a Secret's data that is no base64 is passed over", () => {
  expect(filesOf('apiVersion: v1\nkind: Secret\ndata: {a.yaml: "%%%", b.yaml: "a"}\n')).toEqual([]);
});

test("a ConfigMap's files are plain, and other kinds hold none", () => {
  const body = "data: {rules.yml: 'groups: []', x.rules: 'groups: []', y.txt: z}\n";
  const filesIn = (kind: string) => filesOf(`apiVersion: v1\nkind: ${kind}\n${body}`);
  expect(filesIn("ConfigMap").map((file) => [file.key.text, isYamlFile(file)])).toEqual([
    ["rules.yml", true],
    ["x.rules", true],
    ["y.txt", false],
  ]);
  expect(filesIn("Deployment")).toEqual([]);
});
