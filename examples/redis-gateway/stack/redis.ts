import { Redis } from "ioredis";
import type { Clock } from "../clock.ts";
import { freePort } from "./free-port.ts";
import { type Server, startServer } from "./server.ts";

export type RedisServer = Server & {
  /** Without credentials, as the exporter and an administrator see it. */
  url: string;
  /** With the credentials of the gateway's own Redis user. */
  gatewayUrl: string;
  /** Takes a command from the gateway's Redis user, or gives it back. */
  forbid(command: string): Promise<void>;
  allow(command: string): Promise<void>;
};

const GATEWAY_PASSWORD = "loopback-only";

/** Keeps nothing on disk: after a kill it starts empty. */
export const startRedis = async (folder: string, clock: Clock): Promise<RedisServer> => {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const user = ["gateway", "on", `>${GATEWAY_PASSWORD}`, "~*", "&*", "+@all"];
  const server = await startServer(
    {
      name: "redis",
      command: "redis-server",
      args: ["--bind", "127.0.0.1", "--port", `${port}`, "--save", "", "--user", ...user],
      folder,
      ready: /Ready to accept connections/,
    },
    clock,
  );
  const changeUser = async (rule: string) => {
    const administrator = new Redis(url, { maxRetriesPerRequest: 1 });
    try {
      await administrator.call("ACL", "SETUSER", "gateway", rule);
    } finally {
      administrator.disconnect();
    }
  };
  return {
    ...server,
    url,
    gatewayUrl: `redis://gateway:${GATEWAY_PASSWORD}@127.0.0.1:${port}`,
    forbid: (command) => changeUser(`-${command}`),
    allow: (command) => changeUser(`+${command}`),
  };
};
