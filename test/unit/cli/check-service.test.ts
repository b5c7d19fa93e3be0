import { describe, expect, test } from "vitest";
import { ProbedCheck, Service, targetText } from "../../../shared/schema/index.ts";
import { namesService } from "../../../workers/cli/check/options.ts";
import { type NetworkService, triesText } from "../../../workers/cli/check/service/network.ts";
import { checkAt, subjectOf } from "../../../workers/cli/check/service/subject.ts";
import { controlTriesOf, type Trial, triesOf } from "../../../workers/cli/check/service/trial.ts";

test.each<[string, boolean]>([
  ["spotify", true],
  ["Our Shop", true],
  ["x", true],
  ["open.spotify.com", false],
  ["https://shop/", false],
  ["localhost", false],
  ["shop:8080", false],
  ["[::1]", false],
])("%j names a service: %j", (subject, isService) => {
  expect(namesService(["--json", subject, "--network", "http://127.0.0.1:1"])).toBe(isService);
  expect(namesService(["--network", "http://127.0.0.1:1", subject])).toBe(isService);
});

test.each([
  { prober: "tcp", host: "mail.example.com", port: 587 },
  { prober: "tls", host: "example.com", port: 443 },
  { prober: "dns", name: "example.com", type: "MX" },
  { prober: "websocket", url: "wss://example.com/live" },
  { prober: "tcp", host: "2606:4700::1111", port: 53 },
])("the address of %j is read back as that check", (wish) => {
  const check = ProbedCheck.parse(wish);
  expect(checkAt(targetText(check))).toEqual(check);
});

test("a heartbeat cannot be tried, and an unknown page only reached", () => {
  expect(checkAt("heartbeat")).toBeNull();
  expect(checkAt("https://example.com/a")).toMatchObject({ prober: "http", expect: { status: ["100-499"] } });
});

describe("whom a trial is about", () => {
  const shop = Service.parse({
    id: "shop",
    name: "Our Shop",
    endpoints: [{ id: "web", name: "Web", check: { url: "https://shop.example/", expect: { status: [204] } } }],
  });
  const watched: NetworkService = {
    id: "shop",
    name: "The Shop",
    simulated: false,
    verdict: { state: "up", regions: {} },
    endpoints: [
      { id: "web", name: "Web", url: "https://shop.example/", essential: true, state: "up" },
      { id: "api", name: "API", url: "https://api.shop.example/", essential: true, state: "up" },
      { id: "beat", name: "Beat", url: "heartbeat", essential: true, state: "up" },
    ],
  };

  test("what is written down is tried as it is written, the rest by its address", () => {
    const { endpoints } = subjectOf("the shop", { services: [shop], watched }) ?? { endpoints: [] };
    expect(endpoints.map(({ id, isAddressOnly }) => [id, isAddressOnly])).toEqual([
      ["web", false],
      ["api", true],
    ]);
    expect(endpoints[0]?.check).toMatchObject({ expect: { status: [204] } });
  });

  test("without a network the catalogue alone is known, by id or name in any case", () => {
    expect(subjectOf("OUR SHOP", { services: [shop], watched: null })).toMatchObject({ id: "shop" });
    expect(subjectOf("nobody", { services: [shop], watched: null })).toBeNull();
  });

  test("a trial is told as the network reads it; what our own side did not ask is left out, but for the controls", () => {
    const finding = (outcome: "pass" | "fail" | "inconclusive", cause: "blocked" | "probe_error" | null = null) => ({
      outcome,
      cause,
      stage: null,
      status: null,
      latencyMs: 12.4,
      provider: null,
      detail: null,
    });
    const check = ProbedCheck.parse({ url: "https://a.example/" });
    const endpoint = (id: string, isAddressOnly = false) => ({ id, name: id, essential: true, isAddressOnly, check });
    const at = { at: 0, certificate: null };
    const trial: Trial = {
      endpoints: [
        { endpoint: endpoint("web"), finding: finding("pass"), ...at },
        { endpoint: endpoint("api", true), finding: finding("pass"), ...at },
        { endpoint: endpoint("cdn"), finding: finding("fail"), ...at },
        { endpoint: endpoint("wall"), finding: finding("inconclusive", "blocked"), ...at },
        { endpoint: endpoint("own"), finding: finding("inconclusive", "probe_error"), ...at },
      ],
      controls: [
        { control: "one", finding: finding("pass") },
        { control: "two", finding: finding("inconclusive", "probe_error") },
      ],
    };
    expect(triesText(triesOf(trial))).toBe("web:passed:12,api:reached:12,cdn:failed:12,wall:blocked:12");
    expect(triesText(controlTriesOf(trial))).toBe("one:passed:12,two:failed");
  });
});
