import type { Cause } from "../../../shared/schema/index.ts";
import { between, type Kind, MAIN, pick } from "./kind.ts";
import {
  announced,
  BACKEND,
  beside,
  DNS,
  flapping,
  GATEWAY,
  gradual,
  green,
  NETWORK,
  once,
  pair,
  people,
  provider,
  regions,
  singleEndpoint,
  TLS,
} from "./outage-shapes.ts";

/** Situations with something to find. */

function kind(name: string, as: Kind["as"], draw: Kind["draw"]): Kind {
  return { name, expects: "outage", as, draw };
}

export const OUTAGE_KINDS: readonly Kind[] = [
  kind(
    "global, backend",
    "hard",
    once(() => ({ causes: BACKEND })),
  ),
  kind(
    "global, DNS",
    "hard",
    once((random) => ({ cause: pick(DNS, random) })),
  ),
  kind(
    "global, TLS",
    "hard",
    once((random) => ({ cause: pick(TLS, random) })),
  ),
  kind(
    "global, network",
    "hard",
    once((random) => ({ cause: pick(NETWORK, random) })),
  ),
  kind(
    "global, content",
    "hard",
    once((random) => ({ cause: pick<Cause>(["body_mismatch", "response_status"], random) })),
  ),
  kind(
    "regional, CDN",
    "hard",
    once((random) => ({ in: regions(2, 4, random), cause: "cdn_error" })),
  ),
  kind(
    "regional, gateway",
    "hard",
    once((random) => ({ in: regions(3, 5, random), causes: GATEWAY })),
  ),
  kind(
    "single region, network",
    "hard",
    once((random) => ({ in: regions(1, 1, random), cause: pick(NETWORK, random) })),
  ),
  kind(
    "single region, CDN, 5 min",
    "hard",
    once((random) => ({ in: regions(1, 1, random), cause: "cdn_error", lasting: [5, 6] })),
  ),
  kind(
    "single endpoint, everywhere",
    "hard",
    singleEndpoint(() => ({ causes: BACKEND })),
  ),
  kind(
    "single endpoint, single region",
    "hard",
    singleEndpoint((random) => ({ in: regions(1, 1, random), causes: GATEWAY })),
  ),
  kind(
    "short, 3 min",
    "hard",
    once(() => ({ causes: GATEWAY, lasting: [3, 3] })),
  ),
  kind("long, 90 min", "hard", (random) => ({
    minutes: 200,
    faults: [{ service: MAIN, from: 45, to: between(130, 140, random), causes: BACKEND }],
  })),
  kind(
    "brownout 40 %, everywhere",
    "soft",
    once(() => ({ rate: 0.4, causes: BACKEND, lasting: [10, 30] })),
  ),
  kind(
    "brownout 20 %, everywhere",
    "soft",
    once(() => ({ rate: 0.2, causes: BACKEND, lasting: [15, 30] })),
  ),
  kind(
    "brownout 60 %, regional",
    "soft",
    once((random) => ({ rate: 0.6, in: regions(2, 4, random), causes: GATEWAY, lasting: [10, 30] })),
  ),
  kind(
    "brownout 40 %, single region",
    "soft",
    once((random) => ({ rate: 0.4, in: regions(1, 1, random), causes: BACKEND, lasting: [5, 30] })),
  ),
  kind(
    "slow 7×, everywhere",
    "soft",
    once(() => ({ slowBy: 7, lasting: [10, 30] })),
  ),
  kind(
    "slow 7×, single region",
    "soft",
    once((random) => ({ slowBy: 7, in: regions(1, 1, random), lasting: [5, 30] })),
  ),
  kind(
    "slow 4×, regional",
    "soft",
    once((random) => ({ slowBy: 4, in: regions(2, 4, random), lasting: [10, 30] })),
  ),
  kind("flapping", "hard", flapping),
  kind("gradual recovery", "hard", gradual("recovery")),
  kind("spreading from one region", "hard", gradual("onset")),
  kind("provider, some regions", "hard", provider({ in: [2, 3] })),
  kind("provider, single region", "hard", provider({ in: [1, 1] })),
  kind("provider, everywhere", "hard", provider({ in: [9, 9] })),
  kind("two services at once", "hard", pair),
  kind("beside a lossy probe", "hard", beside({ probe: true, cause: "connect_timeout", rate: 0.3 })),
  kind("beside two dark probes", "hard", beside({ outcome: "silent" }, 2)),
  kind("beside bot walls", "hard", beside({ outcome: "inconclusive", cause: "blocked" }, 3)),
  kind(
    "among noise of 1 %",
    "hard",
    once(() => ({ causes: BACKEND }), { noise: 0.01 }),
  ),
  kind(
    "late and twice delivered",
    "hard",
    once((random) => ({ in: regions(2, 9, random), causes: BACKEND }), { disorder: true }),
  ),
  kind("vendor says so early", "hard", announced(-1)),
  kind("vendor says so late", "hard", announced(8)),
  kind("vendor says all is green", "hard", green),
  kind("login broken, people everywhere", "people", people(null)),
  kind("login broken, one country", "people", people(["DE"])),
];
