import type { Cause } from "../../../shared/schema/index.ts";
import type { Fault } from "../../support/timeline.ts";
import { between, type Draw, type Kind, MAIN, PLACES, pick, SERVICES, some } from "./kind.ts";

/** How situations with something to find are drawn: which service, where, when and for how long. */

type Causes = NonNullable<Fault["causes"]>;
type Shape = Omit<Fault, "from" | "to" | "service"> & { readonly lasting?: readonly [number, number] };

const NAMES = Object.keys(SERVICES);
const MINUTES = 130;

export const BACKEND: Causes = [
  ["origin_error", 0.6],
  ["response_timeout", 0.25],
  ["gateway_error", 0.15],
];
export const GATEWAY: Causes = [
  ["gateway_error", 0.7],
  ["gateway_timeout", 0.3],
];
export const DNS: readonly Cause[] = ["resolve_nxdomain", "resolve_servfail", "resolve_timeout"];
export const NETWORK: readonly Cause[] = ["connect_timeout", "connect_refused", "connect_reset"];
export const TLS: readonly Cause[] = ["tls_expired", "tls_handshake", "tls_name_mismatch"];

/** One service failing once. */
export function once(shape: (random: () => number) => Shape, rest: Partial<Draw> = {}) {
  return (random: () => number): Draw => {
    const { lasting = [8, 30], ...fault } = shape(random);
    const from = between(40, 60, random);
    const to = from + between(lasting[0], lasting[1], random);
    return { minutes: MINUTES, noise: 0.002, faults: [{ service: pick(NAMES, random), from, to, ...fault }], ...rest };
  };
}

export const regions = (low: number, high: number, random: () => number) =>
  some(PLACES, between(low, high, random), random);
const endpointOf = (random: () => number) => [pick([0, 1, 2], random)];

export function singleEndpoint(shape: (random: () => number) => Shape): Kind["draw"] {
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
export function flapping(random: () => number): Draw {
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

export function gradual(what: "recovery" | "onset") {
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
export function provider(shape: { in: readonly [number, number] }) {
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

export function pair(random: () => number): Draw {
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
export function beside(trouble: Omit<Fault, "from" | "to" | "in">, probes = 1) {
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

export function announced(lagMinutes: number) {
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
export function green(random: () => number): Draw {
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
export function people(where: readonly string[] | null) {
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
