import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";

/** Strangers' URLs against the whole network, which may reach this machine for its operator: for nobody else. */

let network: LocalNetwork;
let server: Server;
const asked: string[] = [];
let port = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`);
    response.end("reached");
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
  network = await openLocalNetwork({
    port: 0,
    stateFolder: null,
    seed: { real: [], simulated: [], source: "test" },
    simulationSpeed: null,
    localProbe: true,
    allowPrivate: "all",
    log: () => undefined,
  });
});
afterAll(async () => {
  await network.close();
  server.close();
});

async function ask(body: unknown) {
  const response = await fetch(new URL("/v1/checks", network.url), { method: "POST", body: JSON.stringify(body) });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: (await response.json()) as { detail: string; errors?: { path: string; message: string }[] },
  };
}

const HOSTS = [
  "127.0.0.1",
  "127.0.0.2",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "017700000001",
  "127.0.0.1.",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "0.0.0.0",
  "0",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b:1::1]",
  "[2002:7f00:1::]",
  "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd12:3456:789a::1]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[100::1]",
  "[3fff::1]",
  "[5f00::1]",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "ｌｏｃａｌｈｏｓｔ",
  "a.localhost",
  "localhost.localdomain",
  "metadata",
  "metadata.google.internal",
  "instance-data.ec2.internal",
  "kubernetes.default.svc.cluster.local",
  "printer.local",
  "router.lan",
  "nas.home",
  "fritz.home.arpa",
  "host.docker.internal",
  "wiki.corp",
  "x.intranet",
  "x.test",
  "x.invalid",
  "x.onion",
  "router",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "169.254.169.254",
  "169.254.170.2",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "192.168.1.254",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.9",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
];
const OTHERS = [
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com/",
  "javascript:alert(1)",
  "data:text/plain,hello",
  "blob:https://example.com/1",
  "ws://example.com/",
  "https://user:word@example.com/",
  "https://user@example.com/",
  "https://example.com:22/",
  "https://example.com:25/",
  "https://example.com:6379/",
  "https://example.com:8443/",
  "http://example.com:0/",
  "http://example.com:65536/",
  "http://",
  "http:///path",
  "//127.0.0.1/",
  "127.0.0.1",
  "http://exa mple.com/",
  "http://example.com\u0000.evil.example/",
  "http://[::1",
  "http://1.2.3.256/",
];

describe("a stranger's URL", () => {
  test.each(HOSTS)("http://%s is refused, on every port", async (host) => {
    for (const url of [`http://${host}/`, `http://${host}:${port}/`, `https://${host}/`]) {
      const answer = await ask({ url });
      expect(answer).toMatchObject({ status: 400, type: "application/problem+json" });
      expect(answer.body.errors).toEqual([{ path: "url", message: expect.stringMatching(/must/) }]);
    }
  });

  test.each(OTHERS)("%j is refused", async (url) => {
    expect(await ask({ url })).toMatchObject({
      status: 400,
      type: "application/problem+json",
      body: { errors: [{ path: "url", message: expect.stringMatching(/must/) }] },
    });
  });

  test("none of them was fetched, though the server is there for whoever may ask it", async () => {
    expect(asked).toEqual([]);
    await (await fetch(`http://127.0.0.1:${port}/own`)).text();
    expect(asked).toEqual([`GET 127.0.0.1:${port}/own`]);
  });
});
