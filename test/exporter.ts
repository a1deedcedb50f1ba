import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Exporter = { readonly address: string; readonly stop: () => Promise<void> };

/** A program that exports these metrics, in the text format, to whoever scrapes it. */
export const startExporter = async (metrics: string): Promise<Exporter> => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/plain; version=0.0.4" }).end(metrics);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
};
