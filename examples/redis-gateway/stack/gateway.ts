import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../clock.ts";
import { freePort } from "./free-port.ts";
import { type Server, startServer } from "./server.ts";

export type GatewayServer = Server & {
  /** host:port, as Prometheus names the instance. */
  address: string;
  url: string;
  apiKey: string;
};

export type GatewayServerOptions = { redisUrl: string; apiKey: string; folder: string };

const MAIN = fileURLToPath(new URL("../gateway/main.ts", import.meta.url));

/** The gateway in a process of its own, with the limits of a service that is scraped each second. */
export const startGatewayServer = async (
  { redisUrl, apiKey, folder }: GatewayServerOptions,
  clock: Clock,
): Promise<GatewayServer> => {
  const address = `127.0.0.1:${await freePort()}`;
  const keysFile = join(folder, "gateway-api-keys");
  await writeFile(keysFile, `${apiKey}\n`, { mode: 0o600 });
  const server = await startServer(
    {
      name: "gateway",
      command: process.execPath,
      args: [
        MAIN,
        `--web.listen-address=${address}`,
        `--redis.url=${redisUrl}`,
        "--redis.pool-size=8",
        "--redis.acquire-timeout-ms=200",
        "--redis.command-timeout-ms=400",
        "--redis.probe-interval-ms=500",
        `--auth.api-keys-file=${keysFile}`,
        "--log.level=fatal",
      ],
      folder,
      ready: /listening on /,
    },
    clock,
  );
  return { ...server, address, url: `http://${address}`, apiKey };
};
