import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import * as z from "zod";

/** Signatures older or newer than this are somebody else's recording. */
const TOLERANCE_MS = 5 * 60_000;

/** What the documents promise to receivers; anything else in a body is an error. */
const bodySchema = z.strictObject({
  version: z.literal(1),
  idempotencyKey: z.string().min(1),
  person: z.strictObject({ id: z.string(), name: z.string() }),
  incident: z.strictObject({
    id: z.string(),
    number: z.int(),
    title: z.string(),
    severity: z.enum(["critical", "warning", "info"]),
    service: z.string().nullable(),
    openedAt: z.iso.datetime(),
    url: z.url(),
  }),
  reason: z.string(),
  alerts: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      description: z.string(),
      runbookUrl: z.string().nullable(),
      labels: z.record(z.string(), z.string()),
    }),
  ),
  moreAlerts: z.int().min(0),
  acknowledgeUrl: z.url(),
});
export type ReceivedPage = z.infer<typeof bodySchema>;

export type WebhookFault =
  | { status: number; headers?: Record<string, string>; body?: string }
  | "silence"
  | "hang-up"
  /** A refusal whose text never ends. */
  | "endless";

export type FakeWebhookReceiver = {
  url: string;
  /** Each page once, however often it came. */
  received: ReceivedPage[];
  /** How often each idempotency key came with everything right. */
  attempts: Map<string, number>;
  /** What happens to the next requests instead of an answer, one each. The page is not taken. */
  faults: WebhookFault[];
  close(): Promise<void>;
};

export type FakeWebhookOptions = {
  secret: string;
  /** What the receiver's clock says, in milliseconds. */
  now: () => number;
  port?: number;
};

/** What is wrong with a request before its body is looked at, or undefined. */
const oddity = ({ method, headers }: IncomingMessage): string | undefined => {
  if (method !== "POST") return "only POST is understood";
  if (headers["content-type"] !== "application/json") return "only JSON is understood";
  return /^Tocsin\/\d+\.\d+\.\d+/.test(headers["user-agent"] ?? "") ? undefined : "no User-Agent";
};

/** What is wrong with a request's signature, or undefined. */
const signatureFault = (
  header: string | undefined,
  body: string,
  { secret, now }: FakeWebhookOptions,
): string | undefined => {
  const parts = header?.match(/^t=(\d+),v1=([0-9a-f]{64})$/);
  if (!parts) return "no signature";
  const [, time = "", given = ""] = parts;
  if (Math.abs(Number(time) * 1000 - now()) > TOLERANCE_MS) return "signed at another time";
  const right = createHmac("sha256", secret).update(`${time}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(given, "hex")) ? undefined : "wrong signature";
};

const readAll = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
};

const endlessText = function* () {
  for (;;) yield "no, ".repeat(1000);
};

const answer = (response: ServerResponse, status: number, body = ""): void => {
  response.writeHead(status, { "Content-Type": "text/plain" }).end(body);
};

/** A receiver as strict as a careful person would write it, on a free port of this machine. */
export const startWebhookReceiver = async (
  options: FakeWebhookOptions,
): Promise<FakeWebhookReceiver> => {
  const received: ReceivedPage[] = [];
  const attempts = new Map<string, number>();
  const faults: WebhookFault[] = [];

  const take = (request: IncomingMessage, body: string): [status: number, says: string] => {
    const { headers } = request;
    const odd = oddity(request);
    if (odd !== undefined) return [400, odd];
    const fault = signatureFault(headers["tocsin-signature"]?.toString(), body, options);
    if (fault !== undefined) return [401, fault];
    const parsed = bodySchema.safeParse(JSON.parse(body));
    if (!parsed.success) return [422, z.prettifyError(parsed.error)];
    const key = headers["idempotency-key"];
    if (key !== parsed.data.idempotencyKey) return [400, "Idempotency-Key differs from the body's"];
    const before = attempts.get(key) ?? 0;
    attempts.set(key, before + 1);
    if (before === 0) received.push(parsed.data);
    return [200, "thank you"];
  };

  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    const fault = faults.shift();
    if (fault === "silence") return;
    if (fault === "hang-up") {
      request.socket.destroy();
      return;
    }
    if (fault === "endless") {
      response.writeHead(400);
      Readable.from(endlessText()).pipe(response);
      return;
    }
    if (fault !== undefined) {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    const [status, says] = take(request, body);
    answer(response, status, says);
  });
  await new Promise<void>((resolve) =>
    server.listen(options.port ?? 0, "127.0.0.1", () => resolve()),
  );
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    url: `http://127.0.0.1:${address.port}/page`,
    received,
    attempts,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
