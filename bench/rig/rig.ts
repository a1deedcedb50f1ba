import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postgresLeft } from "../../test/chaos/postgres-left.ts";
import { createServerHome, startServer, TOKENS } from "../../test/running-server.ts";
import type { BenchAlert } from "./alerts.ts";
import { webhookBody } from "./alerts.ts";
import { benchCatalog } from "./catalog.ts";
import { type SunkMail, startMailSink } from "./mail-sink.ts";
import { startPeer } from "./peer.ts";

export type Rig = {
  /** Posts to Tocsin's webhook; returns when it has answered with 2xx. */
  toTocsin(group: string, alerts: readonly BenchAlert[]): Promise<void>;
  /** Posts to Alertmanager's API; returns when it has answered with 2xx. */
  toPeer(alerts: readonly BenchAlert[]): Promise<void>;
};

const post = async (url: string, body: string, headers: Record<string, string>): Promise<void> => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
};

/** Runs `work` with a real Tocsin and a real Alertmanager that mail to the same sink. */
export const withRig = async <T>(
  onMail: (mail: SunkMail) => void,
  work: (rig: Rig) => Promise<T>,
): Promise<T> => {
  const home = await createServerHome();
  const sink = await startMailSink(onMail);
  const peer = await startPeer(home.folder, sink.port);
  const catalog = join(home.folder, "catalog.json");
  await writeFile(catalog, JSON.stringify(benchCatalog));
  const server = await startServer(home, {
    args: [`--catalog=${catalog}`, `--smtp.smarthost=127.0.0.1:${sink.port}`],
    environment: {
      TOCSIN_API_TOKEN: TOKENS.api,
      TOCSIN_INGEST_TOKEN: TOKENS.ingest,
      TOCSIN_SMTP_REQUIRE_TLS: "false",
    },
  });
  try {
    return await work({
      toTocsin: (group, alerts) =>
        post(`${server.url}/webhooks/alertmanager`, webhookBody(group, alerts), {
          Authorization: `Bearer ${TOKENS.ingest}`,
        }),
      toPeer: (alerts) => post(`${peer.url}/api/v2/alerts`, JSON.stringify(alerts), {}),
    });
  } finally {
    await Promise.all([server.stop(), peer.stop()]);
    await sink.close();
    await postgresLeft(home);
    await home.remove();
  }
};
