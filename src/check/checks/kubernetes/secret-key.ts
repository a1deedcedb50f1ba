import type { LocatedText } from "../../../lib/source.ts";
import type { YamlNode } from "../../../lib/yaml-node.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Manifest } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { Examined } from "../../examined.ts";
import type { Fix } from "../../fix.ts";
import {
  inSpec,
  isOfOperator,
  mayShareNamespace,
  nameOf,
  namePlace,
  objectText,
  operatorObjects,
  specText,
} from "./operator-objects.ts";

/** The one key that the operator looks at (prometheus-operator, pkg/alertmanager/operator.go). */
const KEY = "alertmanager.yaml";
const PREFIX = "alertmanager-";

/** A Secret with a configuration of Alertmanager. */
type ConfigSecret = { readonly manifest: Manifest; readonly key: LocatedText };

const configSecrets = ({ routings }: Examined): readonly ConfigSecret[] =>
  routings.flatMap(({ manifest, key }) =>
    manifest?.kind === "Secret" && key !== undefined ? [{ manifest, key }] : [],
  );

const hasKey = ({ node }: Manifest, key: string): boolean =>
  ["stringData", "data"].some((name) => fieldOf(fieldOf(node, name), key) !== undefined);

/** The Secret from which the operator takes the configuration of an Alertmanager. */
const readBy = (alertmanager: Manifest): string =>
  specText(alertmanager, "configSecret") ?? `${PREFIX}${nameOf(alertmanager)}`;

const CONSEQUENCE =
  "without it, it writes a configuration that tells nobody, and every alert is dropped without a word";

const renamed = (key: LocatedText): Fix => ({
  edits: [
    {
      file: key.file,
      from: key.offsetAt(0),
      to: key.offsetAt(key.text.length - 1) + 1,
      text: KEY,
    },
  ],
});

const wrongKey = ({ manifest, key }: ConfigSecret, reader: Manifest): Discovery => ({
  place: key.placeAt(0),
  subject: nameOf(manifest),
  message: `the operator looks for the key ${KEY} in this Secret of ${objectText(reader)}; ${CONSEQUENCE}`,
  help: `name the key ${KEY}`,
  fix: renamed(key),
});

/** Alertmanager objects are there, and none takes its configuration from the Secret. */
const unread = (
  { manifest }: ConfigSecret,
  alertmanagers: readonly Manifest[],
  { manifests }: Evidence,
): Discovery => {
  const [first] = alertmanagers;
  const wanted = first === undefined ? "" : readBy(first);
  const isThere = manifests.some((other) => other.kind === "Secret" && nameOf(other) === wanted);
  return {
    place: namePlace(manifest),
    subject: nameOf(manifest),
    severity: isThere ? "warning" : "error",
    message: isThere
      ? `no Alertmanager of this set takes its configuration from this Secret: ${first === undefined ? "it" : objectText(first)} takes it from ${wanted}`
      : `no Alertmanager takes its configuration from this Secret: for ${first === undefined ? "it" : objectText(first)} the operator looks for ${wanted}; ${CONSEQUENCE}`,
    help: `name the Secret ${wanted}, or name it in \`spec.configSecret\` of the Alertmanager`,
  };
};

const textAt = (node: YamlNode | undefined): string | undefined =>
  node?.kind === "scalar" ? node.text : undefined;

/** Names of Secrets that pods of the object mount. */
const mountedSecrets = function* (node: YamlNode): Iterable<string | undefined> {
  const spec = fieldOf(node, "spec");
  const pod = fieldOf(fieldOf(spec, "template"), "spec") ?? spec;
  const volumes = fieldOf(pod, "volumes");
  for (const volume of volumes?.kind === "list" ? volumes.items : []) {
    yield textAt(fieldOf(fieldOf(volume, "secret"), "secretName"));
    const sources = fieldOf(fieldOf(volume, "projected"), "sources");
    for (const source of sources?.kind === "list" ? sources.items : []) {
      yield textAt(fieldOf(fieldOf(source, "secret"), "name"));
    }
  }
};

const isMounted = ({ manifest }: ConfigSecret, { manifests }: Evidence): boolean =>
  manifests.some(({ node }) => [...mountedSecrets(node)].includes(nameOf(manifest)));

/** Nothing in the set says who reads the Secret. */
const unproven = ({ manifest, key }: ConfigSecret, evidence: Evidence): Discovery | undefined => {
  if (hasKey(manifest, KEY)) return undefined;
  const name = nameOf(manifest);
  const reader = name.startsWith(PREFIX)
    ? `only for an Alertmanager called "${name.slice(PREFIX.length)}" does it look into "${name}" at all`
    : `it looks into "${name}" only when \`spec.configSecret\` of the Alertmanager names it`;
  return {
    place: key.placeAt(0),
    subject: name,
    severity: evidence.manifests.some(isOfOperator) ? "warning" : "info",
    message: `the Prometheus operator does not read this key: it looks for ${KEY}; ${CONSEQUENCE}\n${reader}, and no Alertmanager object is in this set`,
    help: `name the key ${KEY} and the Secret ${PREFIX}<name of the Alertmanager>, or show the Alertmanager object, or the workload that mounts the Secret`,
  };
};

const discoveryOf = (secret: ConfigSecret, { evidence }: Examined): Discovery | undefined => {
  const alertmanagers = operatorObjects(evidence, "Alertmanager").filter(
    (one) =>
      mayShareNamespace(one, secret.manifest) &&
      inSpec(one, "alertmanagerConfiguration") === undefined,
  );
  const reader = alertmanagers.find((one) => readBy(one) === nameOf(secret.manifest));
  if (reader !== undefined) {
    return hasKey(secret.manifest, KEY) ? undefined : wrongKey(secret, reader);
  }
  if (isMounted(secret, evidence)) return undefined;
  return alertmanagers.length > 0
    ? unread(secret, alertmanagers, evidence)
    : unproven(secret, evidence);
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const secret of configSecrets(examined)) {
    const found = discoveryOf(secret, examined);
    if (found !== undefined) yield found;
  }
};

export const secretKey: Check = {
  name: "secret-key",
  severity: "error",
  title: "A Secret with a configuration of Alertmanager that the Prometheus operator does not read",
  find,
};
