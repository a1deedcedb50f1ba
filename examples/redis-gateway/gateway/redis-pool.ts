import { Redis } from "ioredis";
import type { Clock } from "../clock.ts";
import { GatewayError } from "./gateway-error.ts";
import { describeRedisFailure, isConnectionFailure, isTimeout } from "./redis-failure.ts";

export type RedisPoolOptions = {
  url: string;
  size: number;
  /** How long a request waits for a free connection before it is refused. */
  acquireTimeoutMs: number;
  /** How long a command, or connecting, may take. */
  commandTimeoutMs: number;
  /** Called for each command that failed because Redis was not reached or did not answer. */
  onConnectionFailure(): void;
};

/** A fixed number of connections; one request holds one of them at a time. */
export type RedisPool = {
  readonly size: number;
  /** Connections in use now. */
  active(): number;
  /** Lends a connection for the duration of `work`. Rejects only with GatewayError. */
  use<T>(work: (connection: Redis) => Promise<T>): Promise<T>;
  close(): void;
};

const LONGEST_RECONNECT_DELAY_MS = 1000;

const openConnection = (options: RedisPoolOptions): Redis => {
  const connection = new Redis(options.url, {
    commandTimeout: options.commandTimeoutMs,
    connectTimeout: options.commandTimeoutMs,
    // A command meets Redis now or fails now: no queue that fills in an outage, and no write that
    // is sent again after its client was told that it failed.
    enableOfflineQueue: false,
    lazyConnect: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(50 * attempt, LONGEST_RECONNECT_DELAY_MS),
  });
  // Commands report what matters; without a listener a refused connection would end the process.
  connection.on("error", () => {});
  return connection;
};

/**
 * Resolves when each connection is open or has failed once; those that failed go on trying. So the
 * first request does not meet a connection that is still being made.
 */
export const openRedisPool = async (
  options: RedisPoolOptions,
  clock: Clock,
): Promise<RedisPool> => {
  const connections = Array.from({ length: options.size }, () => openConnection(options));
  await Promise.allSettled(connections.map((connection) => connection.connect()));
  const idle = new Set(connections);
  const waiting = new Set<(connection: Redis) => void>();

  const take = async (): Promise<Redis> => {
    const free = [...idle].find(({ status }) => status === "ready") ?? [...idle][0];
    if (free !== undefined) {
      idle.delete(free);
      return free;
    }
    const gotOne = new AbortController();
    let given: Redis | undefined;
    const receive = (connection: Redis) => {
      given = connection;
      gotOne.abort();
    };
    waiting.add(receive);
    await clock.sleep(options.acquireTimeoutMs, gotOne.signal);
    waiting.delete(receive);
    if (given !== undefined) return given;
    throw new GatewayError(503, "pool_exhausted", {
      message: `All ${options.size} connections to Redis are busy. Try again later.`,
    });
  };

  const giveBack = (connection: Redis) => {
    const next = waiting.values().next().value;
    if (next === undefined) {
      idle.add(connection);
      return;
    }
    waiting.delete(next);
    next(connection);
  };

  const use = async <T>(work: (connection: Redis) => Promise<T>): Promise<T> => {
    const connection = await take();
    try {
      return await work(connection);
    } catch (error) {
      if (isConnectionFailure(error)) options.onConnectionFailure();
      // The peer may be gone without a word; waiting for TCP to notice takes minutes.
      if (isTimeout(error)) connection.disconnect(true);
      throw describeRedisFailure(error);
    } finally {
      giveBack(connection);
    }
  };

  return {
    size: options.size,
    active: () => options.size - idle.size,
    use,
    close: () => {
      for (const connection of connections) connection.disconnect();
    },
  };
};
