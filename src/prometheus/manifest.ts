import type { LocatedText } from "../lib/source.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { asText, fieldOf } from "../lib/yaml-value.ts";
import type { LocatedPair, Manifest } from "./rule.ts";

const textOf = (node: YamlNode | undefined): LocatedText | undefined =>
  node === undefined ? undefined : asText(node);

const pairsOf = (node: YamlNode | undefined): LocatedPair[] =>
  node?.kind !== "map"
    ? []
    : node.entries.flatMap(({ key, value }) => {
        const text = asText(value);
        return text === undefined ? [] : [{ name: key, value: text }];
      });

/** The Kubernetes object that a document is, or undefined when it is none. */
const manifestOf = (node: YamlNode): Manifest | undefined => {
  const kind = textOf(fieldOf(node, "kind"));
  if (kind === undefined || fieldOf(node, "apiVersion") === undefined) return undefined;
  const metadata = fieldOf(node, "metadata");
  return {
    kind: kind.text,
    name: textOf(fieldOf(metadata, "name")),
    namespace: textOf(fieldOf(metadata, "namespace")),
    labels: pairsOf(fieldOf(metadata, "labels")),
    place: node.place,
    node,
  };
};

/** The Kubernetes objects that a document holds, those of lists each by itself. */
export const manifestsIn = (root: YamlNode): Manifest[] => {
  const manifest = manifestOf(root);
  if (manifest === undefined) return [];
  const items = fieldOf(root, "items");
  const isList = manifest.kind.endsWith("List") && items?.kind === "list";
  return isList ? items.items.flatMap(manifestsIn) : [manifest];
};

/** One file inside a Secret or a ConfigMap. */
export type EmbeddedFile = { readonly key: LocatedText; readonly text: LocatedText };

/** What base64 hides has no places of its own: all of it stands where the value begins. */
const decoded = (located: LocatedText): LocatedText => ({
  text: new TextDecoder().decode(
    Uint8Array.from(atob(located.text.replaceAll(/\s/g, "")), (byte) => byte.charCodeAt(0)),
  ),
  file: located.file,
  offsetAt: () => located.offsetAt(0),
  placeAt: () => located.placeAt(0),
});

const isBase64 = (text: string): boolean => {
  const digits = text.replaceAll(/\s/g, "");
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits);
};

/** The files that a Secret or ConfigMap carries, by the names of their keys. */
export const embeddedFiles = ({ kind, node }: Manifest): EmbeddedFile[] => {
  if (kind !== "Secret" && kind !== "ConfigMap") return [];
  const isSecret = kind === "Secret";
  const plain = pairsOf(fieldOf(node, isSecret ? "stringData" : "data"));
  const encoded = pairsOf(fieldOf(node, isSecret ? "data" : "binaryData"))
    .filter(({ value }) => isBase64(value.text))
    .map(({ name, value }) => ({ name, value: decoded(value) }));
  return [...plain, ...encoded].map(({ name, value }) => ({ key: name, text: value }));
};

/** Whether the key is one of a YAML file, rules among them. */
export const isYamlFile = ({ key }: EmbeddedFile): boolean => /\.(?:ya?ml|rules)$/.test(key.text);
