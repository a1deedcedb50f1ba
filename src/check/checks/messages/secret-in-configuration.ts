import { INTEGRATION_TYPES } from "../../../alertmanager/config/integrations/integration-types.ts";
import type { YamlNode, YamlScalar } from "../../../lib/yaml-node.ts";
import { fieldOf } from "../../../lib/yaml-value.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import { hasAddressSecret, isLiteralSecret } from "./literal-secret.ts";

/** Fields that hold a secret wherever they stand. */
const SECRET_FIELDS = new Set([
  ...["service_key", "api_key", "api_secret", "bot_token", "app_token", "token", "user_key"],
  ...["alert_source_token", "auth_password", "auth_secret", "secret_key", "password"],
  ...["credentials", "bearer_token", "client_secret", "key", "client_certificate_key"],
  ...["smtp_auth_password", "smtp_auth_secret", "opsgenie_api_key", "wechat_api_secret"],
  ...["victorops_api_key", "slack_app_token", "telegram_bot_token", "rocketchat_token"],
]);

/** Addresses by which anybody who knows them can write. */
const SECRET_ADDRESSES = new Set(["slack_api_url", "mattermost_webhook_url", "webhook_url"]);

/** Addresses that hold a secret only in some forms. */
const ADDRESSES = new Set(["api_url", "url", "proxy_url", "token_url"]);

/** Mappings whose keys are the user's, with texts for people. */
const TEXTS = new Set(["details", "headers", "custom_fields", "attributes", "fields", "actions"]);

type Where = {
  /** The kind of integration; undefined for `global`. */
  readonly kind: string | undefined;
  readonly subject: string;
};

type Held = { readonly where: Where; readonly field: string; readonly value: YamlScalar };

const holdsSecret = ({ where, field, value }: Held): boolean => {
  const name = field.split(".").at(-1) ?? field;
  if (SECRET_FIELDS.has(name)) return isLiteralSecret(value.text);
  // VictorOps' routing key only says who is called.
  if (field === "routing_key") return where.kind === "pagerduty" && isLiteralSecret(value.text);
  if (SECRET_ADDRESSES.has(name)) return isLiteralSecret(value.text);
  if (!ADDRESSES.has(name)) return false;
  const isKey = field === "api_url" && where.kind === "slack";
  return isKey ? hasAddressSecret(value.text, "slack") : hasAddressSecret(value.text, "any");
};

const heldIn = function* (where: Where, node: YamlNode | undefined, path = ""): Iterable<Held> {
  if (node?.kind !== "map") return;
  for (const { key, value } of node.entries) {
    const field = path === "" ? key.text : `${path}.${key.text}`;
    if (value.kind === "map" && !TEXTS.has(key.text)) yield* heldIn(where, value, field);
    const held = value.kind === "scalar" ? { where, field, value } : undefined;
    if (held !== undefined && holdsSecret(held)) yield held;
  }
};

const globalFor: Readonly<Record<string, string>> = {
  "slack.api_url": "slack_api_url",
  "opsgenie.api_key": "opsgenie_api_key",
  "victorops.api_key": "victorops_api_key",
  "wechat.api_secret": "wechat_api_secret",
  "mattermost.webhook_url": "mattermost_webhook_url",
};

/** Of `http_config`, in every version. */
const FILES_OF_HTTP = new Set(["password", "credentials", "bearer_token", "client_secret", "key"]);
const FILES_OF_GLOBAL = new Set([
  ...["slack_api_url", "smtp_auth_password", "opsgenie_api_key", "victorops_api_key"],
]);
const LATER_FILES_OF_GLOBAL = new Set([
  ...["smtp_auth_secret", "wechat_api_secret", "slack_app_token", "telegram_bot_token"],
  ...["rocketchat_token", "mattermost_webhook_url"],
]);

/** The field that takes the path of a file instead; undefined where the version has none. */
const fileField = ({ where, field }: Held, isCurrent: boolean): string | undefined => {
  const name = field.split(".").at(-1) ?? field;
  const own = `${name}_file`;
  if (field.includes(".")) return FILES_OF_HTTP.has(name) ? own : undefined;
  if (where.kind === undefined) {
    const isThere = FILES_OF_GLOBAL.has(name) || (isCurrent && LATER_FILES_OF_GLOBAL.has(name));
    return isThere ? own : undefined;
  }
  const config = INTEGRATION_TYPES.find(({ kind }) => kind === where.kind)?.config;
  const isThere =
    Object.hasOwn(config?.fields ?? {}, own) ||
    (isCurrent && Object.hasOwn(config?.later ?? {}, own));
  return isThere ? own : undefined;
};

const helpOf = (held: Held, { config }: Routing, examined: Examined): string => {
  const { kind } = held.where;
  const globalName = globalFor[`${kind}.${held.field}`];
  const global =
    globalName === undefined ? undefined : fieldOf(fieldOf(config.node, "global"), globalName);
  if (global?.kind === "scalar" && global.text === held.value.text) {
    return `leave it out: global.${globalName} says the same, and can be \`${globalName}_file\``;
  }
  const file = fileField(held, examined.settings.alertmanagerVersion === "current");
  return file === undefined
    ? "this version reads it from no file: keep the configuration out of the repository, or let deployment fill it in; and replace it if it was ever committed"
    : `put it into a file that only Alertmanager can read and write \`${file}: /etc/alertmanager/secrets/…\`; replace it if it was ever committed`;
};

const discovery = (held: Held, routing: Routing, examined: Examined): Discovery => {
  const { where, field, value } = held;
  const isSecretObject = routing.manifest?.kind === "Secret";
  const what = where.kind === undefined ? `global.${field}` : `${field} of ${where.kind}`;
  return {
    place: value.placeAt(0),
    subject: where.subject,
    message: `${what} stands here in plain text: whoever reads this file can write in your name${isSecretObject ? "\na Kubernetes Secret is encoded, not encrypted: in a repository it is as open as any file" : ""}`,
    help: helpOf(held, routing, examined),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    const { config } = routing;
    const ofGlobal = heldIn(
      { kind: undefined, subject: config.file },
      fieldOf(config.node, "global"),
    );
    for (const held of ofGlobal) yield discovery(held, routing, examined);
    for (const { name, integrations } of config.receivers) {
      for (const { kind, node } of integrations) {
        for (const held of heldIn({ kind, subject: name.text }, node)) {
          yield discovery(held, routing, examined);
        }
      }
    }
  }
};

export const secretInConfiguration: Check = {
  name: "secret-in-configuration",
  severity: "warning",
  title: "A secret in plain text in the configuration",
  find,
};
