import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as z from "zod";

/** One setting: `--redis.url` on the command line, `REDIS_GATEWAY_REDIS_URL` in the environment. */
const SETTINGS = {
  "web.listen-address": { default: "127.0.0.1:8080", says: "host:port; port 0 takes a free one" },
  "redis.url": { default: "redis://127.0.0.1:6379", says: "redis://[user:password@]host:port" },
  "redis.pool-size": { default: "10", says: "connections to Redis" },
  "redis.acquire-timeout-ms": { default: "500", says: "longest wait for a free connection" },
  "redis.command-timeout-ms": { default: "1000", says: "longest wait for an answer of Redis" },
  "redis.probe-interval-ms": { default: "5000", says: "time between two background pings" },
  "auth.api-keys-file": { default: "", says: "a file with one API key a line" },
  "auth.jwt-secret-file": { default: "", says: "a file with the HS256 secret of bearer tokens" },
  "log.level": { default: "warn", says: "fatal, error, warn, info, debug or silent" },
} as const;
type Setting = keyof typeof SETTINGS;

const milliseconds = z.coerce.number().int().min(1);
/** RFC 7518, section 3.2: an HS256 key has at least the 256 bits of the hash. */
const MIN_SECRET_BYTES = 32;

const configSchema = z
  .object({
    "web.listen-address": z.string().regex(/^.+:\d{1,5}$/, "must be host:port"),
    "redis.url": z.url({ protocol: /^rediss?$/ }),
    "redis.pool-size": z.coerce.number().int().min(1).max(1000),
    "redis.acquire-timeout-ms": milliseconds,
    "redis.command-timeout-ms": milliseconds,
    "redis.probe-interval-ms": milliseconds,
    "auth.api-keys-file": z.string(),
    "auth.jwt-secret-file": z.string(),
    "log.level": z.enum(["fatal", "error", "warn", "info", "debug", "silent"]),
  })
  .refine((all) => all["auth.api-keys-file"] !== "" || all["auth.jwt-secret-file"] !== "", {
    message: "give --auth.api-keys-file or --auth.jwt-secret-file: nobody could use the gateway",
  });

export type GatewayConfig = {
  host: string;
  port: number;
  redisUrl: string;
  poolSize: number;
  acquireTimeoutMs: number;
  commandTimeoutMs: number;
  probeIntervalMs: number;
  apiKeys: string[];
  jwtSecret: string | undefined;
  logLevel: string;
};

const environmentName = (setting: string) =>
  `REDIS_GATEWAY_${setting.toUpperCase().replaceAll(/[.-]/g, "_")}`;

const settingNames = (): Setting[] =>
  // Object.keys forgets the key type of a literal.
  Object.keys(SETTINGS) as Setting[];

export const usage = (): string =>
  [
    "usage: node gateway/main.ts [--setting=value]...",
    "",
    ...settingNames().map(
      (name) =>
        `  --${name.padEnd(26)} ${SETTINGS[name].says} (${SETTINGS[name].default || "none"})`,
    ),
    "",
    `Each is also read from the environment, as in ${environmentName("redis.url")}.`,
  ].join("\n");

const readLines = (file: string): string[] =>
  file === ""
    ? []
    : readFileSync(file, "utf8")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");

const readSecret = (file: string): string | undefined => {
  const [secret] = readLines(file);
  if (file !== "" && Buffer.byteLength(secret ?? "") < MIN_SECRET_BYTES) {
    throw new Error(`${file}: an HS256 secret needs at least ${MIN_SECRET_BYTES} bytes`);
  }
  return secret;
};

/** Settings from defaults, then the environment, then flags. Throws an Error that says what is wrong. */
export const readConfig = (args: string[], environment: NodeJS.ProcessEnv): GatewayConfig => {
  const options = Object.fromEntries(
    settingNames().map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args, options });
  const raw = Object.fromEntries(
    settingNames().map((name) => [
      name,
      values[name] ?? environment[environmentName(name)] ?? SETTINGS[name].default,
    ]),
  );
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const config = parsed.data;
  const address = config["web.listen-address"];
  const colon = address.lastIndexOf(":");
  return {
    host: address.slice(0, colon),
    port: Number(address.slice(colon + 1)),
    redisUrl: config["redis.url"],
    poolSize: config["redis.pool-size"],
    acquireTimeoutMs: config["redis.acquire-timeout-ms"],
    commandTimeoutMs: config["redis.command-timeout-ms"],
    probeIntervalMs: config["redis.probe-interval-ms"],
    apiKeys: readLines(config["auth.api-keys-file"]),
    jwtSecret: readSecret(config["auth.jwt-secret-file"]),
    logLevel: config["log.level"],
  };
};
