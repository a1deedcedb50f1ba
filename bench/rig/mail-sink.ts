import { once } from "node:events";
import { createServer, type Socket } from "node:net";

export type SunkMail = { to: string; subject: string };

export type MailSink = { port: number; close(): Promise<void> };

const END_OF_DATA = "\r\n.\r\n";

const subjectOf = (message: string): string =>
  message.replaceAll(/\r\n[ \t]+/g, " ").match(/^Subject: *(.*)$/im)?.[1] ?? "";

/** One conversation; commands that no client here uses are not understood. */
const converse = (socket: Socket, onMail: (mail: SunkMail) => void): void => {
  let buffer = "";
  let to = "";
  let inData = false;
  const say = (line: string) => void socket.write(`${line}\r\n`);

  const command = (line: string): void => {
    const word = line.slice(0, 4).toUpperCase();
    if (word === "RCPT") to = line.match(/<([^>]*)>/)?.[1] ?? "";
    if (word === "DATA") {
      inData = true;
      say("354 go on");
    } else if (word === "QUIT") {
      socket.end("221 bye\r\n");
    } else say(/^(EHLO|HELO|MAIL|RCPT|RSET|NOOP)$/.test(word) ? "250 ok" : "500 what?");
  };

  /** Takes one command or one message from the buffer; false when none is complete. */
  const step = (): boolean => {
    const end = inData ? END_OF_DATA : "\r\n";
    const at = buffer.indexOf(end);
    if (at === -1) return false;
    const text = buffer.slice(0, at);
    buffer = buffer.slice(at + end.length);
    if (inData) {
      inData = false;
      onMail({ to, subject: subjectOf(text) });
      say("250 taken");
    } else command(text);
    return true;
  };

  socket.setEncoding("utf8").setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    buffer += chunk;
    while (step());
  });
  say("220 localhost ESMTP");
};

/**
 * A mail server that takes everything at once. The one of the tests greets late to catch clients that
 * talk too soon, which would cost a tenth of a second for each connection, and be measured.
 */
export const startMailSink = async (onMail: (mail: SunkMail) => void): Promise<MailSink> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    converse(socket, onMail);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
