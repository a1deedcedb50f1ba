import type { SourceProblem } from "../lib/source.ts";
import { type FieldReader, fieldReader } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { fieldOf, isNull } from "../lib/yaml-value.ts";
import { manifestsIn } from "./manifest.ts";
import type { NameValidation } from "./names.ts";
import type { Manifest, RuleDocument } from "./rule.ts";
import { readGroups } from "./rule-group-fields.ts";

export type RuleFile = {
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly SourceProblem[];
};

export type RuleFileOptions = {
  /** "legacy" unless told otherwise. */
  readonly names?: NameValidation;
};

const FILE_FIELDS = ["groups"];
const MANIFEST_FIELDS = ["apiVersion", "kind", "metadata", "spec", "status"];

const readPlain = (reader: FieldReader, root: YamlNode, names: NameValidation): RuleDocument => {
  const fields = reader.fields(root, { what: "the rule file", known: FILE_FIELDS });
  return {
    file: root.place.file,
    groups: readGroups(fields?.get("groups"), { reader, names, isManifest: false }),
    manifest: undefined,
  };
};

const readManifest = (
  reader: FieldReader,
  manifest: Manifest,
  names: NameValidation,
): RuleDocument => {
  reader.fields(manifest.node, { what: "the PrometheusRule", known: MANIFEST_FIELDS });
  const spec = fieldOf(manifest.node, "spec");
  const fields =
    spec && reader.fields(spec, { what: "spec of the PrometheusRule", known: FILE_FIELDS });
  if (spec === undefined) {
    reader.report("missing-field", manifest.place, {
      message: "the PrometheusRule has no spec, so it holds no rules",
      mend: "write the groups below spec.groups",
    });
  }
  return {
    file: manifest.place.file,
    groups: readGroups(fields?.get("groups"), { reader, names, isManifest: true }),
    manifest,
  };
};

/** True for what can only be a rule file: a mapping with `groups` that hold rules. */
export const holdsGroups = (root: YamlNode): boolean => fieldOf(root, "groups")?.kind === "list";

/**
 * The rules of one YAML document: a rule file, a PrometheusRule, or a list of Kubernetes objects that holds such. Reads
 * all that can be read, and reports what Prometheus would refuse. Objects of other kinds hold no rules and are passed
 * over; files inside them are for `embeddedFiles`.
 */
export const readRuleDocuments = (
  root: YamlNode,
  { names = "legacy" }: RuleFileOptions = {},
): RuleFile => {
  const reader = fieldReader();
  const manifests = manifestsIn(root);
  if (manifests.length > 0) {
    const documents = manifests
      .filter(({ kind }) => kind === "PrometheusRule")
      .map((manifest) => readManifest(reader, manifest, names));
    return { documents, problems: reader.problems };
  }
  const isManifest = fieldOf(root, "apiVersion") !== undefined;
  if (isManifest || isNull(root)) return { documents: [], problems: [] };
  return { documents: [readPlain(reader, root, names)], problems: reader.problems };
};
