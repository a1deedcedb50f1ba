import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../clock.ts";
import { type Server, startServer } from "./server.ts";
import { type TocsinApi, tocsinApi } from "./tocsin-api.ts";

export type TocsinTokens = { ingest: string; api: string; metrics: string };

export type TocsinServer = Server & { address: string; url: string; api: TocsinApi };

export type TocsinOptions = {
  /** host:port; the links in its mails need it before it starts. */
  address: string;
  tokens: TocsinTokens;
  catalogFile: string;
  mailPort: number;
  folder: string;
};

export const TOCSIN_BIN = fileURLToPath(new URL("../../../bin/tocsin.js", import.meta.url));

/** The real server, started as an operator would; a restart finds its data again. */
export const startTocsin = async (options: TocsinOptions, clock: Clock): Promise<TocsinServer> => {
  const { address, tokens, folder } = options;
  const url = `http://${address}`;
  const server = await startServer(
    {
      name: "tocsin",
      command: process.execPath,
      args: [
        TOCSIN_BIN,
        "serve",
        `--web.listen-address=${address}`,
        `--web.external-url=${url}`,
        `--storage.path=${join(folder, "tocsin")}`,
        `--catalog=${options.catalogFile}`,
        `--smtp.smarthost=127.0.0.1:${options.mailPort}`,
        "--smtp.from=tocsin@example.com",
        "--smtp.require-tls=false",
      ],
      folder,
      environment: {
        TOCSIN_INGEST_TOKEN: tokens.ingest,
        TOCSIN_API_TOKEN: tokens.api,
        TOCSIN_METRICS_TOKEN: tokens.metrics,
      },
      ready: /listening on http/,
    },
    clock,
  );
  return { ...server, address, url, api: tocsinApi(url, tokens.api) };
};
