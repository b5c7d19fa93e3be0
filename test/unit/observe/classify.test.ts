import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../../shared/observe/classify.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { LAYER_OF_CAUSE, Observation } from "../../../shared/schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { readSituations } from "../../support/situations.ts";

/** Named situations, as they were seen or as the edges document them, each with the one failure mode that it is. */

const Finding = Observation.omit({ service: true, endpoint: true, region: true, at: true });
const situations = readSituations();
const layerOf = (cause: keyof typeof LAYER_OF_CAUSE | null | undefined) =>
  cause == null ? null : LAYER_OF_CAUSE[cause];

describe("one exchange is one failure mode", () => {
  test.each(situations)("$path", ({ exchange, expected, finding: { detail, ...wanted } }) => {
    const { outcome, stage, cause, provider, ...found } = classify(exchange, expected);
    expect({ outcome, stage, cause, layer: layerOf(cause), provider }).toEqual(wanted);
    if (detail !== undefined) expect(found.detail?.toLowerCase()).toContain(detail.toLowerCase());
  });

  test("there are at least 100 of them, each once, and each says where its facts come from", () => {
    expect(situations.length).toBeGreaterThanOrEqual(100);
    expect(new Set(situations.map(({ exchange, expected }) => JSON.stringify([exchange, expected]))).size).toBe(
      situations.length,
    );
  });
});

/** What holds of every finding, whatever was seen. */
function holds(exchange: Exchange, finding: ReturnType<typeof classify>): void {
  expect(Finding.safeParse(finding).error).toBeUndefined();
  const { outcome, cause, stage, detail, provider } = finding;
  const layer = layerOf(cause);
  if (outcome === "pass") expect([cause, detail]).toEqual([null, null]);
  else {
    expect(cause).not.toBeNull();
    expect(detail).toEqual(expect.any(String));
    expect(detail?.length).toBeLessThanOrEqual(SENTENCE_MAX_CHARS);
    expect(detail).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
  if (outcome === "inconclusive") expect([cause === "blocked" || cause === "probe_error", layer]).toEqual([true, null]);
  if (outcome === "fail") expect([layer === null, stage === null]).toEqual([false, false]);
  if (cause === "probe_error") expect(stage).toBeNull();
  if (layer === "dns") expect(stage).toBe("resolve");
  if (layer === "tls") expect(stage).toBe("tls");
  if (exchange.kind === "answered") expect(finding.status).toBe(exchange.status);
  else expect(provider === null || (exchange.kind !== "unresolved" && exchange.kind !== "not-begun")).toBe(true);
  if (exchange.kind !== "answered") expect(outcome).not.toBe("pass");
}

const hostileText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2_000 }),
  fc.constantFrom(
    "a".repeat(20_000),
    '"'.repeat(20_000),
    ",;=\\".repeat(5_000),
    "error code: ".repeat(2_000),
    "\u202e\u0000\ud800line\nfeed",
    "[".repeat(20_000),
  ),
);
const headerName = fc.constantFrom(
  ...["server", "via", "cf-ray", "x-cache", "proxy-status", "cache-status", "content-type", "x-vercel-error"],
  ...["__proto__", "constructor", "cf-mitigated", "x-iinfo", "x-amz-cf-id"],
);
const answer: fc.Arbitrary<Exchange> = fc.record({
  kind: fc.constant("answered" as const),
  status: fc.integer({ min: 100, max: 999 }),
  headers: fc
    .array(fc.tuple(headerName, hostileText), { maxLength: 6 })
    .map((pairs) => Object.fromEntries(pairs) as Record<string, string>),
  body: hostileText,
  bodyError: fc.oneof(fc.constant(null), hostileText),
  latencyMs: fc.nat(),
  addresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), hostileText), { maxLength: 4 }),
});
const stage = fc.constantFrom(null, "resolve", "connect", "tls", "request", "response", "body");
const throwing: fc.Arbitrary<Exchange> = fc.record({
  kind: fc.constant("threw" as const),
  name: hostileText,
  message: hostileText,
  code: fc.constantFrom(null, "ECONNRESET", "ENOTFOUND", "CERT_HAS_EXPIRED", "EMFILE", "__proto__", "HPE_X"),
  secure: fc.boolean(),
  stage,
  latencyMs: fc.nat(),
});

describe("whatever a target sends", () => {
  test("the named situations keep the rules of a finding", () => {
    for (const { exchange, expected } of situations) holds(exchange, classify(exchange, expected));
  });

  test("a hostile answer is a finding like any other", () => {
    fc.assert(
      fc.property(answer, (seen) => holds(seen, classify(seen, {}))),
      { numRuns: 300 },
    );
  });

  test("a hostile exception is a finding like any other", () => {
    fc.assert(
      fc.property(throwing, (seen) => holds(seen, classify(seen, {}))),
      { numRuns: 300 },
    );
  });

  test("how a header is written changes nothing, nor does what comes after the first kilobytes of a page", () => {
    for (const { exchange, expected } of situations) {
      if (exchange.kind !== "answered" || expected.body !== undefined) continue;
      const shouted = {
        ...exchange,
        headers: Object.fromEntries(Object.entries(exchange.headers).map(([name, value]) => [name, ` ${value} `])),
      };
      expect(classify(shouted, expected).cause).toBe(classify(exchange, expected).cause);
      const long = { ...exchange, body: exchange.body.padEnd(9_000, " ") };
      const longer = { ...exchange, body: `${long.body}<center>cloudflare</center> px-captcha just a moment...` };
      expect(classify(longer, expected)).toEqual(classify(long, expected));
    }
  });
});
