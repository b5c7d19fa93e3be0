import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer as createHttp, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { decodeQuestion, encodeAnswer, TYPES } from "../../shared/observe/dns-message.ts";

/** Servers on this machine that behave, and some that do not. */

const fixture = (name: string) => readFileSync(new URL(`../fixture/tls/${name}`, import.meta.url));
/** Signs the certificate of `localhost`; both are good for a century and known to nobody but these tests. */
export const AUTHORITY = fixture("ca.pem");

export type Loopback = {
  readonly port: number;
  /** Connections taken so far, and those that are still open. */
  readonly taken: () => number;
  readonly open: () => number;
  /** Bytes sent so far. */
  readonly sent: () => number;
  readonly close: () => Promise<void>;
};

export type Behaviour = (socket: Socket) => void;

export const silent: Behaviour = (socket) => void socket.resume();
export const resetting: Behaviour = (socket) => socket.resetAndDestroy();
export const closing: Behaviour = (socket) => socket.destroy();
export const garbling: Behaviour = (socket) => socket.resume().end("\u0016garbage\r\n\r\ngarbage\r\n");
/** Sends as long as somebody takes it. */
export const endless: Behaviour = (socket) => {
  const more = () => {
    while (socket.writable && socket.write("x".repeat(16_384)));
  };
  socket.on("drain", more);
  more();
};
/** Greets, then repeats what it hears. */
export const greeting: Behaviour = (socket) => {
  socket.write("220 ready\r\n");
  socket.on("data", (bytes) => socket.write(bytes));
};

/** A name server over TCP (RFC 7766) that knows one address of every name. */
export const answerDnsOverTcp: Behaviour = (socket) =>
  socket.once("data", (bytes: Buffer) => {
    const question = decodeQuestion(bytes.subarray(2));
    if (question === null) return socket.destroy();
    const addresses = question.type === TYPES.A ? ["93.184.7.7"] : [];
    const answer = encodeAnswer(question, { rcode: 0, addresses, ttlSeconds: 60 });
    return socket.end(Buffer.concat([Buffer.from([answer.length >> 8, answer.length & 0xff]), answer]));
  });

export function tcpServer(behave: Behaviour): Promise<Loopback> {
  return listen(createServer(behave));
}

export function tlsServer(behave: Behaviour): Promise<Loopback> {
  return listen(createTls({ key: fixture("localhost-key.pem"), cert: fixture("localhost.pem") }, behave));
}

export function httpServer(listener: RequestListener): Promise<Loopback> {
  return listen(
    createHttp((request, response) => {
      response.setHeader("connection", "close");
      listener(request, response);
    }),
  );
}

/** Takes every upgrade and repeats the first words it hears; says `welcome` first. */
export function webSocketServer(): Promise<Loopback> {
  const server = createHttp((_, response) => response.writeHead(426, { connection: "close" }).end("upgrade required"));
  server.on("upgrade", (request, socket: Socket) => {
    socket.on("error", () => undefined);
    const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash("sha1").update(key).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    socket.write(textFrame("welcome"));
    socket.on("data", (bytes: Buffer) => {
      const opcode = (bytes[0] ?? 0) & 0x0f;
      if (opcode === 8) socket.end(Buffer.from([0x88, 0]));
      else if (opcode === 1) socket.write(textFrame(unmasked(bytes)));
    });
  });
  return listen(server);
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, close } = await tcpServer(silent);
  await close();
  return port;
}

async function listen(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let taken = 0;
  let sent = 0;
  server.on("connection", (socket) => {
    taken++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sent += socket.bytesWritten;
      sockets.delete(socket);
    });
  });
  server.on("tlsClientError", () => undefined);
  server.on("secureConnection", (socket: Socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken: () => taken,
    open: () => sockets.size,
    sent: () => sent + [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A short text as a server frames it (RFC 6455 5.2). */
function textFrame(text: string): Buffer {
  const words = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, words.length]), words]);
}

function unmasked(frame: Buffer): string {
  const length = (frame[1] ?? 0) & 0x7f;
  const mask = frame.subarray(2, 6);
  return Buffer.from(frame.subarray(6, 6 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString();
}
