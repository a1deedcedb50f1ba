import type { Clock } from "../clock.ts";
import { freePort } from "./free-port.ts";
import { type Server, startServer } from "./server.ts";

export type RedisExporter = Server & {
  /** host:port, as Prometheus names the instance. */
  address: string;
};

/**
 * Well below the scrape's own timeout: a Redis that hangs must read `redis_up 0` from an exporter
 * that answers, and not as an exporter that is down.
 */
const CONNECTION_TIMEOUT = "300ms";

export const startRedisExporter = async (
  { redisUrl, folder }: { redisUrl: string; folder: string },
  clock: Clock,
): Promise<RedisExporter> => {
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startServer(
    {
      name: "redis-exporter",
      command: "prometheus-redis-exporter",
      args: [
        `--redis.addr=${redisUrl}`,
        `--web.listen-address=${address}`,
        `--connection-timeout=${CONNECTION_TIMEOUT}`,
      ],
      folder,
      ready: /Providing metrics at/,
    },
    clock,
  );
  return { ...server, address };
};
