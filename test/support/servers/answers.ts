import {
  answering,
  BLOCKED,
  NO_ANSWER,
  NO_HTTP,
  nothing,
  PASS,
  REFUSED_BY_US,
  type Situation,
  STATUS,
  secureUrl,
  speak,
  url,
} from "./situations.ts";

/** Answers: none, broken, redirected, refused, and those of known edges and proxies. */

export const ANSWERS: readonly Situation[] = [
  { name: "a plain pass", open: answering(200, {}, "well"), seen: PASS },
  {
    name: "a pass after two redirects",
    open: async (servers) =>
      url(
        await servers.http((request, response) =>
          request.url === "/end"
            ? response.end("well")
            : response.writeHead(302, { location: request.url === "/" ? "/next" : "/end" }).end(),
        ),
      ),
    seen: PASS,
  },
  {
    name: "an answer before the request is asked for",
    open: async (servers) =>
      url(await servers.raw((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nwell"))),
    seen: PASS,
  },
  { name: "silence", open: async (servers) => url(await servers.http(nothing)), seen: NO_ANSWER },
  {
    name: "silence over HTTP/2",
    open: async (servers, { good }) => secureUrl(await servers.http2(good, nothing)),
    seen: NO_ANSWER,
  },
  {
    name: "headers that trickle",
    open: async (servers) =>
      url(
        await servers.raw((socket) => {
          const timer = setInterval(() => socket.write("x"), 40);
          socket.write("HTTP/1.1 200 OK\r\nx-slow: ");
          socket.once("close", () => clearInterval(timer));
        }),
      ),
    seen: NO_ANSWER,
  },
  {
    name: "headers without end",
    open: async (servers) =>
      url(
        await servers.raw((socket) =>
          socket.write(`HTTP/1.1 200 OK\r\n${`x-bomb: ${"x".repeat(4_000)}\r\n`.repeat(40)}`),
        ),
      ),
    seen: NO_HTTP,
  },
  {
    name: "garbage instead of HTTP",
    open: async (servers) => url(await servers.raw(speak("SSH-2.0-OpenSSH_9.6\r\n"))),
    seen: NO_HTTP,
  },
  {
    name: "an HTTP/2 stream that is reset",
    open: async (servers, { good }) => secureUrl(await servers.http2(good, (stream) => stream.close(2))),
    seen: NO_HTTP,
  },
  { name: "a redirect to itself", open: answering(301, { location: "/" }), seen: STATUS },
  {
    name: "redirects without end",
    open: async (servers) =>
      url(
        await servers.http((request, response) =>
          response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
        ),
      ),
    seen: STATUS,
  },
  {
    name: "a redirect to an address with credentials",
    open: answering(302, { location: "http://me:word@127.0.0.1/" }),
    seen: REFUSED_BY_US,
  },
  {
    name: "a redirect to another scheme",
    open: answering(302, { location: "file:///etc/hosts" }),
    seen: REFUSED_BY_US,
  },
  {
    name: "a redirect to a name that does not exist",
    open: answering(302, { location: "http://gone.invalid/" }),
    seen: ["fail", "resolve", "resolve_nxdomain", "dns"],
  },
  { name: "a page that is not there", open: answering(404, {}, "not found"), seen: STATUS },
  { name: "a page that is gone", open: answering(410), seen: STATUS },
  { name: "refused without a login", open: answering(401, { "www-authenticate": "Basic" }), seen: BLOCKED },
  { name: "forbidden", open: answering(403, {}, "no"), seen: BLOCKED },
  { name: "too many requests", open: answering(429, { "retry-after": "60" }), seen: BLOCKED },
  { name: "refused for legal reasons", open: answering(451), seen: BLOCKED },
  {
    name: "a challenge page",
    open: answering(
      503,
      { server: "cloudflare", "cf-ray": "8d1", "cf-mitigated": "challenge" },
      "<title>Just a moment...</title>",
    ),
    seen: BLOCKED,
  },
  {
    name: "a challenge page that says 200",
    open: answering(
      200,
      { server: "AkamaiGHost" },
      '<div id="sec-if-cpt-container"></div><script src="/x?bm-verify=1"></script>',
    ),
    seen: BLOCKED,
  },
  {
    name: "an application that fails",
    open: answering(500, { "content-type": "application/json" }, '{"error":"x"}'),
    seen: ["fail", "response", "origin_error", "backend"],
  },
  {
    name: "nginx without its upstream",
    open: answering(502, { server: "nginx" }, "<center>nginx</center>"),
    seen: ["fail", "response", "gateway_error", "gateway"],
  },
  {
    name: "nginx that waited in vain",
    open: answering(504, { server: "nginx" }, "<center>nginx</center>"),
    seen: ["fail", "response", "gateway_timeout", "gateway"],
  },
  {
    name: "envoy without a healthy upstream",
    open: answering(503, { server: "envoy" }, "no healthy upstream"),
    seen: ["fail", "response", "gateway_error", "gateway"],
  },
  {
    name: "Cloudflare with a dead origin",
    open: answering(
      521,
      { server: "cloudflare", "cf-ray": "8d1-FRA", "cf-cache-status": "DYNAMIC" },
      "error code: 521",
    ),
    seen: ["fail", "response", "origin_unreachable", "backend"],
  },
  {
    name: "CloudFront with a dead origin",
    open: answering(
      502,
      { server: "CloudFront", "x-amz-cf-id": "a==", "x-cache": "Error from cloudfront" },
      "CloudFront wasn't able to connect to the origin.",
    ),
    seen: ["fail", "response", "origin_unreachable", "backend"],
  },
];
