import { fieldOf } from "../../lib/yaml-value.ts";
import { atMostOneOf, has, needsOneOf, textOf } from "./rules.ts";
import type { Fields, ObjectType, Rule } from "./schema.ts";

// Prometheus's common/config/http_config.go: that of 0.38, and what later ones add.

const TLS_FIELDS = {
  ca_file: "text",
  cert_file: "text",
  key_file: "text",
  server_name: "text",
  insecure_skip_verify: "bool",
  min_version: "tls-version",
  max_version: "tls-version",
} satisfies Fields;

const bothOrNeither =
  (first: readonly string[], second: readonly string[]): Rule =>
  (settings) => {
    const hasFirst = first.some((field) => has(settings, field));
    const hasSecond = second.some((field) => has(settings, field));
    if (hasFirst === hasSecond) return undefined;
    const missing = hasFirst ? second : first;
    return {
      message: `exactly one of ${missing.join(" or ")} must be configured when a client ${hasFirst ? "certificate" : "key"} is configured`,
      mend: `set ${missing.join(" or ")}`,
    };
  };

export const TLS_CONFIG: ObjectType = {
  what: "tls_config",
  fields: TLS_FIELDS,
  later: {
    ca: "text",
    cert: "text",
    key: "text",
    ca_ref: "text",
    cert_ref: "text",
    key_ref: "text",
  },
  laterRules: [
    atMostOneOf("ca", "ca_file", "ca_ref"),
    atMostOneOf("cert", "cert_file", "cert_ref"),
    atMostOneOf("key", "key_file", "key_ref"),
    bothOrNeither(["cert", "cert_file", "cert_ref"], ["key", "key_file", "key_ref"]),
  ],
};

const PROXY_FIELDS = {
  proxy_url: "proxy-url",
  no_proxy: "text",
  proxy_from_environment: "bool",
  proxy_connect_header: { values: { list: "text" } },
} satisfies Fields;

const OAUTH2: ObjectType = {
  what: "oauth2",
  fields: {
    client_id: "text",
    client_secret: "text",
    client_secret_file: "text",
    scopes: { list: "text" },
    token_url: "text",
    endpoint_params: { values: "text" },
    proxy_url: "proxy-url",
    tls_config: { object: TLS_CONFIG },
  },
  later: {
    ...PROXY_FIELDS,
    client_secret_ref: "text",
    client_certificate_key_id: "text",
    client_certificate_key: "text",
    client_certificate_key_file: "text",
    client_certificate_key_ref: "text",
    grant_type: "text",
    signature_algorithm: "text",
    iss: "text",
    audience: "text",
    claims: "any",
  },
  rules: [
    needsOneOf(["client_id"], "oauth2 client_id must be configured"),
    needsOneOf(["token_url"], "oauth2 token_url must be configured"),
    atMostOneOf("client_secret", "client_secret_file"),
  ],
  formerRules: [
    needsOneOf(
      ["client_secret", "client_secret_file"],
      "either oauth2 client_secret or client_secret_file must be configured",
    ),
  ],
};

const AUTHORIZATION: ObjectType = {
  what: "authorization",
  fields: { type: "text", credentials: "text", credentials_file: "text" },
  later: { credentials_ref: "text" },
  rules: [
    atMostOneOf("credentials", "credentials_file"),
    (settings) =>
      textOf(settings, "type").trim().toLowerCase() === "basic"
        ? {
            message: 'authorization type cannot be set to "basic"',
            mend: "use basic_auth instead",
            field: "type",
          }
        : undefined,
  ],
};

const BASIC_AUTH: ObjectType = {
  what: "basic_auth",
  fields: { username: "text", password: "text", password_file: "text" },
  later: { username_file: "text", username_ref: "text", password_ref: "text" },
  rules: [atMostOneOf("password", "password_file")],
  laterRules: [atMostOneOf("username", "username_file")],
};

const bearerRule: Rule = (settings) => {
  const bearer = ["bearer_token", "bearer_token_file"].find((field) => has(settings, field));
  const other = ["basic_auth", "oauth2", "authorization"].find((field) => has(settings, field));
  if (bearer === undefined || other === undefined) return undefined;
  return {
    message: `${other} is not compatible with ${bearer}`,
    mend: `remove one of the two`,
    field: bearer,
  };
};

const proxyRule: Rule = (settings) =>
  has(settings, "proxy_connect_header") &&
  !has(settings, "proxy_url") &&
  textOf(settings, "proxy_from_environment") !== "true"
    ? {
        message: "if proxy_connect_header is configured proxy_url must also be configured",
        mend: "set proxy_url",
        field: "proxy_connect_header",
      }
    : undefined;

export const HTTP_CONFIG: ObjectType = {
  what: "http_config",
  fields: {
    basic_auth: { object: BASIC_AUTH },
    authorization: { object: AUTHORIZATION },
    oauth2: { object: OAUTH2 },
    bearer_token: "text",
    bearer_token_file: "text",
    proxy_url: "proxy-url",
    proxy_connect_header: { values: { list: "text" } },
    tls_config: { object: TLS_CONFIG },
    follow_redirects: "bool",
    enable_http2: "bool",
  },
  later: { ...PROXY_FIELDS, http_headers: "any" },
  rules: [
    atMostOneOf("bearer_token", "bearer_token_file"),
    atMostOneOf("basic_auth", "oauth2", "authorization"),
    bearerRule,
    proxyRule,
  ],
};

/** Whether the `http_config` of a mapping says how to authorize, by a bearer token or in full. */
export const hasAuthorization: (settings: Parameters<Rule>[0]) => boolean = ({ map }) => {
  const http = fieldOf(map, "http_config");
  if (http?.kind !== "map") return false;
  return ["authorization", "bearer_token", "bearer_token_file"].some((field) =>
    has({ map: http }, field),
  );
};
