import { describe, expect, test } from "vitest";
import { versionOf } from "../../../shared/observe/agree.ts";
import { isCloudflareAddress } from "../../../shared/observe/cloudflare-address.ts";
import type { Answer } from "../../../shared/observe/exchange.ts";
import { asksBody, firstUnmet } from "../../../shared/observe/expect.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import { search } from "../../../shared/schema/check/pattern.ts";
import { Agreement, Expectation } from "../../../shared/schema/index.ts";

/** What an answer lacks, in words. */

const DOCUMENT = {
  status: "ok",
  version: "2026-01-31T12:00:00Z",
  load: 0.7,
  queue: null,
  on: true,
  items: [{ id: 7 }, "b"],
  tags: ["a", "b"],
};
const answer = (over: Partial<Answer> = {}): Answer => ({
  status: 200,
  headers: { "content-type": "application/json", etag: '"v7"' },
  body: JSON.stringify(DOCUMENT),
  ...over,
});
const unmet = (expected: object, over: Partial<Answer> = {}) =>
  firstUnmet(answer(over), Expectation.parse(expected))?.because ?? null;
const unmetJson = (path: string, comparison: object) => unmet({ body: { json: [{ path, ...comparison }] } });

describe("JSON", () => {
  test.each<[string, object]>([
    ["status", { equals: "ok" }],
    ["status", { not: "down" }],
    ["missing", { not: "down" }],
    ["load", { lt: 1, gte: 0.7 }],
    ["load", { lte: 0.7, gt: 0 }],
    ["version", { gte: "2026-01-01T00:00:00Z" }],
    ["status", { contains: "k", length: 2 }],
    ["tags", { contains: "b", length: 2 }],
    ["status", { matches: "^o.$" }],
    ["queue", { equals: null, exists: true }],
    ["missing", { exists: false }],
    ["on", { equals: true }],
    ["items[0].id", { equals: 7 }],
    ["", { exists: true }],
  ])("%s that must %j is as it must be", (path, comparison) => expect(unmetJson(path, comparison)).toBeNull());

  test.each<[string, object, string]>([
    ["status", { equals: "down" }, 'status must be "down"; received "ok"'],
    ["status", { not: "ok" }, 'status must not be "ok"; received "ok"'],
    ["load", { lt: 0.7 }, "load must be less than 0.7; received 0.7"],
    ["load", { lte: 0.5 }, "load must be at most 0.5; received 0.7"],
    ["load", { gt: 0.7 }, "load must be more than 0.7; received 0.7"],
    ["load", { gte: 1 }, "load must be at least 1; received 0.7"],
    ["load", { gte: "1" }, 'load must be at least "1"; received 0.7'],
    ["missing", { lt: 5 }, "missing must be less than 5; received nothing"],
    ["status", { contains: "x" }, 'status must contain "x"; received "ok"'],
    ["tags", { length: 3 }, 'tags must have the length 3; received ["a","b"]'],
    ["load", { matches: "0" }, "load must match 0; received 0.7"],
    ["missing", { exists: true }, "missing must be there; received nothing"],
    ["status", { exists: false }, 'status must not be there; received "ok"'],
    ["constructor", { exists: true }, "constructor must be there; received nothing"],
    ["status.length", { equals: 2 }, "status.length must be 2; received nothing"],
  ])("%s that must %j is told", (path, comparison, because) => expect(unmetJson(path, comparison)).toBe(because));

  test("is told where it is none", () =>
    expect(unmet({ body: { json: [{ path: "a", exists: true }] } }, { body: "<html>" })).toBe("the body must be JSON"));
});

