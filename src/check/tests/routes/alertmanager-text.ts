import type { LocatedText } from "../../../lib/source.ts";
import { asText, fieldOf } from "../../../lib/yaml-value.ts";
import type { Manifest } from "../../../prometheus/rule.ts";

const decoded = (text: string): string =>
  new TextDecoder().decode(
    Uint8Array.from(atob(text.replaceAll(/\s/g, "")), (byte) => byte.charCodeAt(0)),
  );

/** The configuration as Alertmanager is given it: what stands under the key of a Secret or a ConfigMap. */
export const alertmanagerText = (
  { node }: Pick<Manifest, "node">,
  key: LocatedText,
): string | undefined => {
  const under = (field: string): string | undefined => {
    const value = fieldOf(fieldOf(node, field), key.text);
    return value === undefined ? undefined : asText(value)?.text;
  };
  const plain = under("stringData");
  if (plain !== undefined) return plain;
  const data = under("data");
  if (data === undefined) return undefined;
  const kind = fieldOf(node, "kind");
  return kind?.kind === "scalar" && kind.text === "Secret" ? decoded(data) : data;
};
