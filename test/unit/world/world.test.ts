import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { classify } from "../../../shared/observe/classify.ts";
import { decodeAnswer, NXDOMAIN, SERVFAIL } from "../../../shared/observe/dns-message.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { type Asked, behave } from "../../../workers/world/behaviour.ts";
import type { Reaction } from "../../../workers/world/reaction.ts";
import { Scenario } from "../../../workers/world/scenario.ts";
import { dohUrl } from "../../support/doh.ts";

/** The simulated internet does what its script says, where and when, and nothing else. */

const WORLD = new URL("../../../workers/world/", import.meta.url);
const scenario = (file: string) => Scenario.parse(JSON.parse(readFileSync(new URL(file, WORLD), "utf8")));
const situations = readdirSync(new URL("situation", WORLD));
const asked = (over: Partial<Omit<Asked, "url">> & { url?: string }): Asked => ({
  minute: 25,
  region: "weur",
  nonce: 1,
  ...over,
  url: new URL(over.url ?? "https://api.aria.example/v1/health"),
});

const answerOf = (seen: Reaction) =>
  seen.kind === "answer" && seen.body instanceof Uint8Array ? decodeAnswer(seen.body) : null;

/** What the prober would make of a behaviour. */
function exchangeOf(script: Scenario, at: Asked): Exchange {
  const answer = answerOf(behave(script, { ...at, url: dohUrl("https://cloudflare-dns.com/dns-query", at.url.host) }));
  if (answer?.rcode === NXDOMAIN) return { kind: "unresolved", cause: "resolve_nxdomain", detail: "" };
  if (answer?.rcode === SERVFAIL) return { kind: "unresolved", cause: "resolve_servfail", detail: "" };
  if (answer?.records.length === 0) return { kind: "unresolved", cause: "resolve_empty", detail: "" };
  const seen = behave(script, at);
  if (seen.kind === "throw")
    return { kind: "threw", name: "Error", message: seen.message, code: null, secure: true, latencyMs: 5, stage: null };
  if (seen.kind === "hang") return { kind: "timed-out", latencyMs: 1_000, stage: null };
  const { status, headers, body, delayMs } = seen;
  return { kind: "answered", latencyMs: delayMs, bodyError: null, status, headers, body: String(body), addresses: [] };
}

describe("situations", () => {
  test.each(situations)("%s is a valid script", (file) =>
    expect(scenario(`situation/${file}`).name).toBe(file.replace(".json", "")),
  );

  test.each([
    ["global-backend", "https://api.aria.example/", "weur", "origin_error"],
    ["gateway-two-regions", "https://api.aria.example/", "apac", "gateway_error"],
    ["dns-gone", "https://www.aria.example/", "oc", "resolve_nxdomain"],
    ["dns-servfail", "https://accounts.aria.example/", "oc", "resolve_servfail"],
    ["tls-broken", "https://accounts.aria.example/", "me", "tls_handshake"],
    ["connect-refused-regional", "https://api.aria.example/", "wnam", "connect_refused"],
    ["connect-timeout", "https://api.aria.example/", "sam", "response_timeout"],
    ["edge-broken", "https://www.aria.example/", "afr", "cdn_error"],
    ["origin-behind-edge", "https://audio.aria.example/", "afr", "origin_unreachable"],
    ["bot-wall", "https://www.aria.example/", "enam", "blocked"],
  ])("%s is seen as what it is, and not outside its minutes", (situation, url, region, cause) => {
    const script = scenario(`situation/${situation}.json`);
    expect(classify(exchangeOf(script, asked({ url, region })), {}).cause).toBe(cause);
    for (const minute of [19.9, 35])
      expect(classify(exchangeOf(script, asked({ url, region, minute })), {}).outcome).toBe("pass");
  });

  test("a regional fault shows in its regions only", () => {
    const script = scenario("situation/connect-refused-regional.json");
    const failing = ["wnam", "enam", "weur", "oc", "me"].filter(
      (region) => exchangeOf(script, asked({ region })).kind === "threw",
    );
    expect(failing).toEqual(["wnam", "enam"]);
  });

  test("a brownout hits its share of exchanges, the same ones every time", () => {
    const script = scenario("situation/brownout.json");
    const hits = () =>
      Array.from({ length: 2_000 }, (_, nonce) => behave(script, asked({ nonce }))).filter(
        (seen) => seen.kind === "answer" && seen.status === 503,
      ).length;
    expect(hits() / 2_000).toBeGreaterThan(0.36);
    expect(hits() / 2_000).toBeLessThan(0.44);
    expect(hits()).toBe(hits());
  });

  test("an ill probe reaches nothing, its control targets included, and others reach all", () => {
    const script = scenario("situation/ill-probe.json");
    expect(behave(script, asked({ url: "http://captive.apple.com/" })).kind).toBe("throw");
    expect(behave(script, asked({ url: "http://captive.apple.com/", region: "oc" })).kind).toBe("answer");
  });

  test("a script that names an unknown host or ends before it begins says where", () => {
    const base = {
      name: "x",
      sites: [],
      faults: [{ what: { kind: "tls" }, hosts: ["nobody.example"], from: 5, to: 5 }],
    };
    expect(Scenario.safeParse(base).error?.issues.map(({ path }) => path.join("."))).toEqual([
      "faults.0.to",
      "faults.0.hosts",
    ]);
  });
});
