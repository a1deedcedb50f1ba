import { createServer } from "node:http";
import * as z from "zod";
import { systemClock } from "../../src/lib/clock.ts";

const labelsSchema = z.record(z.string(), z.string());

const messageSchema = z.object({
  receiver: z.string(),
  status: z.enum(["firing", "resolved"]),
  groupKey: z.string(),
  groupLabels: labelsSchema,
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels: labelsSchema,
      startsAt: z.iso.datetime({ offset: true }),
      endsAt: z.iso.datetime({ offset: true }),
      fingerprint: z.string(),
    }),
  ),
});

export type ReceivedMessage = {
  readonly at: number;
  /** The path that it came by, without the slash. */
  readonly path: string;
  readonly message: z.infer<typeof messageSchema>;
};

export type NotificationSink = {
  readonly url: string;
  readonly received: readonly ReceivedMessage[];
  /** How long it takes to answer what comes by a path; at once unless set. */
  readonly latencyMs: Map<string, number>;
  close(): Promise<void>;
};

/** Takes in whatever Alertmanager sends to webhooks, and when. */
export const startNotificationSink = async (): Promise<NotificationSink> => {
  const received: ReceivedMessage[] = [];
  const latencyMs = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const at = Date.now();
    const path = (request.url ?? "").slice(1);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const message = messageSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    received.push({ at, path, message });
    await systemClock.sleep(latencyMs.get(path) ?? 0);
    response.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    latencyMs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
