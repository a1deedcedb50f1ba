import { once } from "node:events";
import { createServer } from "node:http";
import type { Clock, Instant } from "../clock.ts";

/** The outside service that would raise the alarm when it is no longer called. */
export type DeadMansSwitch = {
  url: string;
  /** When it was called, oldest first. */
  pings(): readonly Instant[];
  close(): Promise<void>;
};

export const startDeadMansSwitch = async (clock: Clock): Promise<DeadMansSwitch> => {
  const pings: Instant[] = [];
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.method !== "POST") {
        response.writeHead(405).end();
        return;
      }
      pings.push(clock.now());
      response.writeHead(200).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    url: `http://127.0.0.1:${address.port}/ping`,
    pings: () => pings,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
