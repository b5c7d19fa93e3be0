import type { ProviderId } from "../schema/index.ts";
import type { Answer } from "./exchange.ts";

/**
 * Which edge handled an answer, and whether an error page is the edge's own, the edge speaking of a dead origin, or a
 * wall against machines. A table: one row per CDN, by the headers and words it is known for.
 */

type Fingerprint = {
  readonly provider: ProviderId;
  /** Headers that only this edge sets, or a value that names it. */
  readonly marks: readonly (readonly [header: string, contains: string])[];
  /** Words with which it says that the origin failed. */
  readonly origin: readonly string[];
};

const EDGES: readonly Fingerprint[] = [
  {
    provider: "cloudflare",
    marks: [
      ["cf-ray", ""],
      ["server", "cloudflare"],
    ],
    origin: ["origin", "host error", "web server is down", "web server is returning an unknown error"],
  },
  {
    provider: "aws",
    marks: [
      ["x-amz-cf-id", ""],
      ["x-amz-cf-pop", ""],
      ["via", "cloudfront"],
      ["server", "cloudfront"],
    ],
    origin: ["error from cloudfront", "couldn't connect to the origin", "origin"],
  },
  {
    provider: "fastly",
    marks: [
      ["x-fastly-request-id", ""],
      ["x-served-by", "cache-"],
      ["x-timer", "s1"],
    ],
    origin: [
      "backend read error",
      "connection timed out",
      "first byte timeout",
      "backend fetch failed",
      "no healthy backends",
      "backend is unhealthy",
    ],
  },
  {
    provider: "akamai",
    marks: [
      ["server", "akamaighost"],
      ["x-akamai-request-id", ""],
      ["akamai-grn", ""],
    ],
    origin: ["an error occurred while processing your request", "origin"],
  },
  {
    provider: "vercel",
    marks: [
      ["x-vercel-id", ""],
      ["server", "vercel"],
    ],
    origin: ["function_invocation", "origin"],
  },
  {
    provider: "netlify",
    marks: [
      ["x-nf-request-id", ""],
      ["server", "netlify"],
    ],
    origin: ["origin"],
  },
  {
    provider: "azure",
    marks: [
      ["x-azure-ref", ""],
      ["x-msedge-ref", ""],
    ],
    origin: ["origin", "backend"],
  },
  {
    provider: "imperva",
    marks: [
      ["x-iinfo", ""],
      ["x-cdn", "imperva"],
      ["x-cdn", "incapsula"],
    ],
    origin: ["origin"],
  },
  {
    provider: "sucuri",
    marks: [
      ["x-sucuri-id", ""],
      ["server", "sucuri"],
    ],
    origin: ["backend", "origin"],
  },
  {
    provider: "bunny",
    marks: [
      ["cdn-pullzone", ""],
      ["server", "bunnycdn"],
    ],
    origin: ["origin"],
  },
  {
    provider: "google",
    marks: [
      ["server", "gws"],
      ["server", "google frontend"],
      ["server", "esf"],
      ["via", "1.1 google"],
    ],
    origin: ["backend", "upstream"],
  },
];

const GATEWAYS = [
  "nginx",
  "envoy",
  "haproxy",
  "awselb",
  "traefik",
  "openresty",
  "istio-envoy",
  "kong",
  "varnish",
  "caddy",
];

/** The edge that handled this answer; `null` when none is known to have. */
export function edgeOf(headers: Answer["headers"]): ProviderId | null {
  return edge(headers)?.provider ?? null;
}

/** The edge says that the origin behind it failed. */
export function blamesOrigin({ headers, body }: Answer): boolean {
  const known = edge(headers);
  if (known === undefined) return false;
  const said = `${headers["x-cache"] ?? ""} ${body}`.toLowerCase();
  return known.origin.some((words) => said.includes(words));
}

/** A proxy or load balancer names itself. */
export function isGateway({ headers, body }: Answer): boolean {
  const server = (headers.server ?? "").toLowerCase();
  const said = body.slice(0, 2_000).toLowerCase();
  return (
    GATEWAYS.some((gateway) => server.startsWith(gateway) || said.includes(`<center>${gateway}`)) ||
    said.includes("upstream connect error")
  );
}

const CHALLENGE_WORDS = [
  "just a moment...",
  "attention required!",
  "cf-chl-",
  "captcha",
  "enable javascript and cookies",
  "request unsuccessful. incapsula",
  "pardon our interruption",
  "access denied",
];

/** A wall against machines rather than an answer. */
export function isChallenge({ status, headers, body }: Answer): boolean {
  if ((headers["cf-mitigated"] ?? "").toLowerCase() === "challenge" || headers["x-amzn-waf-action"] !== undefined)
    return true;
  if (status !== 403 && status !== 429 && status !== 503) return false;
  const said = body.slice(0, 4_000).toLowerCase();
  return CHALLENGE_WORDS.some((words) => said.includes(words));
}

function edge(headers: Answer["headers"]): Fingerprint | undefined {
  return EDGES.find(({ marks }) =>
    marks.some(([name, contains]) => {
      const value = headers[name];
      return value?.toLowerCase().includes(contains);
    }),
  );
}
