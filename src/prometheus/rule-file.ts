import { type LocatedYaml, parseYaml, parseYamlIn } from "../lib/located-yaml.ts";
import type { SourceProblem } from "../lib/source.ts";
import { type FieldReader, fieldReader } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { fieldOf, isNull } from "../lib/yaml-value.ts";
import { embeddedFiles, isYamlFile, manifestsIn } from "./manifest.ts";
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

/** The rule files in a ConfigMap, each a document that knows the ConfigMap around it. */
const readEmbedded = (
  reader: FieldReader,
  manifest: Manifest,
  names: NameValidation,
): RuleDocument[] =>
  embeddedFiles(manifest)
    .filter(isYamlFile)
    .flatMap(({ text }) => parseYamlIn(text).documents)
    .filter(holdsGroups)
    .map((root) => ({ ...readPlain(reader, root, names), manifest }));

const readMember = (
  reader: FieldReader,
  manifest: Manifest,
  names: NameValidation,
): RuleDocument[] =>
  manifest.kind === "PrometheusRule"
    ? [readManifest(reader, manifest, names)]
    : readEmbedded(reader, manifest, names);

/**
 * The rules of one YAML document: a rule file, a PrometheusRule, or a list of Kubernetes objects or a
 * ConfigMap that holds such. Reads all that can be read, and reports what Prometheus would refuse.
 * Objects of other kinds hold no rules and are passed over. What is wrong with the YAML inside a
 * ConfigMap is for `embeddedFiles` to tell.
 */
export const readRuleDocuments = (
  root: YamlNode,
  { names = "legacy" }: RuleFileOptions = {},
): RuleFile => {
  const reader = fieldReader();
  const manifests = manifestsIn(root);
  if (manifests.length > 0) {
    const documents = manifests.flatMap((manifest) => readMember(reader, manifest, names));
    return { documents, problems: reader.problems };
  }
  const isManifest = fieldOf(root, "apiVersion") !== undefined;
  if (isManifest || isNull(root)) return { documents: [], problems: [] };
  return { documents: [readPlain(reader, root, names)], problems: reader.problems };
};

const IGNORED_DOCUMENT = {
  rule: "ignored-document",
  message: "Prometheus reads only the first document of a rule file, so these rules are not loaded",
  mend: "move the groups into the first document, or into a file of their own",
} as const;

/** Rule files after the first of a text, which no Prometheus reads. */
const ignoredDocuments = (yaml: LocatedYaml): SourceProblem[] =>
  yaml.documents
    .slice(1)
    .filter((root) => holdsGroups(root) && fieldOf(root, "apiVersion") === undefined)
    .map((root) => ({ place: root.place, ...IGNORED_DOCUMENT }));

const embeddedProblems = (root: YamlNode): SourceProblem[] =>
  manifestsIn(root)
    .filter(({ kind }) => kind === "ConfigMap")
    .flatMap(embeddedFiles)
    .filter(isYamlFile)
    .flatMap(({ text }) => parseYamlIn(text).problems);

/** A whole file of rules. */
export const readRuleFile = (
  { text, file }: { readonly text: string; readonly file: string },
  options: RuleFileOptions = {},
): RuleFile => {
  const yaml = parseYaml(text, file);
  const read = yaml.documents.map((root) => readRuleDocuments(root, options));
  return {
    documents: read.flatMap(({ documents }) => documents),
    problems: [
      ...yaml.problems,
      ...yaml.documents.flatMap(embeddedProblems),
      ...read.flatMap(({ problems }) => problems),
      ...ignoredDocuments(yaml),
    ],
  };
};
