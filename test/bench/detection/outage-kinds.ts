import type { Cause } from "../../../shared/schema/index.ts";
import type { Fault } from "../../support/timeline.ts";
import { between, type Draw, type Kind, MAIN, PLACES, pick, SERVICES, some } from "./kind.ts";

/** Situations with something to find: each draws where, when and for how long from its seed. */

type Causes = NonNullable<Fault["causes"]>;
type Shape = Omit<Fault, "from" | "to" | "service"> & { readonly lasting?: readonly [number, number] };

const NAMES = Object.keys(SERVICES);
const MINUTES = 130;

const BACKEND: Causes = [
  ["origin_error", 0.6],
  ["response_timeout", 0.25],
  ["gateway_error", 0.15],
];
const GATEWAY: Causes = [
  ["gateway_error", 0.7],
  ["gateway_timeout", 0.3],
];
const DNS: readonly Cause[] = ["resolve_nxdomain", "resolve_servfail", "resolve_timeout"];
const NETWORK: readonly Cause[] = ["connect_timeout", "connect_refused", "connect_reset"];
const TLS: readonly Cause[] = ["tls_expired", "tls_handshake", "tls_name_mismatch"];

/** One service failing once. */
function once(shape: (random: () => number) => Shape, rest: Partial<Draw> = {}) {
  return (random: () => number): Draw => {
    const { lasting = [8, 30], ...fault } = shape(random);
    const from = between(40, 60, random);
    const to = from + between(lasting[0], lasting[1], random);
    return { minutes: MINUTES, noise: 0.002, faults: [{ service: pick(NAMES, random), from, to, ...fault }], ...rest };
  };
}

const regions = (low: number, high: number, random: () => number) => some(PLACES, between(low, high, random), random);
const endpointOf = (random: () => number) => [pick([0, 1, 2], random)];

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

function singleEndpoint(shape: (random: () => number) => Shape): Kind["draw"] {
  return (random) => {
    const service = pick(NAMES, random);
    const endpoints = endpointOf(random).map((index) => SERVICES[service]?.[index] ?? "web");
    const from = between(40, 60, random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      faults: [{ service, endpoints, from, to: from + between(8, 30, random), ...shape(random) }],
    };
  };
}

/** Two minutes failing, two minutes well, again and again: one outage. */
function flapping(random: () => number): Draw {
  const service = pick(NAMES, random);
  const from = between(40, 60, random);
  const faults = Array.from({ length: 6 }, (_, turn) => ({
    service,
    from: from + 4 * turn,
    to: from + 4 * turn + 2,
    causes: GATEWAY,
  }));
  return { minutes: MINUTES, faults };
}

function gradual(what: "recovery" | "onset") {
  return (random: () => number): Draw => {
    const service = pick(NAMES, random);
    const from = between(40, 50, random);
    const places = some(PLACES, PLACES.length, random);
    const faults = places.map((place, index) => ({
      service,
      in: [place],
      from: what === "onset" ? from + 2 * index : from,
      to: from + 24 + (what === "recovery" ? 3 * index : 0),
      causes: BACKEND,
    }));
    return { minutes: MINUTES, noise: 0.002, faults };
  };
}

/** Three of six services share a provider, which breaks in some regions. */
function provider(shape: { in: readonly [number, number] }) {
  return (random: () => number): Draw => {
    const hosted = some(NAMES, 3, random);
    const from = between(40, 60, random);
    const to = from + between(10, 30, random);
    const places = regions(shape.in[0], shape.in[1], random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      providers: Object.fromEntries(
        NAMES.map((service) => [service, hosted.includes(service) ? "fastcdn" : `own-${service}`]),
      ),
      faults: hosted.map((service) => ({ service, in: places, from, to, cause: "cdn_error" })),
    };
  };
}

function pair(random: () => number): Draw {
  const from = between(40, 60, random);
  const [first = MAIN, second = "mail"] = some(NAMES, 2, random);
  return {
    minutes: MINUTES,
    noise: 0.002,
    faults: [
      { service: first, from, to: from + 15, causes: BACKEND },
      { service: second, in: regions(2, 4, random), from: from + 3, to: from + 20, cause: "cdn_error" },
    ],
  };
}

/** An outage in some regions while other probes are of no use. */
function beside(trouble: Omit<Fault, "from" | "to" | "in">, probes = 1) {
  return (random: () => number): Draw => {
    const places = some(PLACES, 9, random);
    const from = between(40, 60, random);
    const service = pick(NAMES, random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      faults: [
        { service, in: places.slice(probes, probes + 3), from, to: from + between(10, 25, random), causes: BACKEND },
        {
          in: places.slice(0, probes),
          from: 20,
          to: 110,
          ...(trouble.probe || trouble.outcome === "silent" ? {} : { service }),
          ...trouble,
        },
      ],
    };
  };
}

function announced(lagMinutes: number) {
  return (random: () => number): Draw => {
    const from = between(40, 60, random);
    const to = from + between(15, 30, random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      faults: [{ service: MAIN, from, to, causes: BACKEND }],
      notices: [
        {
          service: MAIN,
          minute: from + lagMinutes,
          status: "partial_outage",
          phase: "investigating",
          title: "Elevated errors",
        },
        { service: MAIN, minute: to + 3, status: "operational", phase: "resolved", title: "Resolved" },
      ],
    };
  };
}

/** All green throughout: the vendor's word never lowers strong evidence. */
function green(random: () => number): Draw {
  const from = between(40, 60, random);
  return {
    minutes: MINUTES,
    faults: [{ service: MAIN, from, to: from + between(10, 30, random), causes: BACKEND }],
    notices: Array.from({ length: 26 }, (_, turn) => ({
      service: MAIN,
      minute: 5 * turn,
      status: "operational",
      phase: null,
      title: "All systems operational",
    })),
  };
}

/** Probes see nothing; people come eight times as often as usual. */
function people(where: readonly string[] | null) {
  return (random: () => number): Draw => {
    const from = between(60, 80, random);
    const to = from + between(20, 40, random);
    return {
      minutes: MINUTES,
      noise: 0.002,
      faults: [{ service: MAIN, from, to, hidden: true }],
      crowds: [
        {
          service: MAIN,
          perMinute: 2,
          surges: [{ from, to, factor: where === null ? 8 : 30, ...(where === null ? {} : { in: where }) }],
        },
      ],
    };
  };
}
