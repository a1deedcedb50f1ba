import { join } from "node:path";
import type { Clock, Instant } from "../clock.ts";
import { freePort } from "./free-port.ts";
import { type Server, startServer } from "./server.ts";

export type Alertmanager = Server & {
  address: string;
  url: string;
  /** When it first took in a firing alert of this name, by its own log. */
  receivedAt(alertname: string, since: Instant): Instant | undefined;
};

const receivedAt = (
  lines: readonly string[],
  { alertname, since }: { alertname: string; since: Instant },
): Instant | undefined => {
  for (const line of lines) {
    if (!line.includes(`msg="Received alert" alert=${alertname}[`)) continue;
    if (!line.includes("[active]")) continue;
    const at = Date.parse(/^ts=(\S+)/.exec(line)?.[1] ?? "");
    if (at >= since) return at;
  }
  return undefined;
};

export const startAlertmanager = async (
  { configFile, folder }: { configFile: string; folder: string },
  clock: Clock,
): Promise<Alertmanager> => {
  const address = `127.0.0.1:${await freePort()}`;
  const server = await startServer(
    {
      name: "alertmanager",
      command: "prometheus-alertmanager",
      args: [
        `--config.file=${configFile}`,
        `--storage.path=${join(folder, "alertmanager")}`,
        `--web.listen-address=${address}`,
        `--web.external-url=http://${address}`,
        "--cluster.listen-address=",
        "--log.level=debug",
      ],
      folder,
      ready: /Listening on/,
    },
    clock,
  );
  return {
    ...server,
    address,
    url: `http://${address}`,
    receivedAt: (alertname, since) => receivedAt(server.lines(), { alertname, since }),
  };
};
