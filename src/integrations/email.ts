import { createHash } from "node:crypto";
import { createTransport } from "nodemailer";
import type { Clock } from "../lib/clock.ts";
import type { Secret } from "../lib/secret.ts";
import type { Channel, Delivery, EmailMethod, PageMessage } from "./channel.ts";
import { renderHtml } from "./page-html.ts";
import { oneLine, renderText, subject } from "./page-text.ts";
import { abortReason, withinLimit } from "./time-limit.ts";

export type EmailSettings = {
  host: string;
  port: number;
  /**
   * `tls`: from the first byte (usually port 465). `starttls`: required before anything is said
   * (usually port 587). `opportunistic`: when the server offers it, for a relay on the same host.
   */
  security: "tls" | "starttls" | "opportunistic";
  login: { user: string; password: Secret } | null;
  /** The sender, as `name@example.com` or `Tocsin <name@example.com>`. */
  from: string;
  /** The whole attempt, from waiting for a connection to the server's last answer. */
  limitMs: number;
  /** Connections at once; further pages wait for one, within their limit. */
  maxConnections: number;
};

/** Below the five minutes after which servers may hang up: a dead connection costs an attempt. */
const IDLE_MS = 30_000;

const messageId = (message: PageMessage, from: string): string => {
  const domain = from.match(/@([^\s>@]+)>?\s*$/)?.[1] ?? "tocsin.invalid";
  const digest = createHash("sha256").update(message.idempotencyKey).digest("hex");
  return `<${digest}@${domain}>`;
};

const mail = (message: PageMessage, method: EmailMethod, from: string) => ({
  from,
  to: { name: oneLine(message.person.name), address: method.address },
  subject: subject(message),
  messageId: messageId(message, from),
  text: renderText(message),
  html: renderHtml(message),
  ...(message.incident.severity === "critical" ? { priority: "high" as const } : {}),
  headers: {
    "Auto-Submitted": "auto-generated",
    "X-Tocsin-Incident": oneLine(message.incident.id),
    "X-Tocsin-Page": oneLine(message.idempotencyKey),
  },
  disableFileAccess: true,
  disableUrlAccess: true,
});

const responseCode = (error: unknown): number | undefined =>
  error instanceof Error && "responseCode" in error && typeof error.responseCode === "number"
    ? error.responseCode
    : undefined;

/** An address that the library itself rejects will not get better by waiting. */
const isUnsendable = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EENVELOPE";

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const isHangUp = "code" in error && error.code === "ECONNECTION" && !("syscall" in error);
  return isHangUp ? "the server hung up before it took the page" : error.message;
};

const failure = (error: unknown, server: string): Delivery => {
  const code = responseCode(error);
  const reason = `${server}: ${oneLine(describe(error))}`;
  const isFinal = code === undefined ? isUnsendable(error) : code >= 500;
  return isFinal ? { outcome: "refused", reason } : { outcome: "retry", reason };
};

export type EmailChannel = Channel<EmailMethod> & {
  /** Greets the server and signs in, without a mail: null when it would take pages, else why not. */
  probe(): Promise<string | null>;
};

/** Pages by SMTP. 4xx answers and trouble with the connection are worth a retry, 5xx are final. */
export const createEmailChannel = (settings: EmailSettings, clock: Clock): EmailChannel => {
  const { host, port, security, login, from, limitMs, maxConnections } = settings;
  const server = `${host}:${port}`;
  const closing = new AbortController();
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    maxConnections,
    // The worker repeats, and records each attempt; a repeat in here would be unrecorded.
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
  });

  return {
    deliver: (message, method) =>
      withinLimit({ clock, limitMs }, closing.signal, async (signal): Promise<Delivery> => {
        try {
          const sent = await transport.sendMail({ ...mail(message, method, from), signal });
          return { outcome: "accepted", detail: oneLine(`${server}: ${sent.response}`) };
        } catch (error) {
          if (signal.aborted) {
            return { outcome: "retry", reason: `${server}: ${abortReason(signal)}` };
          }
          return failure(error, server);
        }
      }),
    probe: () =>
      transport.verify().then(
        () => null,
        (error: unknown) => `${server}: ${oneLine(describe(error))}`,
      ),
    close: async () => {
      closing.abort();
      transport.close({ force: true });
    },
  };
};
