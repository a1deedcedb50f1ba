import type { Clock } from "../clock.ts";
import { createApp } from "./app.ts";
import { authenticator } from "./authentication.ts";
import type { GatewayConfig } from "./config.ts";
import { createMetrics } from "./metrics.ts";
import { probeRedis } from "./probe.ts";
import { openRedisPool } from "./redis-pool.ts";

export type Gateway = {
  url: string;
  /** Answers what is in flight, then lets go of Redis. */
  close(): Promise<void>;
};

export const startGateway = async (config: GatewayConfig, clock: Clock): Promise<Gateway> => {
  const metrics = createMetrics();
  const pool = await openRedisPool(
    {
      url: config.redisUrl,
      size: config.poolSize,
      acquireTimeoutMs: config.acquireTimeoutMs,
      commandTimeoutMs: config.commandTimeoutMs,
      onConnectionFailure: metrics.countConnectionFailure,
    },
    clock,
  );
  metrics.watchPool(pool);
  const app = createApp({
    pool,
    metrics,
    authenticate: authenticator(config, clock),
    logLevel: config.logLevel,
  });
  const stopping = new AbortController();
  const probing = probeRedis(pool, {
    clock,
    intervalMs: config.probeIntervalMs,
    signal: stopping.signal,
  });
  const close = async () => {
    stopping.abort();
    await app.close();
    await probing;
    pool.close();
  };
  try {
    return { url: await app.listen({ host: config.host, port: config.port }), close };
  } catch (error) {
    await close();
    throw error;
  }
};
