import { afterEach, describe, expect, test } from "vitest";
import { HttpCheck } from "../../../shared/schema/index.ts";
import { exchangeHttp } from "../../../workers/probe/probers/http.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";
import {
  type Behaviour,
  closedPort,
  closing,
  greeting,
  httpServer,
  type Loopback,
  silent,
  tcpServer,
  tlsServer,
} from "../../support/loopback.ts";
import { nodeConnect, nodeContext } from "../../support/node-ports.ts";

/** Where a failed exchange ended, found by looking again; the platform that hides it is played by a `fetch` that says nothing. */

const servers: Loopback[] = [];
const serve = async (start: Promise<Loopback>) => {
  servers.push(await start);
  return start;
};
afterEach(() => Promise.all(servers.splice(0).map(({ close }) => close())));

const mute: typeof fetch = () => Promise.reject(new Error("internal error; reference = 0"));
const late: typeof fetch = () => Promise.reject(new DOMException("late", "TimeoutError"));
const stage = async (url: string, over: Partial<ProbeContext> = {}) => {
  const exchange = await exchangeHttp(HttpCheck.parse({ url }), nodeContext({ fetch: mute, ...over }));
  return "stage" in exchange ? exchange.stage : exchange.kind;
};
const portOf = async (behaviour: Behaviour) => (await serve(tcpServer(behaviour))).port;

describe("a failure that the platform hides ended", () => {
  test("at the connection where nobody listens", async () =>
    expect(await stage(`http://127.0.0.1:${await closedPort()}/`)).toBe("connect"));

  test("at the connection where nobody answers, and within its bound", async () => {
    const never = {
      opened: new Promise(() => undefined),
      readable: new ReadableStream(),
      writable: new WritableStream(),
    };
    let closed = 0;
    const connect = () => ({ ...never, close: async () => void closed++ });
    expect(await stage("http://127.0.0.1:9/", { fetch: late, tcp: { connect, reaches: () => true } })).toBe("connect");
    expect(closed).toBe(1);
  });

  test("at the handshake where no TLS is spoken", async () =>
    expect(await stage(`https://127.0.0.1:${await portOf(closing)}/`)).toBe("tls"));

  test("at the handshake where the certificate is for another name", async () => {
    const { port } = await serve(tlsServer(greeting));
    expect(await stage(`https://127.0.0.1:${port}/`)).toBe("tls");
  });

  test("at the response where connection and handshake stand", async () => {
    const { port } = await serve(tlsServer(greeting));
    expect(await stage(`https://localhost:${port}/`)).toBe("response");
  });

  test("at the response where a connection stands and nothing is said on it", async () =>
    expect(await stage(`http://127.0.0.1:${await portOf(silent)}/`, { fetch: late })).toBe("response"));

  test("nowhere that is known without sockets, or at an address that they do not reach", async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`;
    const { tcp: _, ...without } = nodeContext({ fetch: mute });
    const exchange = await exchangeHttp(HttpCheck.parse({ url }), without);
    expect(exchange).toMatchObject({ kind: "threw", stage: null, addresses: ["127.0.0.1"] });
    expect(await stage(url, { tcp: { connect: nodeConnect, reaches: () => false } })).toBeNull();
  });
});

test("nothing is looked at again while all is well", async () => {
  const { port, taken } = await serve(httpServer((_, response) => response.end()));
  const exchange = await exchangeHttp(HttpCheck.parse({ url: `http://127.0.0.1:${port}/` }), nodeContext());
  expect([exchange.kind, taken()]).toEqual(["answered", 1]);
});

test("an answer tells the addresses that its host was judged by", async () => {
  const answering: typeof fetch = async () => new Response("");
  const asked: string[] = [];
  const exchange = await exchangeHttp(
    HttpCheck.parse({ url: "https://www.example.com/" }),
    nodeContext({
      allowPrivate: false,
      fetch: answering,
      resolve: async (host) => {
        asked.push(host);
        return { kind: "resolved", addresses: ["93.184.7.7", "93.184.7.8"] };
      },
    }),
  );
  expect(exchange).toMatchObject({ kind: "answered", addresses: ["93.184.7.7", "93.184.7.8"] });
  expect(asked).toEqual(["www.example.com"]);
});
