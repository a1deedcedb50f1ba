import type { Clock } from "./clock.ts";
import { toIso } from "./clock.ts";

/** Least important first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ["logfmt", "json"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What a line says beside its message. `err` may hold whatever was caught; absent values are left out. */
export type LogFields = Readonly<Record<string, unknown>>;

export type Log = Record<LogLevel, (msg: string, fields?: LogFields) => void> & {
  /** The same log for a part of the program; parts of parts are joined with a dot. */
  child(component: string): Log;
};

export type LogSettings = {
  clock: Pick<Clock, "now">;
  /** Gets each line, ending in a newline. */
  write(line: string): void;
  level: LogLevel;
  format: LogFormat;
};

/** Limits a chain of causes: one that leads back to itself must not hang the program. */
const MAX_CAUSES = 8;

const describeError = (error: unknown): string => {
  const messages: string[] = [];
  let rest = error;
  while (rest instanceof Error && messages.length < MAX_CAUSES) {
    messages.push(rest.message === "" ? rest.name : rest.message);
    rest = rest.cause;
  }
  if (rest !== undefined && rest !== null && messages.length < MAX_CAUSES)
    messages.push(asText(rest));
  return messages.join(": ");
};

/** Any value in one string; what knows how to show itself (a secret, a date) does so. */
const asText = (value: unknown): string => {
  if (typeof value === "string") return value;
  if (value instanceof Error) return describeError(value);
  if (typeof value !== "object" || value === null) return String(value);
  try {
    const json = JSON.stringify(value) ?? "";
    const shown: unknown = JSON.parse(json);
    return typeof shown === "string" ? shown : json;
  } catch {
    return "<cannot be shown>";
  }
};

/** Quoted where a reader of logfmt could otherwise not tell where the value ends. */
const logfmtValue = (text: string): string =>
  /^[^\s"=\\\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text);

const toLogfmt = (entries: readonly (readonly [string, string])[]): string =>
  entries.map(([key, text]) => `${key.replaceAll(/[^\w.-]/g, "_")}=${logfmtValue(text)}`).join(" ");

const formatLine = (format: LogFormat, entries: readonly (readonly [string, string])[]): string => {
  switch (format) {
    case "logfmt":
      return toLogfmt(entries);
    case "json":
      return JSON.stringify(Object.fromEntries(entries));
  }
};

const OWN_KEYS = new Set(["ts", "level", "component", "msg"]);

/** A logger with the keys `ts`, `level`, `component`, `msg`, then the fields. */
export const createLog = (settings: LogSettings, component?: string): Log => {
  const print = (level: LogLevel, msg: string, fields: LogFields): void => {
    if (LOG_LEVELS.indexOf(level) < LOG_LEVELS.indexOf(settings.level)) return;
    const entries: [string, string][] = [
      ["ts", toIso(settings.clock.now())],
      ["level", level],
    ];
    if (component !== undefined) entries.push(["component", component]);
    entries.push(["msg", msg]);
    for (const [key, value] of Object.entries(fields)) {
      if (value !== undefined && !OWN_KEYS.has(key)) entries.push([key, asText(value)]);
    }
    settings.write(`${formatLine(settings.format, entries)}\n`);
  };
  return {
    debug: (msg, fields = {}) => print("debug", msg, fields),
    info: (msg, fields = {}) => print("info", msg, fields),
    warn: (msg, fields = {}) => print("warn", msg, fields),
    error: (msg, fields = {}) => print("error", msg, fields),
    child: (part) => createLog(settings, component === undefined ? part : `${component}.${part}`),
  };
};
