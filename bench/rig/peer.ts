import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../examples/redis-gateway/stack/free-port.ts";
import { startProgram } from "../../examples/redis-gateway/stack/program.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { PEER_ADDRESS } from "./catalog.ts";

export type Peer = { url: string; stop(): Promise<void> };

/** Mails at once for critical alerts, over the same kind of connection; keeps the others to itself. */
const configOf = (mailPort: number): string => `
route:
  receiver: nobody
  group_by: [group]
  group_wait: 0s
  group_interval: 1h
  repeat_interval: 24h
  routes:
    - receiver: mail
      matchers: [severity="critical"]
receivers:
  - name: nobody
  - name: mail
    email_configs:
      - to: ${PEER_ADDRESS}
        from: alertmanager@example.com
        smarthost: 127.0.0.1:${mailPort}
        require_tls: false
        headers: { Subject: "{{ .CommonAnnotations.summary }}" }
`;

/** Debian's Alertmanager, doing the same by itself. */
export const startPeer = async (folder: string, mailPort: number): Promise<Peer> => {
  const config = join(folder, "peer.yml");
  await writeFile(config, configOf(mailPort));
  const address = `127.0.0.1:${await freePort()}`;
  const program = await startProgram(
    {
      name: "prometheus-alertmanager",
      command: "prometheus-alertmanager",
      args: [
        `--config.file=${config}`,
        `--storage.path=${join(folder, "peer")}`,
        `--web.listen-address=${address}`,
        "--cluster.listen-address=",
      ],
      folder,
    },
    systemClock,
  );
  await program.line(/Listening on/);
  return { url: `http://${address}`, stop: program.stop };
};
