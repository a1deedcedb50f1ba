import type { LocatedText, Place, SourceProblem } from "./source.ts";
import { didYouMean } from "./suggestion.ts";
import type { YamlNode } from "./yaml-node.ts";
import { asInteger, asText, fieldOf, isNull } from "./yaml-value.ts";

/** Reads the fields of documents whose programs are strict, and keeps what they would refuse. */
export type FieldReader = {
  readonly problems: SourceProblem[];
  readonly report: (rule: string, place: Place, text: { message: string; mend: string }) => void;
  /**
   * The fields of a mapping, null ones left out; reports those that are not among `known` and a value
   * that is no mapping, for which it gives undefined. `what` names the mapping: "the rule".
   */
  readonly fields: (node: YamlNode, spec: FieldSpec) => Fields | undefined;
  /** The items of a list; none for null and for what is no list, which is reported. */
  readonly items: (node: YamlNode | undefined, what: string) => readonly YamlNode[];
  readonly text: (node: YamlNode | undefined, what: string) => LocatedText | undefined;
  readonly integer: (node: YamlNode | undefined, what: string) => number | undefined;
  readonly pairs: (node: YamlNode | undefined, what: string) => LocatedTextPair[];
};

export type FieldSpec = { readonly what: string; readonly known: readonly string[] };

export type LocatedTextPair = { readonly name: LocatedText; readonly value: LocatedText };

export type Fields = {
  /** Undefined when the field is absent or null. */
  readonly get: (name: string) => YamlNode | undefined;
  readonly place: Place;
};

const KINDS = { map: "a mapping", list: "a list", scalar: "a single value" } as const;

/** A reader that collects the problems of one text. */
export const fieldReader = (): FieldReader => {
  const problems: SourceProblem[] = [];
  const report: FieldReader["report"] = (rule, place, text) => {
    problems.push({ rule, place, ...text });
  };
  const wrongKind = (node: YamlNode, what: string, wanted: string) =>
    report("wrong-type", node.place, {
      message: `${what} must be ${wanted}, and is ${KINDS[node.kind]}`,
      mend: `write ${wanted}`,
    });
  const text: FieldReader["text"] = (node, what) => {
    if (node === undefined) return undefined;
    const found = asText(node);
    if (found === undefined) wrongKind(node, what, "a text");
    return found;
  };
  return {
    problems,
    report,
    text,
    fields: (node, { what, known }) => {
      if (node.kind !== "map") {
        wrongKind(node, what, "a mapping");
        return undefined;
      }
      for (const { key } of node.entries) {
        if (known.includes(key.text)) continue;
        report("unknown-field", key.place, {
          message: `${what} has a field ${JSON.stringify(key.text)}, which does not exist`,
          mend: didYouMean(key.text, known) ?? `use one of ${known.join(", ")}`,
        });
      }
      return { get: (name) => fieldOf(node, name), place: node.place };
    },
    items: (node, what) => {
      if (node === undefined || isNull(node)) return [];
      if (node.kind === "list") return node.items;
      wrongKind(node, what, "a list");
      return [];
    },
    integer: (node, what) => {
      if (node === undefined) return undefined;
      const found = asInteger(node);
      if (found !== undefined) return found;
      report("wrong-type", node.place, {
        message: `${what} must be a whole number`,
        mend: "write digits without quotes",
      });
      return undefined;
    },
    pairs: (node, what) => {
      if (node === undefined) return [];
      if (node.kind !== "map") {
        wrongKind(node, what, "a mapping of names to texts");
        return [];
      }
      return node.entries.flatMap(({ key, value }) => {
        const found = text(value, `${JSON.stringify(key.text)} of ${what}`);
        return found === undefined ? [] : [{ name: key, value: found }];
      });
    },
  };
};
