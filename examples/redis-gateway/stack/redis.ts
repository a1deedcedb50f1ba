import { Redis } from "ioredis";
import type { Clock } from "../../../src/lib/clock.ts";
import { freePort } from "./free-port.ts";
import { type Program, startProgram } from "./program.ts";

export type RedisServer = {
  /** Without credentials, as the exporter and an administrator see it. */
  url: string;
  /** With the credentials of the gateway's own Redis user. */
  gatewayUrl: string;
  program(): Program;
  /** Starts it again on the same port after it was killed. */
  start(): Promise<void>;
  /** Takes a command from the gateway's Redis user, or gives it back. */
  forbid(command: string): Promise<void>;
  allow(command: string): Promise<void>;
};

const GATEWAY_PASSWORD = "loopback-only";

export const startRedis = async (folder: string, clock: Clock): Promise<RedisServer> => {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const user = ["gateway", "on", `>${GATEWAY_PASSWORD}`, "~*", "&*", "+@all"];
  const args = ["--bind", "127.0.0.1", "--port", `${port}`, "--save", "", "--user", ...user];
  const launch = async () => {
    const program = await startProgram(
      { name: "redis", command: "redis-server", args, folder },
      clock,
    );
    await program.line(/Ready to accept connections/);
    return program;
  };
  const changeUser = async (rule: string) => {
    const administrator = new Redis(url, { maxRetriesPerRequest: 1 });
    try {
      await administrator.call("ACL", "SETUSER", "gateway", rule);
    } finally {
      administrator.disconnect();
    }
  };
  let program = await launch();
  return {
    url,
    gatewayUrl: `redis://gateway:${GATEWAY_PASSWORD}@127.0.0.1:${port}`,
    program: () => program,
    start: async () => {
      program = await launch();
    },
    forbid: (command) => changeUser(`-${command}`),
    allow: (command) => changeUser(`+${command}`),
  };
};
