import type { LocatedText, Place } from "../../../lib/source.ts";
import type { YamlMap } from "../../../lib/yaml-node.ts";
import type { InhibitRule, NamedTimeInterval, Receiver, WrittenRoute } from "../config.ts";

/**
 * An AlertmanagerConfig of the Prometheus operator, as the operator makes it part of Alertmanager's configuration:
 * names begin with `namespace/name/`, and routes and inhibitions are about alerts of its namespace only.
 */
export type AlertmanagerConfigResource = {
  readonly place: Place;
  readonly namespace: string;
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
