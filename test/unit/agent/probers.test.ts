import { afterAll, describe, expect, test } from "vitest";
import { ProbedCheck } from "../../../shared/schema/index.ts";
import { probeLocally } from "../../../workers/cli/check/probers/registry.ts";
import { localContext } from "../../support/local-context.ts";
import { greeting, httpServer, type Loopback, tcpServer } from "../../support/loopback.ts";
import { type Identity, makeIdentity } from "../../support/servers/certificates.ts";
import { openServers } from "../../support/servers/servers.ts";

/** What an agent sees that a worker cannot: whose fault a handshake is, and the certificate behind it. */

const servers = openServers();
const plain: Loopback[] = [];
afterAll(async () => {
  await servers.close();
  await Promise.all(plain.map(({ close }) => close()));
});
const serve = async (start: Promise<Loopback>) => {
  plain.push(await start);
  return (await start).port;
};
const look = (check: object, ca?: string) =>
  probeLocally(ProbedCheck.parse({ timeoutMs: 1_000, ...check }), localContext(null, ca === undefined ? {} : { ca }));

const authority = makeIdentity({ name: "Test Authority", isAuthority: true });
const signed = (options: object) =>
  makeIdentity({ name: "localhost", hosts: ["localhost"], signedBy: authority, validToDays: 30, ...options });
const tls = ({ keyPem: key, certPem: cert }: Identity) => servers.tls({ key, cert }, greeting);

describe("the TLS check of an agent", () => {
  test.each<[string, Identity, object]>([
    ["passes a certificate in order", signed({}), { outcome: "pass", stage: "tls", cause: null }],
    [
      "names one that has run out",
      signed({ validFromDays: -60, validToDays: -2 }),
      { outcome: "fail", stage: "tls", cause: "tls_expired" },
    ],
    [
      "names one that nobody has signed",
      makeIdentity({ name: "localhost", hosts: ["localhost"] }),
      { outcome: "fail", stage: "tls", cause: "tls_untrusted" },
    ],
    [
      "names one for another name",
      signed({ name: "other.example", hosts: ["other.example"] }),
      { outcome: "fail", stage: "tls", cause: "tls_name_mismatch" },
    ],
  ])("%s, and shows it", async (_, identity, finding) => {
    const seen = await look({ prober: "tls", host: "localhost", port: await tls(identity) }, authority.certPem);
    expect(seen.finding).toMatchObject(finding);
    expect(seen.certificate).toMatchObject({
      trusted: seen.finding.outcome === "pass",
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      chain: expect.arrayContaining([expect.objectContaining({ subject: expect.stringContaining("CN=") })]),
    });
  });

  test("tells a port that speaks no TLS", async () => {
    const port = await serve(tcpServer(greeting));
    const { finding, certificate } = await look({ prober: "tls", host: "localhost", port });
    expect(finding).toMatchObject({ outcome: "fail", stage: "tls", cause: "tls_handshake" });
    expect(certificate).toBeNull();
  });

  test("hears words behind the handshake", async () => {
    const check = { prober: "tcp", host: "localhost", port: await tls(signed({})), tls: true };
    const { finding } = await look({ ...check, expect: { contains: "220" } }, authority.certPem);
    expect(finding).toMatchObject({ outcome: "pass", stage: "body" });
  });
});

describe("the WebSocket check of an agent", () => {
  test("tells a wall from a service that has gone", async () => {
    const answer = (status: number) =>
      serve(httpServer((_, response) => response.writeHead(status).end("no WebSocket here")));
    const at = async (status: number) =>
      (await look({ prober: "websocket", url: `ws://127.0.0.1:${await answer(status)}/` })).finding;
    expect(await at(403)).toMatchObject({ outcome: "inconclusive", cause: "blocked", status: 403 });
    expect(await at(404)).toMatchObject({ outcome: "fail", stage: "response", cause: "response_status", status: 404 });
    expect(await at(500)).toMatchObject({ outcome: "fail", stage: "response", cause: "origin_error", status: 500 });
  });

  test("is not content with an upgrade that does not answer its key", async () => {
    const port = await servers.raw((socket) =>
      socket.once("data", () =>
        socket.write(
          "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: bm8=\r\n\r\n",
        ),
      ),
    );
    expect((await look({ prober: "websocket", url: `ws://127.0.0.1:${port}/` })).finding).toMatchObject({
      outcome: "fail",
      cause: "response_status",
      status: 101,
    });
  });
});
