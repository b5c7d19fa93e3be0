import { describe, expect, test } from "vitest";
import { classify } from "../../../shared/observe/classify.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { type Cause, type Expectation, LAYER_OF_CAUSE } from "../../../shared/schema/index.ts";

/** Named situations, as they were seen or as the edges document them, each with the one failure mode that it is. */

const answered = (
  status: number,
  headers: Record<string, string> = {},
  body = "",
  bodyError: string | null = null,
): Exchange => ({ kind: "answered", status, headers, body, bodyError, latencyMs: 20, addresses: [] });
const threw = (message: string, code: string | null = null, secure = true): Exchange => ({
  kind: "threw",
  name: "Error",
  message,
  code,
  secure,
  latencyMs: 20,
  stage: null,
});
const CF = { server: "cloudflare", "cf-ray": "8f0000000000-AMS" };
const FASTLY = { "x-served-by": "cache-ams21000-AMS", "x-timer": "S1700000000.0,VS0,VE1" };
const CLOUDFRONT = { via: "1.1 abc.cloudfront.net (CloudFront)", "x-amz-cf-id": "abc==" };

const SITUATIONS: readonly (readonly [
  name: string,
  exchange: Exchange,
  outcome: string,
  cause: Cause | null,
  expected?: Expectation,
])[] = [
  ["a plain 200", answered(200), "pass", null],
  [
    "a 401 with the right JSON, where that was expected",
    answered(401, {}, '{"error":{"status":401}}'),
    "pass",
    null,
    { status: [401], body: { json: [{ path: "error.status", equals: 401 }] } },
  ],
  ["a 401 where 2xx was expected", answered(401), "inconclusive", "blocked"],
  ["a 403 of the application", answered(403), "inconclusive", "blocked"],
  ["a 429", answered(429), "inconclusive", "blocked"],
  ["a 451", answered(451), "inconclusive", "blocked"],
  [
    "a Cloudflare challenge",
    answered(403, { ...CF, "cf-mitigated": "challenge" }, "<title>Just a moment...</title>"),
    "inconclusive",
    "blocked",
  ],
  ["a challenge under 503", answered(503, CF, "<title>Just a moment...</title>"), "inconclusive", "blocked"],
  [
    "an Incapsula wall",
    answered(403, { "x-iinfo": "1-1" }, "Request unsuccessful. Incapsula incident"),
    "inconclusive",
    "blocked",
  ],
  ["our own rate limit at Cloudflare", answered(429, {}, "error code: 1015"), "inconclusive", "probe_error"],
  ["our own account's limit", answered(530, {}, "error code: 1027"), "inconclusive", "probe_error"],
  ["a 404", answered(404), "fail", "response_status"],
  [
    "a 500 of the application",
    answered(500, { "content-type": "application/json" }, '{"error":"x"}'),
    "fail",
    "origin_error",
  ],
  [
    "a 500 of the application behind a CDN",
    answered(500, { ...FASTLY, "content-type": "application/json" }, '{"error":"x"}'),
    "fail",
    "origin_error",
  ],
  ["a 502 of nginx", answered(502, { server: "nginx" }, "<center>nginx</center>"), "fail", "gateway_error"],
  ["a 503 of a load balancer", answered(503, { server: "awselb/2.0" }), "fail", "gateway_error"],
  [
    "a 503 of envoy",
    answered(503, { server: "envoy" }, "upstream connect error or disconnect/reset before headers"),
    "fail",
    "gateway_error",
  ],
  ["a 504 of nobody in particular", answered(504), "fail", "gateway_timeout"],
  ["a bare 502", answered(502), "fail", "gateway_error"],
  ["a 507 of the application", answered(507), "fail", "origin_error"],
  [
    "Cloudflare's own 500 page",
    answered(500, CF, "<center><h1>500 Internal Server Error</h1></center><hr><center>cloudflare</center>"),
    "fail",
    "cdn_error",
  ],
  ["Fastly's own 503", answered(503, FASTLY, "<title>503 Service Unavailable</title>"), "fail", "cdn_error"],
  [
    "Fastly speaking of a dead backend",
    answered(503, FASTLY, "Error 503 backend read error"),
    "fail",
    "origin_unreachable",
  ],
  [
    "CloudFront speaking of a dead origin",
    answered(502, { ...CLOUDFRONT, "x-cache": "Error from cloudfront" }),
    "fail",
    "origin_unreachable",
  ],
  ["521 of a proxied site", answered(521, CF, "Web server is down"), "fail", "origin_unreachable"],
  ["522 of a proxied site", answered(522, CF, "error code: 522"), "fail", "origin_unreachable"],
  ["521 of our egress", answered(521), "fail", "connect_refused"],
  ["522 of our egress", answered(522), "fail", "connect_timeout"],
  ["523 of our egress", answered(523), "fail", "connect_unreachable"],
  ["524 of our egress", answered(524), "fail", "response_timeout"],
  ["525 of our egress", answered(525), "fail", "tls_handshake"],
  ["526 of our egress", answered(526), "fail", "tls_untrusted"],
  ["530 with 1016 of our egress", answered(530, {}, "error code: 1016"), "fail", "resolve_nxdomain"],
  ["a connection lost in workerd", threw("Network connection lost."), "fail", "connect_refused"],
  ["an internal error of workerd under TLS", threw("internal error; reference = abc"), "fail", "tls_handshake"],
  [
    "an internal error of workerd without TLS",
    threw("internal error; reference = abc", null, false),
    "fail",
    "connect_reset",
  ],
  ["an expired certificate in Node", threw("fetch failed", "CERT_HAS_EXPIRED"), "fail", "tls_expired"],
  ["a self-signed certificate in Node", threw("fetch failed", "DEPTH_ZERO_SELF_SIGNED_CERT"), "fail", "tls_untrusted"],
  [
    "a certificate of another name in Node",
    threw("fetch failed", "ERR_TLS_CERT_ALTNAME_INVALID"),
    "fail",
    "tls_name_mismatch",
  ],
  ["a refused port in Node", threw("fetch failed", "ECONNREFUSED"), "fail", "connect_refused"],
  ["a reset in Node", threw("fetch failed", "ECONNRESET"), "fail", "connect_reset"],
  ["no headers in time", { kind: "timed-out", latencyMs: 10_000, stage: null }, "fail", "response_timeout"],
  [
    "a name that does not exist",
    { kind: "unresolved", cause: "resolve_nxdomain", detail: "dns.google says so" },
    "fail",
    "resolve_nxdomain",
  ],
  [
    "a resolver that fails on the name",
    { kind: "unresolved", cause: "resolve_servfail", detail: "SERVFAIL" },
    "fail",
    "resolve_servfail",
  ],
  [
    "a redirect in a loop",
    { kind: "redirected", status: 302, latencyMs: 9, detail: "redirected in a loop" },
    "fail",
    "response_status",
  ],
  [
    "a target that the guard refuses",
    { kind: "not-begun", detail: "the address must be public; received 10.0.0.1" },
    "inconclusive",
    "probe_error",
  ],
  [
    "a body that breaks off",
    answered(200, {}, "half", "Network connection lost."),
    "fail",
    "body_truncated",
    { body: { contains: ["whole"] } },
  ],
  ["the wrong page", answered(200, {}, "Welcome to nginx!"), "fail", "body_mismatch", { body: { contains: ["Aria"] } }],
  [
    "JSON that is none",
    answered(200, {}, "<html>"),
    "fail",
    "body_mismatch",
    { body: { json: [{ path: "status", equals: "ok" }] } },
  ],
  ["a header that is missing", answered(200), "fail", "response_status", { headers: [{ name: "X-Version" }] }],
];

describe("one exchange is one failure mode", () => {
  const named = SITUATIONS.map(([name, exchange, outcome, cause, expected]) => ({
    name,
    exchange,
    outcome,
    cause,
    expected,
  }));
  test.each(named)("$name", ({ exchange, outcome, cause, expected = {} }) => {
    expect(classify(exchange, expected)).toMatchObject({ outcome, cause });
  });

  test("a pass has no cause, a failure has a cause with a layer and its stage, an inconclusive look has no layer", () => {
    for (const [name, exchange, , , expected = {}] of SITUATIONS) {
      const { outcome, cause, stage } = classify(exchange, expected);
      const layer = cause == null ? null : LAYER_OF_CAUSE[cause];
      if (outcome === "pass") expect([name, cause]).toEqual([name, null]);
      if (outcome === "inconclusive") expect([name, layer]).toEqual([name, null]);
      if (outcome === "fail") expect([name, layer === null, stage === null]).toEqual([name, false, false]);
    }
  });

  test("foreign words are kept on one line and cut to length", () => {
    const { detail } = classify(threw(`line\none\u0000${"x".repeat(1_000)}`), {});
    expect(detail).toMatch(/^Error: line one x+$/);
    expect(detail?.length).toBeLessThanOrEqual(300);
  });
});
