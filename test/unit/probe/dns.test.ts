import { describe, expect, test } from "vitest";
import { decodeQuestion, encodeAnswer } from "../../../shared/observe/dns-message.ts";
import { DnsCheck } from "../../../shared/schema/index.ts";
import { probeDns } from "../../../workers/probe/probers/dns.ts";
import { createResolver } from "../../../workers/probe/resolve.ts";
import { nodeContext } from "../../support/node-ports.ts";

/** The DNS prober and the resolver between two resolvers that agree, disagree, or are away. */

type Said = { readonly rcode?: number; readonly addresses?: readonly string[]; readonly ttlSeconds?: number };
const asked: string[] = [];
const resolvers =
  (cloudflare: Said | null, google: Said | null): typeof fetch =>
  async (input) => {
    const url = new URL(String(input));
    const said = url.host === "dns.google" ? google : cloudflare;
    if (said === null) throw new Error("Network connection lost.");
    const question = decodeQuestion(Buffer.from(url.searchParams.get("dns") ?? "", "base64url"));
    if (question === null) throw new Error("the probe asked no question");
    asked.push(`${url.host} ${question.name} ${question.type}`);
    const { rcode = 0, addresses = [], ttlSeconds = 60 } = said;
    const known = question.type === 1 ? addresses : [];
    return new Response(Uint8Array.from(encodeAnswer(question, { rcode, addresses: known, ttlSeconds })));
  };
const ONE = { addresses: ["93.184.7.7"] };
const TWO = { addresses: ["93.184.7.8", "93.184.7.7"] };
const NONE = {};
const GONE = { rcode: 3 };
const BROKEN = { rcode: 2 };
const look = (cloudflare: Said | null, google: Said | null, expected: object = {}) =>
  probeDns(
    DnsCheck.parse({ prober: "dns", name: "WWW.example.com", expect: expected }),
    nodeContext({ allowPrivate: false, fetch: resolvers(cloudflare, google) }),
  );

describe("the DNS prober", () => {
  test.each<[string, Said | null, Said | null, object, object]>([
    ["passes where both have it", ONE, ONE, {}, { outcome: "pass", detail: null }],
    [
      "passes where what is expected is there",
      TWO,
      TWO,
      { includes: ["93.184.7.8"], minCount: 2 },
      { outcome: "pass" },
    ],
    ["passes where it is the same set", TWO, TWO, { equals: ["93.184.7.7", "93.184.7.8"] }, { outcome: "pass" }],
    ["passes where what must be absent is", GONE, NONE, { absent: true }, { outcome: "pass" }],
    [
      "fails where neither knows the name",
      GONE,
      GONE,
      {},
      {
        outcome: "fail",
        stage: "resolve",
        cause: "resolve_nxdomain",
        detail:
          "cloudflare-dns.com says that www.example.com does not exist; dns.google says that www.example.com does not exist",
      },
    ],
    ["fails where neither can resolve it", BROKEN, BROKEN, {}, { outcome: "fail", cause: "resolve_servfail" }],
    ["fails where there is no record", NONE, NONE, {}, { outcome: "fail", cause: "resolve_empty" }],
    [
      "fails where the records are others",
      ONE,
      ONE,
      { equals: ["93.184.7.9"] },
      {
        outcome: "fail",
        stage: "resolve",
        cause: "body_mismatch",
        detail:
          "the A records must be 93.184.7.9; cloudflare-dns.com has 93.184.7.7; the A records must be 93.184.7.9; dns.google has 93.184.7.7",
      },
    ],
    ["fails where a record is missing", ONE, ONE, { includes: ["93.184.7.8"] }, { cause: "body_mismatch" }],
    ["fails where there are too few", ONE, ONE, { minCount: 2 }, { cause: "body_mismatch" }],
    ["fails where what must be absent is there", ONE, ONE, { absent: true }, { cause: "body_mismatch" }],
    [
      "does not take a broken zone for an absent record",
      BROKEN,
      BROKEN,
      { absent: true },
      { cause: "resolve_servfail" },
    ],
    [
      "passes where they disagree, and tells it",
      GONE,
      ONE,
      {},
      {
        outcome: "pass",
        cause: null,
        detail:
          "resolvers disagree: cloudflare-dns.com says that www.example.com does not exist, while dns.google has 93.184.7.7",
      },
    ],
    [
      "judges by the one that can be asked, and tells it",
      null,
      GONE,
      {},
      {
        outcome: "fail",
        cause: "resolve_nxdomain",
        detail:
          "dns.google says that www.example.com does not exist; cloudflare-dns.com could not be asked: Network connection lost.",
      },
    ],
    ["says nothing where none can be asked", null, null, {}, { outcome: "inconclusive", cause: "probe_error" }],
  ])("%s", async (_, cloudflare, google, expected, finding) =>
    expect(await look(cloudflare, google, expected)).toMatchObject(finding),
  );
});

describe("the resolver", () => {
  const resolver = (cloudflare: Said | null, google: Said | null) =>
    createResolver({ fetch: resolvers(cloudflare, google), ttlMs: 60_000, userAgent: "x", timeoutMs: 1_000 });

  test("keeps an answer as long as its own lifetime, and never longer than its bound", async () => {
    for (const { ttlSeconds, keptMs } of [
      { ttlSeconds: 20, keptMs: 20_000 },
      { ttlSeconds: 86_400, keptMs: 60_000 },
    ]) {
      const resolve = resolver({ ...ONE, ttlSeconds }, null);
      expect(await resolve("a.example", 0)).toEqual({ kind: "resolved", addresses: ["93.184.7.7"], ttlSeconds });
      asked.length = 0;
      await resolve("a.example", keptMs - 1);
      expect(asked).toEqual([]);
      await resolve("a.example", keptMs);
      expect(asked).toHaveLength(2);
    }
  });

  test("asks the second when the first has nothing, and fails only when it says no as well", async () => {
    expect(await resolver(GONE, ONE)("a.example", 0)).toMatchObject({ kind: "resolved" });
    expect(await resolver(GONE, GONE)("a.example", 0)).toMatchObject({ kind: "failed", cause: "resolve_nxdomain" });
    expect(await resolver(null, BROKEN)("a.example", 0)).toMatchObject({ kind: "failed", cause: "resolve_servfail" });
    expect(await resolver(null, null)("a.example", 0)).toMatchObject({ kind: "unasked" });
  });

  test("takes what is no DNS message for no answer", async () => {
    const nonsense: typeof fetch = async () => new Response("<html>hotel portal</html>");
    const resolve = createResolver({ fetch: nonsense, ttlMs: 1, userAgent: "x", timeoutMs: 1_000 });
    expect(await resolve("a.example", 0)).toEqual({
      kind: "unasked",
      detail: "cloudflare-dns.com answered with something that is no DNS message",
    });
  });
});
