import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import * as z from "zod";
import { LOG_FORMATS, LOG_LEVELS } from "../lib/log.ts";
import { type Secret, secret } from "../lib/secret.ts";

type Option = {
  /** The flag without its dashes; also the path in the file and, in capitals, the environment's name. */
  name: string;
  aliases?: readonly string[];
  kind: "text" | "switch" | "secret";
  fallback: string | null;
  says: string;
};

/**
 * Every setting of the server, declared once: flag, file, environment, help and reference come from
 * here. Secrets come from the environment or a file, never from the command line, which others can read.
 */
export const OPTIONS: readonly Option[] = [
  {
    name: "web.listen-address",
    aliases: ["listen"],
    kind: "text",
    fallback: "127.0.0.1:9095",
    says: "Address to listen on; port 0 takes a free one.",
  },
  {
    name: "web.external-url",
    kind: "text",
    fallback: null,
    says: "Where people reach this server; links in pages begin with it. Default: the listen address.",
  },
  {
    name: "storage.path",
    aliases: ["data"],
    kind: "text",
    fallback: "tocsin-data",
    says: "Folder for the private PostgreSQL. Not used with a database URL.",
  },
  {
    name: "storage.postgres-bin",
    kind: "text",
    fallback: null,
    says: "Folder with initdb and postgres, to use them instead of the ones from npm.",
  },
  {
    name: "database.url",
    kind: "secret",
    fallback: null,
    says: "PostgreSQL to share with other replicas (DATABASE_URL works too).",
  },
  {
    name: "catalog",
    kind: "text",
    fallback: null,
    says: "The catalog.json that `tocsin build` wrote.",
  },
  {
    name: "smtp.smarthost",
    kind: "text",
    fallback: null,
    says: "Mail server as host:port. Without it nobody can be paged by e-mail.",
  },
  { name: "smtp.from", kind: "text", fallback: "tocsin@localhost", says: "Sender of pages." },
  {
    name: "smtp.require-tls",
    kind: "switch",
    fallback: "true",
    says: "Refuse to send mail over an unencrypted connection.",
  },
  {
    name: "smtp.username",
    kind: "text",
    fallback: null,
    says: "Name to sign in with at the mail server.",
  },
  { name: "smtp.password", kind: "secret", fallback: null, says: "Password for the mail server." },
  {
    name: "ingest.token",
    kind: "secret",
    fallback: null,
    says: "Token for senders: good for /webhooks/ only. Made at first start when not given.",
  },
  {
    name: "api.token",
    kind: "secret",
    fallback: null,
    says: "Token for people and scripts. Made at first start when not given.",
  },
  {
    name: "metrics.token",
    kind: "secret",
    fallback: null,
    says: "Token good for /metrics only, for the Prometheus that watches Tocsin.",
  },
  { name: "log.level", kind: "text", fallback: "info", says: "debug, info, warn or error." },
  { name: "log.format", kind: "text", fallback: "logfmt", says: "logfmt or json." },
];

export const environmentName = (name: string): string =>
  `TOCSIN_${name.toUpperCase().replaceAll(/[.-]/g, "_")}`;

const addressSchema = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^:]*):\d{1,5}$/, "must be host:port");

const asAddress = addressSchema.transform((text, context) => {
  const at = text.lastIndexOf(":");
  const port = Number(text.slice(at + 1));
  if (port > 65535) context.addIssue({ code: "custom", message: "has a port above 65535" });
  return { host: text.slice(0, at).replaceAll(/[[\]]/g, ""), port };
});

const asSecret = z
  .string()
  .min(1, "is empty")
  .transform((text): Secret => secret(text));

const configSchema = z.object({
  "web.listen-address": asAddress,
  "web.external-url": z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .transform((url) => url.replace(/\/+$/, ""))
    .nullable(),
  "storage.path": z.string().min(1, "is empty"),
  "storage.postgres-bin": z.string().nullable(),
  "database.url": z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .transform((url): Secret => secret(url))
    .nullable(),
  catalog: z.string().nullable(),
  "smtp.smarthost": asAddress.nullable(),
  "smtp.from": z.string().regex(/@[^\s@]+$/, "must be an e-mail address"),
  "smtp.require-tls": z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((text) => text === "true"),
  "smtp.username": z.string().nullable(),
  "smtp.password": asSecret.nullable(),
  "ingest.token": asSecret.nullable(),
  "api.token": asSecret.nullable(),
  "metrics.token": asSecret.nullable(),
  "log.level": z.enum(LOG_LEVELS),
  "log.format": z.enum(LOG_FORMATS),
});

