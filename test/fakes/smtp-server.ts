import type { AddressInfo, Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export type ReceivedMail = {
  from: string;
  to: string[];
  /** Who logged in, if anybody. */
  user: string | undefined;
  secure: boolean;
  mail: ParsedMail;
  /** As it went over the wire. */
  raw: string;
};

export type SmtpFault =
  /** Answered at the end of the message. */
  | { answer: number; text: string }
  /** No answer at all. */
  | "silence"
  /** The connection breaks before the answer. */
  | "hang-up";

export type FakeSmtpServer = {
  port: number;
  /** In the order in which they were accepted. */
  received: ReceivedMail[];
  /** What happens to the next messages instead of being accepted, one each. */
  faults: SmtpFault[];
  /** The most connections that were open at once. */
  mostConnections(): number;
  close(): Promise<void>;
};

export type FakeSmtpOptions = {
  port?: number;
  /** Who may log in; without it nobody has to. */
  login?: { user: string; password: string };
  /** Offers STARTTLS with this certificate; encrypts from the first byte where `implicit`. */
  certificate?: { key: string; cert: string; implicit?: boolean };
};

const refusal = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code });

const readAll = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

const encryption = (certificate: FakeSmtpOptions["certificate"]): SMTPServerOptions =>
  certificate === undefined
    ? { disabledCommands: ["STARTTLS"] }
    : { key: certificate.key, cert: certificate.cert, secure: certificate.implicit ?? false };

/** The port that a server listens on. */
export const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === "string") {
    throw new Error("the server does not listen on a port");
  }
  return address.port;
};

/** A real mail server on a free port of this machine that keeps what it is sent. */
export const startSmtpServer = async (options: FakeSmtpOptions = {}): Promise<FakeSmtpServer> => {
  const received: ReceivedMail[] = [];
  const faults: SmtpFault[] = [];
  const sockets = new Map<number, Socket>();
  let most = 0;
  const { login } = options;
  const server = new SMTPServer({
    ...encryption(options.certificate),
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) => {
      const right = login !== undefined && username === login.user && password === login.password;
      if (right) done(null, { user: username });
      else done(refusal(535, "5.7.8 Authentication credentials invalid"));
    },
    onData: async (stream, session, done) => {
      const raw = await readAll(stream);
      const fault = faults.shift();
      if (fault === "silence") return;
      if (fault === "hang-up") {
        sockets.get(session.remotePort)?.end();
        return;
      }
      if (fault !== undefined) {
        done(refusal(fault.answer, fault.text));
        return;
      }
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom === false ? "" : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        user: session.user,
        secure: session.secure,
        mail: await simpleParser(raw),
        raw,
      });
      done();
    },
  });
  server.on("error", () => {
    // Clients that hang up in the middle are part of what is tested.
  });
  server.server.on("connection", (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    most = Math.max(most, sockets.size);
    socket.once("close", () => sockets.delete(port));
  });
  await new Promise<void>((resolve) =>
    server.listen(options.port ?? 0, "127.0.0.1", () => resolve()),
  );
  return {
    port: portOf(server.server.address()),
    received,
    faults,
    mostConnections: () => most,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
