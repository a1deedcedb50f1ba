import type { Scope } from "./authentication.ts";

const READING = [
  "EXISTS",
  "GET",
  "HGET",
  "HGETALL",
  "LLEN",
  "LRANGE",
  "MGET",
  "PTTL",
  "SISMEMBER",
  "SMEMBERS",
  "STRLEN",
  "TTL",
  "TYPE",
  "ZRANGE",
  "ZSCORE",
];

const WRITING = [
  "APPEND",
  "DECR",
  "DECRBY",
  "DEL",
  "EXPIRE",
  "HDEL",
  "HSET",
  "INCR",
  "INCRBY",
  "LPOP",
  "LPUSH",
  "PERSIST",
  "RPOP",
  "RPUSH",
  "SADD",
  "SET",
  "SREM",
  "ZADD",
  "ZREM",
];

const COMMANDS: ReadonlyMap<string, Scope> = new Map([
  ...READING.map((name): [string, Scope] => [name, "redis:read"]),
  ...WRITING.map((name): [string, Scope] => [name, "redis:write"]),
]);

/**
 * The scope that a command needs, or undefined for one that may not be called at all: those that
 * block a connection, reach beyond their keys or administer the server.
 */
export const scopeOfCommand = (name: string): Scope | undefined => COMMANDS.get(name.toUpperCase());
