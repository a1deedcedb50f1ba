import { once } from "node:events";
import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { systemClock } from "../../src/lib/clock.ts";

export type Mail = {
  /** When the whole message was here, in Unix milliseconds. */
  at: number;
  to: string;
  /** Lower-case names, unfolded values. */
  headers: ReadonlyMap<string, string>;
};

/** What happens to a message that has arrived whole. `hold` never answers. */
export type Treatment =
  | { answer: "accept"; afterMs: number }
  | { answer: "busy" }
  | { answer: "hang-up" }
  | { answer: "hold" };

export type MailCatcherOptions = {
  treat(mail: Mail): Treatment;
  /** Addresses that are refused for good. */
  gone?: readonly string[];
  /** A message has arrived and is not answered yet. */
  onArrived?(mail: Mail): void;
  /** A message was answered with 250 just now. */
  onAccepted?(mail: Mail): void;
};

export type MailCatcher = {
  port: number;
  /** Every message that arrived whole, in order. */
  arrived: readonly Mail[];
  /** Those that were answered with 250. */
  accepted: readonly Mail[];
  close(): Promise<void>;
};

const CLOSE_TIMEOUT_MS = 200;

const headersOf = (raw: string): Map<string, string> => {
  const [head = ""] = raw.split("\r\n\r\n", 1);
  const headers = new Map<string, string>();
  for (const line of head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const at = line.indexOf(":");
    headers.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
  return headers;
};

const answer = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code });

const readAll = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

/** A real mail server on a free port that treats each message as it is told to. */
export const startMailCatcher = async (options: MailCatcherOptions): Promise<MailCatcher> => {
  const arrived: Mail[] = [];
  const accepted: Mail[] = [];
  const sockets = new Map<number, Socket>();

  const take = async (raw: string, to: string): Promise<"accept" | Error | "hang-up" | "hold"> => {
    const mail: Mail = { at: systemClock.now(), to, headers: headersOf(raw) };
    arrived.push(mail);
    options.onArrived?.(mail);
    const treatment = options.treat(mail);
    if (treatment.answer === "busy") return answer(451, "4.3.2 busy, try again later");
    if (treatment.answer !== "accept") return treatment.answer;
    if (treatment.afterMs > 0) await systemClock.sleep(treatment.afterMs);
    accepted.push(mail);
    options.onAccepted?.(mail);
    return "accept";
  };

  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onRcptTo: ({ address }, _session, done) => {
      done(options.gone?.includes(address) ? answer(550, "5.1.1 nobody of that name") : undefined);
    },
    onData: async (stream, session, done) => {
      // A client that is killed in mid-sentence has sent no message.
      const raw = await readAll(stream).catch(() => null);
      if (raw === null) return;
      const taken = await take(raw, session.envelope.rcptTo[0]?.address ?? "");
      if (taken === "accept") done();
      else if (taken === "hang-up") sockets.get(session.remotePort)?.destroy();
      else if (taken !== "hold") done(taken);
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once("close", () => sockets.delete(port));
  });
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    arrived,
    accepted,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
