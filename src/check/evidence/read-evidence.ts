import {
  ON_NAMESPACE,
  readMatcherStrategy,
} from "../../alertmanager/config/operator/matcher-strategy.ts";
import { mergeResources } from "../../alertmanager/config/operator/merge-resources.ts";
import { readAlertmanagerConfigResource } from "../../alertmanager/config/operator/read-resource.ts";
import { readAlertmanagerConfig } from "../../alertmanager/config/read-alertmanager-config.ts";
import type { AlertmanagerVersion } from "../../alertmanager/version.ts";
import { type LocatedYaml, parseYaml, parseYamlIn } from "../../lib/located-yaml.ts";
import type { LocatedText, SourceProblem } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import { fileSource } from "../../lib/yaml-source.ts";
import { fieldOf } from "../../lib/yaml-value.ts";
import { readPrometheusConfigIn } from "../../prometheus/config.ts";
import { expressionComments } from "../../prometheus/expression-comments.ts";
import {
  type EmbeddedFile,
  embeddedFiles,
  isYamlFile,
  manifestsIn,
} from "../../prometheus/manifest.ts";
import type { Manifest, RuleDocument } from "../../prometheus/rule.ts";
import { holdsGroups, readRuleDocuments } from "../../prometheus/rule-file.ts";
import { holdsRuleTests, readRuleTestsIn } from "../../prometheus/rule-test-file.ts";
import type { Evidence, FoundAlertmanager, TemplateFile } from "./evidence.ts";
import { ignoreCommentProblems, ignoreComments, ignoreCommentsIn } from "./ignore-comments.ts";

type Gathering = {
  -readonly [Part in keyof Evidence]: Evidence[Part] extends readonly (infer Item)[]
    ? Item[]
    : Evidence[Part];
};

/** The key of a Secret or ConfigMap under which a document was found. */
type Wrapper = { readonly manifest: Manifest; readonly key: LocatedText };

type Found = {
  readonly node: YamlNode;
  readonly path: string;
  readonly wrapper: Wrapper | undefined;
  readonly version: AlertmanagerVersion;
};

type Wrapped = Omit<Found, "node"> & { readonly wrapper: Wrapper };

const has = (node: YamlNode, ...keys: readonly string[]): boolean =>
  keys.every((key) => fieldOf(node, key) !== undefined);

/** A document by itself; what is wrong with the text around it has been noted. */
const alone = (node: YamlNode): LocatedYaml => ({ documents: [node], comments: [], problems: [] });

const isDashboard = (node: YamlNode): boolean => has(node, "panels") || has(node, "dashboard");

const isSilences = (node: YamlNode): boolean =>
  node.kind === "list" && node.items.every((item) => has(item, "matchers", "startsAt", "endsAt"));

/** Comments in blocks of PromQL are text to YAML. */
const addExpressionComments = (gathering: Gathering, { groups }: RuleDocument): void => {
  for (const { expr } of groups.flatMap(({ rules }) => rules)) {
    if (!expr.text.includes("#")) continue;
    const comments = expressionComments(expr);
    gathering.comments.push(...ignoreCommentsIn(expr, comments));
    gathering.problems.push(...ignoreCommentProblems(comments));
  }
};

const addRules = (gathering: Gathering, node: YamlNode, manifest: Manifest | undefined): void => {
  const { documents, problems } = readRuleDocuments(node);
  gathering.problems.push(...problems);
  for (const document of documents) {
    gathering.ruleDocuments.push({ ...document, manifest });
    addExpressionComments(gathering, document);
  }
};

type Reader = {
  readonly is: (node: YamlNode) => boolean;
  /** What becomes of such a document that is not the first of its file, for programs that ignore it. */
  readonly ignoredAfterFirst?: string;
  readonly read: (gathering: Gathering, found: Found) => void;
};

/** Each kind of document, by what only it has. */
const READERS: readonly Reader[] = [
  {
    is: holdsGroups,
    ignoredAfterFirst:
      "Prometheus reads only the first document of a rule file: these rules are not loaded",
    read: (gathering, { node, wrapper }) => {
      if (wrapper !== undefined && wrapper.manifest.kind !== "ConfigMap") return;
      addRules(gathering, node, wrapper?.manifest);
    },
  },
  {
    is: (node) => has(node, "route") || has(node, "receivers"),
    ignoredAfterFirst:
      "Alertmanager reads only the first document of its configuration, and this is another",
    read: (gathering, { node, wrapper, version }) => {
      const { config, problems } = readAlertmanagerConfig(node, version);
      gathering.problems.push(...problems);
      if (config === undefined) return;
      gathering.alertmanagers.push({ config, manifest: wrapper?.manifest, key: wrapper?.key });
    },
  },
  {
    is: holdsRuleTests,
    ignoredAfterFirst:
      "promtool reads only the first document of a file of tests: these tests are not run",
    read: (gathering, { node }) => {
      const { tests, problems } = readRuleTestsIn(alone(node));
      gathering.problems.push(...problems);
      if (tests !== undefined) gathering.ruleTests.push(tests);
    },
  },
  {
    is: (node) => has(node, "scrape_configs") || has(node, "rule_files") || has(node, "global"),
    ignoredAfterFirst:
      "Prometheus reads only the first document of its configuration, and this is another",
    read: (gathering, { node }) => {
      const { config, problems } = readPrometheusConfigIn(alone(node));
      gathering.problems.push(...problems);
      if (config !== undefined) gathering.prometheus.push(config);
    },
  },
  {
    is: isDashboard,
    read: ({ dashboards }, { node, path }) => {
      dashboards.push({ path, node: fieldOf(node, "dashboard") ?? node });
    },
  },
  { is: isSilences, read: ({ silences }, { node, path }) => void silences.push({ path, node }) },
];

