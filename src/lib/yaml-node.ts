import type { LocatedText, Place, Span } from "./source.ts";

/** YAML as it was written: every node knows its place, and scalars where each of their characters stands. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

type Written = {
  readonly place: Place;
  /** Offsets into the file. */
  readonly span: Span;
};

export type YamlMap = Written & {
  readonly kind: "map";
  /** In the order of the file; a key that is written twice is in it twice. */
  readonly entries: readonly YamlEntry[];
};

export type YamlEntry = { readonly key: YamlScalar; readonly value: YamlNode };

export type YamlList = Written & { readonly kind: "list"; readonly items: readonly YamlNode[] };

export type YamlScalar = Written &
  LocatedText & {
    readonly kind: "scalar";
    /** Neither quoted nor a block: `true`, `12` and nothing at all may mean more than their text. */
    readonly plain: boolean;
  };
