import {
  CUT,
  EXPIRED,
  fine,
  HANDSHAKE,
  MISMATCH,
  nothing,
  PASS,
  type Situation,
  secureUrl,
  UNTRUSTED,
  url,
} from "./situations.ts";

/** Certificates that are not in order, and handshakes that come to nothing. */

export const HANDSHAKES: readonly Situation[] = [
  {
    name: "a good certificate",
    open: async (servers, { good }) => secureUrl(await servers.https(good, fine)),
    seen: PASS,
  },
  {
    name: "a good certificate over HTTP/2",
    open: async (servers, { good }) =>
      secureUrl(await servers.http2(good, (stream) => stream.respond({ ":status": 200 }) ?? stream.end("well"))),
    seen: PASS,
  },
  {
    name: "an expired certificate",
    open: async (servers, { expired }) => secureUrl(await servers.https(expired, fine)),
    seen: EXPIRED,
  },
  {
    name: "an expired certificate that nobody signed",
    open: async (servers, { selfSignedExpired }) => secureUrl(await servers.https(selfSignedExpired, fine)),
    seen: EXPIRED,
  },
  {
    name: "a certificate that is not valid yet",
    open: async (servers, { early }) => secureUrl(await servers.https(early, fine)),
    seen: EXPIRED,
  },
  {
    name: "a certificate for another name",
    open: async (servers, { elsewhere }) => secureUrl(await servers.https(elsewhere, fine), "localhost"),
    seen: MISMATCH,
  },
  {
    name: "a certificate for another name, asked by address",
    open: async (servers, { elsewhere }) => secureUrl(await servers.https(elsewhere, fine)),
    seen: MISMATCH,
  },
  {
    name: "a certificate for another name that nobody signed",
    open: async (servers, { selfSignedElsewhere }) => secureUrl(await servers.https(selfSignedElsewhere, fine)),
    seen: MISMATCH,
  },
  {
    name: "a certificate for localhost, asked by another name of it",
    open: async (servers, { good }) => secureUrl(await servers.https(good, fine), "shop.localhost"),
    seen: MISMATCH,
  },
  {
    name: "a self-signed certificate",
    open: async (servers, { selfSigned }) => secureUrl(await servers.https(selfSigned, fine)),
    seen: UNTRUSTED,
  },
  {
    name: "a root that is not trusted",
    open: async (servers, { untrusted }) => secureUrl(await servers.https(untrusted, fine)),
    seen: UNTRUSTED,
  },
  { name: "TLS asked of a plain port", open: async (servers) => secureUrl(await servers.http(fine)), seen: HANDSHAKE },
  {
    name: "TLS asked of a port that greets",
    open: async (servers) => secureUrl(await servers.raw((socket) => socket.write("220 mail.example ESMTP\r\n"))),
    seen: HANDSHAKE,
  },
  {
    name: "a handshake that is closed",
    open: async (servers) => secureUrl(await servers.raw((socket) => socket.once("data", () => socket.end()))),
    seen: HANDSHAKE,
  },
  {
    name: "a handshake that is reset",
    open: async (servers) =>
      secureUrl(await servers.raw((socket) => socket.once("data", () => socket.resetAndDestroy()))),
    seen: HANDSHAKE,
  },
  { name: "a handshake that stalls", open: async (servers) => secureUrl(await servers.raw(nothing)), seen: HANDSHAKE },
  {
    name: "only a TLS that is too old",
    open: async (servers, { good }) =>
      secureUrl(
        await servers.https(good, fine, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
      ),
    seen: HANDSHAKE,
  },
  {
    name: "a server that demands a certificate of us",
    open: async (servers, { good, authority }) =>
      secureUrl(
        await servers.https(good, fine, { requestCert: true, rejectUnauthorized: true, ca: authority.certPem }),
      ),
    seen: HANDSHAKE,
  },
  {
    name: "a connection that is closed right after the handshake",
    open: async (servers, { good }) =>
      secureUrl(await servers.tls({ key: good.keyPem, cert: good.certPem }, (socket) => socket.destroy())),
    seen: CUT,
  },
  {
    name: "a connection that is closed at once, asked with TLS",
    open: async (servers) => secureUrl(await servers.raw((socket) => socket.destroy())),
    seen: HANDSHAKE,
  },
  {
    name: "a TLS alert where HTTP was asked",
    open: async (servers) =>
      url(await servers.raw((socket) => socket.once("data", () => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))))),
    seen: HANDSHAKE,
  },
  {
    name: "HTTP asked of a TLS port that hangs up",
    open: async (servers, { good }) => url(await servers.https(good, fine)),
    seen: CUT,
  },
];
