import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A loopback port that was free a moment ago: for programs whose port others must know before they
 * start, or that cannot say which one they took.
 */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};