export type Config = z.infer<typeof configSchema>;

/** Everything that is wrong with the settings, each with its place and what to do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[], options?: ErrorOptions) {
    super(
      `the settings cannot be used:\n${mistakes.map((text) => `  ${text}`).join("\n")}`,
      options,
    );
    this.mistakes = mistakes;
  }
}

type Found = { value: string; place: string };
export type Sources = {
  flags: Readonly<Record<string, string>>;
  environment: Readonly<Record<string, string | undefined>>;
};

const flatten = (value: unknown, path: string, into: Map<string, string>): void => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) {
      flatten(inner, path === "" ? key : `${path}.${key}`, into);
    }
  } else into.set(path, String(value));
};

const readText = (path: string, asked: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`${asked} names ${path}, which cannot be read: ${why}`], { cause });
  }
};

const readConfigFile = (path: string | undefined): Map<string, string> => {
  const values = new Map<string, string>();
  if (path === undefined) return values;
  try {
    flatten(parseYaml(readText(path, "--config.file")) ?? {}, "", values);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([`${path} is not YAML: ${why}`], { cause });
  }
  return values;
};

const unknownSettings = (file: Map<string, string>, path: string | undefined): string[] => {
  const known = new Set(
    OPTIONS.flatMap(({ name, kind }) => (kind === "secret" ? [name, `${name}-file`] : [name])),
  );
  return [...file.keys()]
    .filter((key) => !known.has(key))
    .map((key) => `${path}: there is no setting "${key}"; see --help`);
};

/** Default < file < environment < flag. */
const find = (option: Option, sources: Sources, file: Map<string, string>): Found | null => {
  const { name, kind } = option;
  const variable = environmentName(name);
  const candidates: (Found | null)[] = [];
  const offer = (value: string | undefined, place: string) => {
    candidates.push(value === undefined ? null : { value, place });
  };
  const offerFile = (path: string | undefined, place: string) => {
    offer(path === undefined ? undefined : readText(path, place).trim(), `${place} (${path})`);
  };
  offer(sources.flags[name], `--${name}`);
  if (kind === "secret") offerFile(sources.flags[`${name}-file`], `--${name}-file`);
  offer(sources.environment[variable], variable);
  if (kind === "secret") offerFile(sources.environment[`${variable}_FILE`], `${variable}_FILE`);
  if (name === "database.url") offer(sources.environment["DATABASE_URL"], "DATABASE_URL");
  offer(file.get(name), `${name} in the configuration file`);
  if (kind === "secret")
    offerFile(file.get(`${name}-file`), `${name}-file in the configuration file`);
  return candidates.find((candidate) => candidate !== null) ?? null;
};

const settingMistakes = (
  error: z.ZodError,
  values: Readonly<Record<string, string | null>>,
  places: ReadonlyMap<string, string>,
): string[] =>
  error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    const isSecret = OPTIONS.find((option) => option.name === name)?.kind === "secret";
    return `${places.get(name)}: ${isSecret ? "<secret>" : `"${values[name]}"`} ${message}`;
  });

/** A token is kept with one scope: one that two settings share would be good for only one of them. */
const sharedTokens = (config: Config, places: ReadonlyMap<string, string>): string[] => {
  const holders = new Map<string, string>();
  return (["api.token", "ingest.token", "metrics.token"] as const).flatMap((name) => {
    const token = config[name]?.reveal();
    if (token === undefined) return [];
    const holder = holders.get(token);
    holders.set(token, name);
    return holder === undefined
      ? []
      : [`${places.get(name)}: <secret> is ${holder} too: make another`];
  });
};

/** Reads every setting, or throws ConfigError with all that is wrong at once. */
export const readConfig = (sources: Sources): Config => {
  const path = sources.flags["config.file"] ?? sources.environment["TOCSIN_CONFIG_FILE"];
  const file = readConfigFile(path);
  const mistakes = unknownSettings(file, path);
  const places = new Map<string, string>();
  const values: Record<string, string | null> = {};
  for (const option of OPTIONS) {
    values[option.name] = option.fallback;
    try {
      const found = find(option, sources, file);
      if (found !== null) values[option.name] = found.value;
      places.set(option.name, found?.place ?? `the default of --${option.name}`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(...error.mistakes);
    }
  }
  const parsed = configSchema.safeParse(values);
  if (parsed.success) mistakes.push(...sharedTokens(parsed.data, places));
  else mistakes.push(...settingMistakes(parsed.error, values, places));
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new ConfigError(mistakes);
};
