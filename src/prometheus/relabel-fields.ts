import { describeRegexpProblem, readRegexp } from "../labels/regexp.ts";
import { didYouMean } from "../lib/suggestion.ts";
import type { FieldReader, Fields } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { RELABEL_ACTIONS, type RelabelAction, type RelabelConfig } from "./relabel.ts";

const FIELDS = [
  "source_labels",
  "separator",
  "regex",
  "modulus",
  "target_label",
  "replacement",
  "action",
];

/** Without one they have nowhere to put what they find. */
const NEEDS_TARGET: ReadonlySet<RelabelAction> = new Set([
  "replace",
  "hashmod",
  "lowercase",
  "uppercase",
  "keepequal",
  "dropequal",
]);

const readAction = (fields: Fields, reader: FieldReader): RelabelAction | undefined => {
  const written = reader.text(fields.get("action"), "action of the relabelling step");
  if (written === undefined) return "replace";
  const wanted = written.text.toLowerCase();
  const action = RELABEL_ACTIONS.find((known) => known === wanted);
  if (action === undefined) {
    reader.report("unknown-action", written.placeAt(0), {
      message: `there is no relabelling action ${JSON.stringify(written.text)}`,
      mend: didYouMean(written.text, RELABEL_ACTIONS) ?? `use one of ${RELABEL_ACTIONS.join(", ")}`,
    });
  }
  return action;
};

const checkNeeds = (config: RelabelConfig, reader: FieldReader) => {
  if (NEEDS_TARGET.has(config.action) && config.targetLabel === "") {
    reader.report("missing-field", config.place, {
      message: `the relabelling step ${config.action} has no target_label`,
      mend: "name the label that the result goes to",
    });
  }
  if (config.action === "hashmod" && config.modulus === 0) {
    reader.report("missing-field", config.place, {
      message: "the relabelling step hashmod has no modulus",
      mend: "give the number of parts as modulus",
    });
  }
};

const hasRegexp = ({ regex, place }: RelabelConfig, reader: FieldReader): boolean => {
  const read = readRegexp(regex);
  if (!read.ok) {
    reader.report("invalid-regexp", place, {
      message: `the regex of the relabelling step is refused: ${describeRegexpProblem(read.problem)}`,
      mend: "write a regular expression that RE2 takes",
    });
  }
  return read.ok;
};

const readStep = (node: YamlNode, reader: FieldReader): RelabelConfig | undefined => {
  const what = "the relabelling step";
  const fields = reader.fields(node, { what, known: FIELDS });
  if (fields === undefined) return undefined;
  const action = readAction(fields, reader);
  if (action === undefined) return undefined;
  const textOf = (name: string, otherwise: string): string =>
    reader.text(fields.get(name), `${name} of ${what}`)?.text ?? otherwise;
  const config: RelabelConfig = {
    place: node.place,
    sourceLabels: reader
      .items(fields.get("source_labels"), `source_labels of ${what}`)
      .flatMap((item) => reader.text(item, `a name in source_labels of ${what}`)?.text ?? []),
    separator: textOf("separator", ";"),
    regex: textOf("regex", "(.*)"),
    modulus: reader.integer(fields.get("modulus"), `modulus of ${what}`) ?? 0,
    targetLabel: textOf("target_label", ""),
    replacement: textOf("replacement", "$1"),
    action,
  };
  checkNeeds(config, reader);
  return hasRegexp(config, reader) ? config : undefined;
};

/** A list of relabelling steps; those that are wrong are left out and reported. */
export const readRelabelConfigs = (
  node: YamlNode | undefined,
  reader: FieldReader,
): RelabelConfig[] =>
  reader
    .items(node, "the list of relabelling steps")
    .flatMap((item) => readStep(item, reader) ?? []);
