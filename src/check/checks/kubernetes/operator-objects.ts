import type { LocatedText, Place } from "../../../lib/source.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { asText, fieldOf } from "../../../lib/yaml-value.ts";
import type { Manifest } from "../../../prometheus/rule.ts";
import type { Evidence } from "../../evidence/evidence.ts";

const textOf = (node: YamlNode | undefined): LocatedText | undefined =>
  node === undefined ? undefined : asText(node);

/** Whether it is an object of the Prometheus operator. */
export const isOfOperator = ({ node }: Manifest): boolean =>
  textOf(fieldOf(node, "apiVersion"))?.text.startsWith("monitoring.coreos.com/") === true;

/** Objects of the operator of one of these kinds. */
export const operatorObjects = (
  { manifests }: Evidence,
  ...kinds: readonly string[]
): readonly Manifest[] =>
  manifests.filter((manifest) => kinds.includes(manifest.kind) && isOfOperator(manifest));

/** What stands in `spec`, by the names of the fields down to it. */
export const inSpec = ({ node }: Manifest, ...path: readonly string[]): YamlNode | undefined =>
  path.reduce<YamlNode | undefined>((inner, name) => fieldOf(inner, name), fieldOf(node, "spec"));

export const specText = (manifest: Manifest, ...path: readonly string[]): string | undefined =>
  textOf(inSpec(manifest, ...path))?.text;

export const nameOf = ({ name }: Manifest): string => name?.text ?? "";

/** Where its name stands, or where it begins. */
export const namePlace = ({ name, place }: Manifest): Place => name?.placeAt(0) ?? place;

/** `Prometheus monitoring/k8s` */
export const objectText = ({ kind, name, namespace }: Manifest): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace.text}/`}${name?.text ?? ""}`;

/** Whether two objects may be in one namespace. Where one is not said, it is that of whoever applies the file. */
export const mayShareNamespace = (a: Manifest, b: Manifest): boolean =>
  a.namespace === undefined || b.namespace === undefined || a.namespace.text === b.namespace.text;
