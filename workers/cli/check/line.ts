import type { Finding } from "../../../shared/observe/classify.ts";
import {
  EndpointId,
  formatInstant,
  type HttpCheck,
  LAYER_OF_CAUSE,
  type Layer,
  ServiceId,
} from "../../../shared/schema/index.ts";
import { ID_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { hostOf } from "./guard.ts";
import { findingOf, type Sight } from "./look.ts";
import type { NetworkView } from "./network-view.ts";
import type { Trace } from "./trace.ts";

/** One look as one line: the observation that `replay` reads, with what only this machine could see beside it. */

export type CheckLine = Finding &
  Pick<Trace, "timings" | "addresses" | "remoteAddress" | "protocol" | "certificate"> & {
    readonly type: "observation";
    readonly service: ServiceId;
    readonly endpoint: EndpointId;
    readonly region: "local";
    readonly at: string;
    readonly layer: Layer | null;
    readonly redirects: Sight["redirects"];
    readonly network?: NetworkView;
  };

export function lineOf(check: HttpCheck, { exchange, trace, redirects }: Sight, at: number): CheckLine {
  const finding = findingOf(check, exchange);
  const { timings, addresses, remoteAddress, protocol, certificate } = trace;
  return {
    type: "observation",
    service: ServiceId.parse("adhoc"),
    endpoint: endpointOf(new URL(check.url)),
    region: "local",
    at: formatInstant(at),
    ...finding,
    layer: finding.cause ? LAYER_OF_CAUSE[finding.cause] : null,
    timings,
    addresses,
    remoteAddress,
    protocol,
    certificate,
    redirects,
  };
}

/** The host as an id: what an id may not hold becomes a hyphen. */
function endpointOf(url: URL): EndpointId {
  const slug = hostOf(url)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, "-")
    .replaceAll(/[-.]{2,}/g, "-")
    .slice(-ID_MAX_CHARS)
    .replaceAll(/^[-.]+|[-.]+$/g, "");
  return EndpointId.parse(slug === "" ? "target" : slug);
}
