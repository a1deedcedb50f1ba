import type { LocatedText, Place } from "../../../lib/source.ts";
import type { YamlMap } from "../../../lib/yaml-node.ts";
import type { InhibitRule, NamedTimeInterval, Receiver, WrittenRoute } from "../config.ts";

/**
 * An AlertmanagerConfig of the Prometheus operator. Names begin with `namespace/name/`, as in Alertmanager's
 * configuration; matchers are those that were written, without what the operator adds when it merges.
 */
export type AlertmanagerConfigResource = {
  readonly place: Place;
  readonly namespace: LocatedText;
  readonly name: string;
  /** None when the resource has only inhibitions. */
  readonly route: WrittenRoute | undefined;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: readonly NamedTimeInterval[];
  readonly node: YamlMap;
};

/** Which resource is being read, and the text by which its namespace is known. */
export type Identity = {
  readonly namespace: LocatedText;
  readonly name: string;
};

/** The text behind `namespace/name/`, standing where it stood. */
export const prefixed = (text: LocatedText, { namespace, name }: Identity): LocatedText => {
  const prefix = `${namespace.text}/${name}/`;
  const inner = (offset: number) => Math.max(0, offset - prefix.length);
  return {
    text: `${prefix}${text.text}`,
    file: text.file,
    offsetAt: (offset) => text.offsetAt(inner(offset)),
    placeAt: (offset) => text.placeAt(inner(offset)),
  };
};
