import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError, environmentName, OPTIONS, readConfig, type Sources } from "./config.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const read = (sources: Partial<Sources> = {}) =>
  readConfig({ flags: {}, environment: {}, ...sources });

const mistakesOf = (sources: Partial<Sources>): readonly string[] => {
  try {
    read(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
};

test("without settings the server listens on this machine only, port 9095, and trusts no plain mail", () => {
  expect(read()).toMatchObject({
    "web.listen-address": { host: "127.0.0.1", port: 9095 },
    "web.external-url": null,
    "storage.path": "tocsin-data",
    "database.url": null,
    catalog: null,
    "smtp.smarthost": null,
    "smtp.require-tls": true,
    "log.level": "info",
    "log.format": "logfmt",
  });
});

test("a flag beats the environment, which beats the file, which beats the default", () => {
  const flags: Record<string, string> = {
    "config.file": file("tocsin.yaml", "storage:\n  path: from-file\n"),
  };
  const environment: Record<string, string> = {};
  const path = () => read({ flags, environment })["storage.path"];
  expect(path()).toBe("from-file");
  environment["TOCSIN_STORAGE_PATH"] = "from-environment";
  expect(path()).toBe("from-environment");
  flags["storage.path"] = "from-flag";
  expect(path()).toBe("from-flag");
});

test("the file is named by a flag or the environment, and may be nested or dotted", () => {
  const nested = file("nested.yaml", "smtp:\n  smarthost: mail:25\n  require-tls: false\n");
  const dotted = file("dotted.yaml", "smtp.smarthost: mail:25\nsmtp.require-tls: false\n");
  const wanted = { "smtp.smarthost": { host: "mail", port: 25 }, "smtp.require-tls": false };
  expect(read({ flags: { "config.file": nested } })).toMatchObject(wanted);
  expect(read({ environment: { TOCSIN_CONFIG_FILE: dotted } })).toMatchObject(wanted);
  expect(read({ flags: { "config.file": file("empty.yaml", "") } })).toEqual(read());
});

const SECRETS = OPTIONS.filter(({ kind }) => kind === "secret").map(({ name }) => name);

test("every secret can come from a file, by flag, environment or settings, without its line's end", () => {
  expect(SECRETS).toEqual([
    "database.url",
    "smtp.password",
    "ingest.token",
    "api.token",
    "metrics.token",
  ]);
  for (const name of SECRETS) {
    const path = file("secret", "postgres://hidden\n");
    const ways: Partial<Sources>[] = [
      { flags: { [`${name}-file`]: path } },
      { environment: { [`${environmentName(name)}_FILE`]: path } },
      { environment: { [environmentName(name)]: "postgres://hidden" } },
      { flags: { "config.file": file("a.yaml", `${name}-file: ${path}\n`) } },
      { flags: { "config.file": file("b.yaml", `${name}: postgres://hidden\n`) } },
    ];
    for (const way of ways) {
      const found = Object.entries(read(way)).find(([key]) => key === name)?.[1];
      expect(JSON.stringify(found)).toBe('"<secret>"');
      expect(`${found}`).toBe("<secret>");
      expect(found).toMatchObject({ reveal: expect.any(Function) });
    }
  }
});

test("DATABASE_URL works as elsewhere, and TOCSIN_DATABASE_URL goes before it", () => {
  const environment: Record<string, string> = { DATABASE_URL: "postgres://a" };
  expect(read({ environment })["database.url"]?.reveal()).toBe("postgres://a");
  environment["TOCSIN_DATABASE_URL"] = "postgres://b";
  expect(read({ environment })["database.url"]?.reveal()).toBe("postgres://b");
});

test("all mistakes are told at once, each with its place and what it should be", () => {
  const path = file(
    "tocsin.yaml",
    "web:\n  external-url: tocsin.example\nsmtp.from: nobody\nlog.levle: debug\ncatalog-file: x\n",
  );
  const mistakes = mistakesOf({
    flags: { "config.file": path, "web.listen-address": "9095" },
    environment: { TOCSIN_LOG_LEVEL: "loud", TOCSIN_API_TOKEN_FILE: join(folder, "nowhere") },
  });
  const beginnings = [
    `${path}: there is no setting "log.levle"; see --help`,
    `${path}: there is no setting "catalog-file"; see --help`,
    `TOCSIN_API_TOKEN_FILE names ${join(folder, "nowhere")}, which cannot be read: `,
    '--web.listen-address: "9095" must be host:port',
    'web.external-url in the configuration file: "tocsin.example" must be an http or https URL',
    'smtp.from in the configuration file: "nobody" must be an e-mail address',
    'TOCSIN_LOG_LEVEL: "loud" Invalid option: expected one of "debug"|"info"|"warn"|"error"',
  ];
  expect(mistakes).toEqual(beginnings.map((text) => expect.stringContaining(text)));
});

test("a secret is never printed, however wrong it is", () => {
  const environment = {
    TOCSIN_DATABASE_URL: "mysql://user:hunter2@host/db",
    TOCSIN_SMTP_PASSWORD: "",
    TOCSIN_API_TOKEN_FILE: file("token", " \n"),
  };
  const mistakes = mistakesOf({ environment });
  expect(mistakes).toEqual([
    "TOCSIN_DATABASE_URL: <secret> must begin with postgres://",
    "TOCSIN_SMTP_PASSWORD: <secret> is empty",
    expect.stringMatching(/^TOCSIN_API_TOKEN_FILE \(.*\): <secret> is empty$/),
  ]);
  expect(mistakes.join()).not.toContain("hunter2");
});

test("a configuration without mistakes can be printed without giving a secret away", () => {
  const config = read({
    environment: { TOCSIN_API_TOKEN: "hunter2", DATABASE_URL: "postgres://hunter2" },
  });
  expect(JSON.stringify(config)).not.toContain("hunter2");
});

test("one token cannot have two scopes", () => {
  const environment = { TOCSIN_API_TOKEN: "same", TOCSIN_INGEST_TOKEN: "same" };
  expect(mistakesOf({ environment })).toEqual([
    "TOCSIN_INGEST_TOKEN: <secret> is api.token too: make another",
  ]);
});

test("addresses are host and port, with IPv6 in brackets, or a port on every interface", () => {
  const address = (text: string) =>
    read({ flags: { "web.listen-address": text } })["web.listen-address"];
  expect(address("[::1]:80")).toEqual({ host: "::1", port: 80 });
  expect(address(":9095")).toEqual({ host: "", port: 9095 });
  expect(address("localhost:0")).toEqual({ host: "localhost", port: 0 });
  for (const wrong of ["localhost", "localhost:", "::1:80", "a:b", "a:70000"]) {
    expect(mistakesOf({ flags: { "web.listen-address": wrong } }), wrong).toHaveLength(1);
  }
});

test("the outside address is an http or https address, used without a slash at its end", () => {
  const url = (text: string) => read({ flags: { "web.external-url": text } })["web.external-url"];
  expect(url("https://tocsin.example.com/")).toBe("https://tocsin.example.com");
  for (const wrong of ["ftp://x", "javascript:alert(1)", "tocsin", ""]) {
    expect(mistakesOf({ flags: { "web.external-url": wrong } }), wrong).toHaveLength(1);
  }
});

test("a file that cannot be read or parsed is named", () => {
  const missing = join(folder, "missing.yaml");
  expect(mistakesOf({ flags: { "config.file": missing } })).toEqual([
    expect.stringContaining(`--config.file names ${missing}, which cannot be read`),
  ]);
  const broken = file("broken.yaml", "a: [");
  expect(mistakesOf({ flags: { "config.file": broken } })).toEqual([
    expect.stringContaining(`${broken} is not YAML`),
  ]);
});
