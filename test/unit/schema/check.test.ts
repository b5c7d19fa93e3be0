import { describe, expect, test } from "vitest";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import { Check, targetText } from "../../../shared/schema/index.ts";

/** A check as people write it: one form per prober, and every mistake is named with its path. */

const WEB = { url: "https://example.com/" };
const said = (check: object): string => {
  const parsed = Check.safeParse(check, { reportInput: true });
  if (parsed.success) return "accepted";
  return parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${explainIssue(issue)}`).join("; ");
};
const body = (expected: object) => ({ ...WEB, expect: { body: expected } });
const json = (expected: object) => body({ json: [{ path: "a", ...expected }] });

describe("a check", () => {
  test("is one of HTTP where no prober is named", () => {
    expect(Check.parse(WEB)).toMatchObject({ prober: "http", method: "GET", intervalSeconds: 60, timeoutMs: 10_000 });
    expect(Check.parse({ ...WEB, prober: "http" })).toEqual(Check.parse(WEB));
  });

  test.each<[string, object, string]>([
    ["http", WEB, "https://example.com/"],
    ["dns", { prober: "dns", name: "example.com", type: "MX" }, "dns:example.com?type=MX"],
    ["tcp", { prober: "tcp", host: "mail.example.com", port: 587 }, "tcp://mail.example.com:587"],
    ["tcp to an IPv6 address", { prober: "tcp", host: "2606:4700::1111", port: 853 }, "tcp://[2606:4700::1111]:853"],
    ["tls", { prober: "tls", host: "example.com" }, "tls://example.com:443"],
    ["websocket", { prober: "websocket", url: "wss://example.com/live" }, "wss://example.com/live"],
    ["heartbeat", { prober: "heartbeat", intervalSeconds: 300, tokenSha256: "0a".repeat(32) }, "heartbeat"],
  ])("of %s is taken and has an address to show", (_, check, target) =>
    expect(targetText(Check.parse(check))).toBe(target),
  );

  test("is the same after it was stored", () => {
    const check = Check.parse(json({ gte: 3, matches: "^a" }));
    expect(Check.parse(JSON.parse(JSON.stringify(check)))).toEqual(check);
  });

  test.each<[string, object, string]>([
    ["a field that is not HTTP's", { ...WEB, host: "example.com" }, ': unknown field "host"'],
    ["a field that is not DNS's", { prober: "dns", name: "example.com", typ: "A" }, ': unknown field "typ"'],
    [
      "a record type that is not asked for",
      { prober: "dns", name: "example.com", type: "SRV" },
      'type: must be "A" or "AAAA" or "CNAME" or "MX" or "TXT" or "NS"; received "SRV"',
    ],
    [
      "an address for a name",
      { prober: "dns", name: "93.184.7.7" },
      'name: must be a name such as www.example.com; received "93.184.7.7"',
    ],
    [
      "absent records that must include something",
      { prober: "dns", name: "example.com", expect: { absent: true, includes: ["1.2.3.4"] } },
      "expect: a record that must be absent has no `includes`, `equals` or `minCount`",
    ],
    [
      "the port of mail servers",
      { prober: "tcp", host: "mail.example.com", port: 25 },
      "port: must not be 25: the platform refuses it; 465 and 587 are open",
    ],
    ["a port that is none", { prober: "tcp", host: "a.example", port: 0 }, "port: must be at least 1; received 0"],
    [
      "a host that is none",
      { prober: "tcp", host: "a b", port: 80 },
      'host: must be a name such as mail.example.com or an address; received "a b"',
    ],
    [
      "a reply that may be anything",
      { prober: "tcp", host: "a.example", port: 80, expect: {} },
      "expect: must name `contains` or `matches`",
    ],
    [
      "a WebSocket over http",
      { prober: "websocket", url: "http://a.example/" },
      'url: must be a ws or wss URL without credentials, such as wss://example.com/live; received "http://a.example/"',
    ],
    [
      "a token in the clear",
      { prober: "heartbeat", intervalSeconds: 60, tokenSha256: "secret" },
      'tokenSha256: must be a SHA-256 in 64 lower-case hex digits; received "secret"',
    ],
    ["a body with GET", { ...WEB, body: "x" }, "body: must not be given with GET or HEAD"],
    [
      "a body expected of HEAD",
      { ...body({ contains: ["x"] }), method: "HEAD" },
      "expect.body: must not be given with HEAD: such an answer has no body",
    ],
    [
      "a size that is not read",
      body({ maxBytes: 300_000 }),
      "expect.body.maxBytes: must not be more than `maxBodyBytes`: what is not read cannot be measured",
    ],
    [
      "a header that smuggles another",
      { ...WEB, headers: { accept: "a\r\nx: y" } },
      /^headers\.accept: must be one line/.source,
    ],
    [
      "a header name that is none",
      { ...WEB, headers: { "a b": "c" } },
      'headers.a b: must be a header name; received "a b"',
    ],
    [
      "another name for the probe",
      { ...WEB, headers: { "User-Agent": "Mozilla/5.0" } },
      'headers.User-Agent: must not be user-agent: a probe says who it is; received "User-Agent"',
    ],
    [
      "a pattern with look-ahead",
      body({ matches: ["(?=x)"] }),
      'expect.body.matches[0]: must be a pattern of RE2, without look-around and back-references: invalid or unsupported Perl syntax in "(?=x)"',
    ],
    [
      "a pattern that is not closed",
      body({ notMatches: ["(x"] }),
      'expect.body.notMatches[0]: must be a pattern of RE2, without look-around and back-references: missing closing ) in "(x"',
    ],
    [
      "a pattern that is too big",
      body({ matches: ["((a{10}){10}){10}"] }),
      "expect.body.matches[0]: must be a smaller pattern: at most 1000 steps when compiled; received 1222",
    ],
    [
      "a JSON value that is compared with nothing",
      json({}),
      "expect.body.json[0]: must compare with one of exists, equals, not, lt, lte, gt, gte, contains, matches, length",
    ],
    [
      "a header that must be absent and equal",
      { ...WEB, expect: { headers: [{ name: "x", absent: true, equals: "y" }] } },
      "expect.headers[0]: a header that must be absent has no `contains`, `equals` or `matches`",
    ],
    [
      "a redirect policy that is none",
      { ...WEB, redirects: { policy: "ignore" } },
      'redirects.policy: must be "follow" or "manual" or "never"; received "ignore"',
    ],
    [
      "two values to agree on",
      { ...WEB, agree: { header: "etag", jsonPath: "v" } },
      "agree: must name either `header` or `jsonPath`",
    ],
    [
      "a latency that is none",
      { ...WEB, maxLatencyMs: 0 },
      "maxLatencyMs: maxLatencyMs must be between 1 and 30000; received 0",
    ],
  ])("with %s is refused", (_, check, sentence) =>
    sentence.startsWith("^") ? expect(said(check)).toMatch(new RegExp(sentence)) : expect(said(check)).toBe(sentence),
  );
});
