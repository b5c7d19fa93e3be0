import { createServer as createHttp, type RequestListener } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTls, type TlsOptions } from "node:tls";
import type { Identity } from "./certificates.ts";

/** Real servers on loopback that behave in one named way, each on a port of its own, all closed together. */

export type Servers = {
  /** What it does with a connection, byte by byte. */
  raw(serve: (socket: Socket) => void): Promise<number>;
  http(serve: RequestListener): Promise<number>;
  https(identity: Identity, serve: RequestListener, options?: TlsOptions): Promise<number>;
  http2(
    identity: Identity,
    serve: (stream: import("node:http2").ServerHttp2Stream, path: string) => void,
  ): Promise<number>;
  /** TLS, and then what it does with the plain bytes. */
  tls(options: TlsOptions, serve: (socket: Socket) => void): Promise<number>;
  /** A port on which nothing listens. */
  closedPort(): Promise<number>;
  close(): Promise<void>;
};

export function openServers(): Servers {
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();
  const listen = async (server: Server): Promise<number> => {
    servers.add(server);
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    });
    server.on("tlsClientError", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  return {
    raw: (serve) => listen(createServer(serve)),
    http: (serve) => listen(createHttp(serve)),
    https: ({ keyPem, certPem }, serve, options = {}) =>
      listen(createHttps({ key: keyPem, cert: certPem, ...options }, serve)),
    http2: ({ keyPem, certPem }, serve) => {
      const server = createSecureServer({ key: keyPem, cert: certPem });
      server.on("stream", (stream, headers) => {
        stream.on("error", () => undefined);
        serve(stream, String(headers[":path"]));
      });
      server.on("sessionError", () => undefined);
      return listen(server as unknown as Server);
    },
    tls: (options, serve) => listen(createTls(options, serve)),
    closedPort: async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      await new Promise((resolve) => server.close(resolve));
      return port;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([...servers].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
