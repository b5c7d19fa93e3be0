import { CUT, fine, REFUSED_BY_US, type Situation, secureUrl, speak, TAKEN_BACK, url } from "./situations.ts";

/** Names that do not resolve and connections that are refused, cut or taken back. */

export const NAMES_AND_CONNECTIONS: readonly Situation[] = [
  {
    name: "a name that does not exist",
    open: async () => "http://nowhere.invalid/",
    seen: ["fail", "resolve", "resolve_nxdomain", "dns"],
  },
  {
    name: "a refused port",
    open: async (servers) => url(await servers.closedPort()),
    seen: ["fail", "connect", "connect_refused", "network"],
  },
  {
    name: "a refused port, asked with TLS by name",
    open: async (servers) => secureUrl(await servers.closedPort(), "localhost"),
    seen: ["fail", "connect", "connect_refused", "network"],
  },
  {
    name: "a reset right after the connection",
    open: async (servers) => url(await servers.raw((socket) => socket.resetAndDestroy())),
    seen: TAKEN_BACK,
  },
  {
    name: "a connection that is closed at once",
    open: async (servers) => url(await servers.raw((socket) => socket.destroy())),
    seen: TAKEN_BACK,
  },
  {
    name: "a connection that is ended at once",
    open: async (servers) => url(await servers.raw((socket) => socket.end())),
    seen: TAKEN_BACK,
  },
  {
    name: "a connection that is closed once the request has come",
    open: async (servers) => url(await servers.raw((socket) => socket.once("data", () => socket.destroy()))),
    seen: CUT,
  },
  {
    name: "a reset once the request has come",
    open: async (servers) => url(await servers.raw((socket) => socket.once("data", () => socket.resetAndDestroy()))),
    seen: CUT,
  },
  {
    name: "a reset in the middle of the headers",
    open: async (servers) =>
      url(await servers.raw(speak("HTTP/1.1 200 OK\r\ncontent-type: te", (socket) => socket.resetAndDestroy()))),
    seen: CUT,
  },
  {
    name: "half the headers and then the end",
    open: async (servers) => url(await servers.raw(speak("HTTP/1.1 200 OK\r\ncontent-type: te"))),
    seen: CUT,
  },
  { name: "an empty answer", open: async (servers) => url(await servers.raw(speak(""))), seen: CUT },
  {
    name: "a private address, not allowed",
    open: async (servers) => url(await servers.http(fine)),
    seen: REFUSED_BY_US,
    flags: ["guarded"],
  },
];