describe("headers and body", () => {
  test.each<[object, string | null]>([
    [{ headers: [{ name: "ETag" }] }, null],
    [{ headers: [{ name: "etag", equals: '"v7"', matches: 'v\\d"$' }] }, null],
    [{ headers: [{ name: "x-powered-by", absent: true }] }, null],
    [{ headers: [{ name: "etag", absent: true }] }, 'the header etag must be absent; received ""v7""'],
    [{ headers: [{ name: "x-version" }] }, "the header x-version must be there"],
    [{ headers: [{ name: "etag", equals: '"v8"' }] }, 'the header etag must be ""v8""; received ""v7""'],
    [{ headers: [{ name: "etag", matches: "^v" }] }, 'the header etag must match ^v; received ""v7""'],
    [
      { headers: [{ name: "content-type", contains: "HTML" }] },
      'the header content-type must contain "HTML"; received "application/json"',
    ],
    [{ body: { matches: ['"status":\\s*"ok"'], notMatches: ["(?i)error"] } }, null],
    [{ body: { matches: ["down"] } }, "the body must match down"],
    [{ body: { notMatches: ["o[k]"] } }, "the body must not match o[k]"],
    [{ body: { contains: ["down"] } }, 'the body must contain "down"'],
    [{ body: { notContains: ["ok"] } }, 'the body must not contain "ok"'],
    [{ status: [404, "5xx", "200-201"] }, null],
    [{ status: ["201-299"] }, "the status must be 201-299; received 200"],
  ])("%j", (expected, because) => expect(unmet(expected)).toBe(because));

  test("a body that is too large is told by what was read of it", () => {
    expect(unmet({ body: { maxBytes: 10 } }, { bodyBytes: 11 })).toBe("the body must have at most 10 bytes");
    expect(unmet({ body: { maxBytes: 10 } }, { bodyBytes: 10 })).toBeNull();
  });

  test("the body is read only for those who ask for something in it", () => {
    expect(
      [{}, { body: {} }, { body: { maxBytes: 5 } }].map((expected) => asksBody(Expectation.parse(expected))),
    ).toEqual([false, false, false]);
    expect(asksBody(Expectation.parse({ body: { notMatches: ["x"] } }))).toBe(true);
  });
});

describe("a pattern", () => {
  // An engine that backtracks does not come back from these in a lifetime.
  test.each([
    ["(a+)+$", `${"a".repeat(200_000)}b`],
    ["(a|aa)*c", "a".repeat(200_000)],
    ["(.*)(.*)(.*)(.*)x$", "a".repeat(200_000)],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(200_000)],
  ])("that holds up other engines, %s, is done with", (pattern, text) =>
    expect(search(pattern, text).found).toBe(false),
  );

  test("searches as much of a text as its bound allows, and says so", () => {
    const text = `${"x".repeat(1_500_000)}needle`;
    expect(search("needle", text)).toEqual({ found: false, whole: false });
    expect(search("needle", text.slice(1_000_000))).toEqual({ found: true, whole: true });
  });

  test("that was not found in a part is told to have been searched in that part", () =>
    expect(unmet({ body: { matches: ["needle"] } }, { body: `${"x".repeat(1_500_000)}needle` })).toBe(
      "the body must match needle within the part of it that is searched",
    ));
});

describe("what regions should agree on", () => {
  test.each<[object, string | null]>([
    [{ header: "ETag" }, '"v7"'],
    [{ jsonPath: "version" }, "2026-01-31T12:00:00Z"],
    [{ jsonPath: "load" }, "0.7"],
    [{ jsonPath: "items" }, null],
    [{ jsonPath: "missing" }, null],
    [{ header: "x-version" }, null],
  ])("by %j is %j", (agree, version) => expect(versionOf(answer(), Agreement.parse(agree))).toBe(version));

  test("is cut to what an observation holds", () =>
    expect(versionOf(answer({ headers: { etag: "x".repeat(500) } }), Agreement.parse({ header: "etag" }))).toHaveLength(
      128,
    ));
});

describe("a late answer", () => {
  const finding = (over: object) =>
    boundLatency({ outcome: "pass" as const, cause: null, detail: null, latencyMs: 900, ...over }, 800);

  test("passes as slow", () =>
    expect(finding({})).toMatchObject({
      outcome: "pass",
      cause: "slow",
      detail: "the answer must come within 800 ms; it took 900 ms",
    }));
  test("in time is plain", () => expect(finding({ latencyMs: 800 }).cause).toBeNull());
  test("that is wrong is a failure before it is slow", () =>
    expect(finding({ outcome: "fail", cause: "origin_error" })).toMatchObject({
      outcome: "fail",
      cause: "origin_error",
    }));
});

test.each<[string, boolean]>([
  ["104.16.0.1", true],
  ["104.27.255.255", true],
  ["104.28.0.0", false],
  ["172.71.255.255", true],
  ["172.72.0.0", false],
  ["131.0.75.1", true],
  ["131.0.76.1", false],
  ["2606:4700::6810:1", true],
  ["2a06:98c7::1", true],
  ["2a06:98c8::1", false],
  ["93.184.7.7", false],
  ["example.com", false],
])("%s is Cloudflare's own: %s", (address, own) => expect(isCloudflareAddress(address)).toBe(own));
