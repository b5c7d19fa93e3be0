import { hashOf } from "../../shared/observe/slot.ts";
import { answerControl, answerDns, answerTrace, DNS_HOSTS } from "./internet.ts";
import type { Reaction } from "./reaction.ts";
import type { Fault, Scenario, Site } from "./scenario.ts";

/** What the simulated internet does with one exchange: a pure function of the script, the minute, the place and the address. */

export type Asked = {
  /** Minutes since the story began. */
  readonly minute: number;
  readonly region: string;
  readonly url: URL;
  /** Distinguishes exchanges where a fault hits only some of them. */
  readonly nonce: number;
};

export const LOST = "Network connection lost.";
const HANDSHAKE = "internal error; reference = simulated-tls";

export function behave(scenario: Scenario, asked: Asked): Reaction {
  const { url, region } = asked;
  const minute = scenario.repeatMinutes === undefined ? asked.minute : asked.minute % scenario.repeatMinutes;
  const active = scenario.faults.filter(
    (fault) => minute >= fault.from && minute < fault.to && (fault.regions?.some((id) => id === region) ?? true),
  );
  if (active.some(({ what }) => what.kind === "egress")) return { kind: "throw", message: LOST };
  if (DNS_HOSTS.includes(url.host)) return answerDns(url, (host) => dnsOf(scenario, active, host));
  if (url.pathname === "/cdn-cgi/trace") return answerTrace(region);
  const control = answerControl(url);
  if (control !== null) return control;
  const site = scenario.sites.find(({ host }) => host === url.host);
  if (site === undefined) return { kind: "throw", message: "internal error; reference = simulated-dns" };
  const fault = active.find((candidate) => hits(candidate, site, asked));
  return fault === undefined ? healthy(site, asked, 0) : broken(fault, site, asked);
}

/** What the resolvers say of a host: an address invented for the simulation, or the failure that the script asks for. */
function dnsOf(
  scenario: Scenario,
  active: readonly Fault[],
  host: string,
): "resolves" | "nxdomain" | "servfail" | "empty" {
  const site = scenario.sites.find((candidate) => candidate.host === host);
  if (site === undefined) return "nxdomain";
  const fault = active.find(({ what, hosts }) => what.kind === "dns" && (hosts?.includes(host) ?? true));
  return fault?.what.kind === "dns" ? fault.what.answer : "resolves";
}

function hits({ hosts, rate }: Fault, { host }: Site, { region, url, nonce }: Asked): boolean {
  if (!(hosts?.includes(host) ?? true)) return false;
  return rate >= 1 || hashOf(`${region} ${url.href} ${nonce}`) / 2 ** 32 < rate;
}

function healthy(site: Site, { region, url, nonce }: Asked, extraMs: number): Reaction {
  const baseMs = 5 + (hashOf(`${region} ${site.host}`) % 40);
  const jitterMs = hashOf(`${url.href} ${nonce}`) % 8;
  return {
    kind: "answer",
    status: 200,
    headers: { "content-type": site.contentType, ...signature(site, true) },
    body: site.body,
    delayMs: baseMs + jitterMs + extraMs,
  };
}

function broken({ what }: Fault, site: Site, asked: Asked): Reaction {
  const answer = (status: number, headers: Record<string, string>, body: string): Reaction => ({
    kind: "answer",
    status,
    headers: { "content-type": "text/html", ...headers },
    body,
    delayMs: 10,
  });
  switch (what.kind) {
    case "dns":
    case "egress":
    case "connect":
      return what.kind === "connect" && what.how === "timeout" ? { kind: "hang" } : { kind: "throw", message: LOST };
    case "tls":
      return { kind: "throw", message: HANDSHAKE };
    case "edge":
      return answer(
        503,
        signature(site, false),
        "<html><title>503 Service Unavailable</title><h1>Service Unavailable</h1></html>",
      );
    case "origin":
      return answer(
        503,
        signature(site, false),
        "<html><title>503 first byte timeout</title>Error 503 first byte timeout: backend read error</html>",
      );
    case "gateway":
      return answer(
        what.status,
        { server: "nginx" },
        `<html><center><h1>${what.status}</h1></center><hr><center>nginx</center></html>`,
      );
    case "backend":
      return answer(500, { "content-type": "application/json" }, '{"error":{"status":500,"message":"Internal error"}}');
    case "slow":
      return healthy(site, asked, what.byMs);
    case "wall":
      return answer(
        403,
        { "cf-mitigated": "challenge", "cf-ray": "0000000000000000-SIM", server: "cloudflare" },
        "<title>Just a moment...</title>",
      );
    case "content":
      return answer(200, signature(site, true), "<title>Welcome to nginx!</title>");
    case "desync":
      return answer(
        200,
        { "content-type": site.contentType, "x-data-version": "1", ...signature(site, true) },
        site.body,
      );
  }
}

/** The marks that an edge leaves on what passes through it. */
function signature({ edge }: Site, isHit: boolean): Record<string, string> {
  const cache = isHit ? "HIT" : "MISS";
  switch (edge) {
    case "fastly":
      return { "x-served-by": "cache-sim-0001", "x-timer": "S1.0,VS0,VE1", "x-cache": cache };
    case "cloudflare":
      return { server: "cloudflare", "cf-ray": "0000000000000000-SIM", "cf-cache-status": cache };
    case "cloudfront":
      return { via: "1.1 simulated.cloudfront.net (CloudFront)", "x-amz-cf-id": "simulated" };
    case undefined:
      return {};
  }
}
