import { once } from "node:events";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Clock, Instant } from "../clock.ts";
import { faultOf } from "./mail-rules.ts";

export type CaughtMail = {
  /** When the server had the whole message and said 250. */
  at: Instant;
  to: string[];
  from: string;
  subject: string;
  text: string;
  /** Lower-case names; the first value of each. */
  headers: ReadonlyMap<string, string>;
};

/** A real SMTP server that keeps what it accepts. */
export type MailCatcher = {
  port: number;
  mails(): readonly CaughtMail[];
  /** Messages that broke a rule of RFC 5322 and were refused for good. */
  refusals(): readonly string[];
  /** "busy" answers each message with 451, "hang" never answers one; "well" is the cure. */
  behave(manner: "well" | "busy" | "hang"): void;
  close(): Promise<void>;
};

/** A sender that hangs is not waited for. */
const CLOSE_TIMEOUT_MS = 500;

/** The first message costs a parser a quarter of a second; a page must not seem to have taken that. */
const WARM_UP = Buffer.from(
  "Subject: warm-up\r\nContent-Type: text/html\r\n\r\n<p>warm-up</p>\r\n",
);

class MailRefusal extends Error {
  override readonly name = "MailRefusal";
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

const collect = async (stream: AsyncIterable<Buffer>): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const parseMail = async (raw: Buffer) => {
  const parsed = await simpleParser(raw);
  const headers = new Map<string, string>();
  for (const { key, line } of parsed.headerLines) {
    if (!headers.has(key)) headers.set(key, line.slice(line.indexOf(":") + 1).trim());
  }
  return {
    from: parsed.from?.text ?? "",
    subject: parsed.subject ?? "",
    text: (parsed.text ?? "").trimEnd(),
    headers,
  };
};

export const startMailCatcher = async (clock: Clock): Promise<MailCatcher> => {
  const mails: CaughtMail[] = [];
  const refusals: string[] = [];
  let manner: "well" | "busy" | "hang" = "well";

  const accept = async (raw: Buffer, to: string[]): Promise<void> => {
    if (manner === "busy") throw new MailRefusal(451, "busy, try again later");
    const fault = faultOf(raw);
    if (fault !== undefined) {
      refusals.push(fault);
      throw new MailRefusal(550, fault);
    }
    mails.push({ ...(await parseMail(raw)), to, at: clock.now() });
  };

  await parseMail(WARM_UP);
  const server = new SMTPServer({
    // The package's built-in certificate and its key are public.
    disabledCommands: ["STARTTLS", "AUTH"],
    authOptional: true,
    // Asking the machine's resolver for the name of 127.0.0.1 takes a quarter of a second here and there.
    disableReverseLookup: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    onData: (stream, session, callback) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      collect(stream)
        .then((raw) => (manner === "hang" ? undefined : accept(raw, to).then(() => callback())))
        .catch(callback);
    },
  });
  // A client that is killed in mid-sentence.
  server.on("error", () => {});
  const listener = server.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    mails: () => mails,
    refusals: () => refusals,
    behave: (next) => {
      manner = next;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