const readManifest = (gathering: Gathering, manifest: Manifest, found: Found): void => {
  gathering.manifests.push(manifest);
  if (manifest.kind === "PrometheusRule") {
    addRules(gathering, manifest.node, manifest);
  }
  if (manifest.kind === "AlertmanagerConfig") {
    const { resource, problems } = readAlertmanagerConfigResource(manifest.node, found.version);
    gathering.problems.push(...problems);
    if (resource !== undefined) gathering.operatorConfigs.push(resource);
  }
  if (manifest.kind === "Alertmanager") {
    gathering.matcherStrategy ??= readMatcherStrategy(manifest.node);
  }
  for (const file of embeddedFiles(manifest)) {
    readEmbedded(gathering, file, { ...found, wrapper: { manifest, key: file.key } });
  }
};

/** How Grafana's sidecar finds dashboards, unless told otherwise. */
const DASHBOARD_LABEL = "grafana_dashboard";

const readEmbedded = (gathering: Gathering, file: EmbeddedFile, found: Wrapped): void => {
  const { key, text } = file;
  if (isYamlFile(file)) readYaml(gathering, parseYamlIn(text), found);
  else if (key.text.endsWith(".tmpl")) {
    gathering.templates.push({ ...text, name: key.text, path: undefined });
  } else if (key.text.endsWith(".json")) {
    const { labels } = found.wrapper.manifest;
    const yaml = parseYamlIn(text);
    const isMeant = labels.some(({ name }) => name.text === DASHBOARD_LABEL);
    if (isMeant || yaml.documents.some(isDashboard)) readYaml(gathering, yaml, found);
  }
};

/** The programs read one document, also when it is empty, and say nothing of the others. */
const ignoredDocument = ({ place }: YamlNode, { ignoredAfterFirst }: Reader): SourceProblem[] =>
  ignoredAfterFirst === undefined
    ? []
    : [
        {
          rule: "ignored-document",
          place,
          message: ignoredAfterFirst,
          mend: "move it into the first document, or into a file of its own",
        },
      ];

const readYaml = (gathering: Gathering, yaml: LocatedYaml, found: Omit<Found, "node">): void => {
  gathering.problems.push(...yaml.problems, ...ignoreCommentProblems(yaml.comments));
  gathering.comments.push(...ignoreComments(yaml));
  for (const [index, node] of yaml.documents.entries()) {
    const manifests = found.wrapper === undefined ? manifestsIn(node) : [];
    for (const manifest of manifests) readManifest(gathering, manifest, { ...found, node });
    if (manifests.length > 0) continue;
    const reader = READERS.find(({ is }) => is(node));
    if (reader !== undefined) {
      if (index > 0) gathering.problems.push(...ignoredDocument(node, reader));
      reader.read(gathering, { ...found, node });
    } else if (found.wrapper === undefined) gathering.unknown.push(found.path);
  }
};

/** The operator adds its resources to the one configuration of its Alertmanager. */
const withResources = ({
  alertmanagers,
  operatorConfigs: resources,
  matcherStrategy: strategy = ON_NAMESPACE,
}: Gathering): FoundAlertmanager[] => {
  const [base, ...others] = alertmanagers;
  const config = mergeResources(base?.config, { resources, strategy });
  if (config === undefined) return [];
  return [{ config, manifest: base?.manifest, key: base?.key }, ...others];
};

const tooLarge = (path: string): SourceProblem => ({
  rule: "file-size",
  place: { file: path, line: 1, column: 1 },
  message: "the file is larger than 10 MiB and was not read",
  mend: "split the file, or leave it out",
});

const templateFile = (path: string, text: string): TemplateFile => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  path,
  text,
  placeAt: fileSource(text, path).placeAt,
});

/** Reads all files, each as what it is. A file whose text is undefined was too large to be read. */
export const readEvidence = (
  files: readonly { readonly path: string; readonly text: string | undefined }[],
  version: AlertmanagerVersion,
): Evidence => {
  const gathering: Gathering = {
    ruleDocuments: [],
    alertmanagers: [],
    operatorConfigs: [],
    matcherStrategy: undefined,
    prometheus: [],
    ruleTests: [],
    templates: [],
    runbooks: [],
    dashboards: [],
    silences: [],
    manifests: [],
    problems: [],
    comments: [],
    sources: {},
    unknown: [],
  };
  const sources: Record<string, string> = {};
  for (const { path, text } of files) {
    if (text === undefined) {
      gathering.problems.push(tooLarge(path));
      continue;
    }
    sources[path] = text;
    if (path.endsWith(".md")) gathering.runbooks.push({ path, text });
    else if (path.endsWith(".tmpl")) gathering.templates.push(templateFile(path, text));
    else readYaml(gathering, parseYaml(text, path), { path, wrapper: undefined, version });
  }
  return { ...gathering, alertmanagers: withResources(gathering), sources };
};
