import type { AskedEndpoint, AskedNotice, Asker, Evidence } from "../../shared/diagnose/question.ts";
import type { ReportsNear, Trial, Try } from "../../shared/schema/diagnosis.ts";
import type {
  Belief,
  EndpointId,
  Incident,
  IncidentId,
  Layer,
  RegionId,
  Scope,
  ServiceId,
  State,
} from "../../shared/schema/index.ts";
import { REGIONS } from "./timeline.ts";

/** Situations in which somebody asks "is it just me?": a service of six endpoints seen from eleven regions. */

export const NOW = 1_767_268_800_000;
const MINUTE = 60_000;

const ENDPOINTS = {
  web: "Web player",
  api: "API",
  login: "Login",
  audio: "Audio CDN",
  images: "Image CDN",
  developer: "Developer site",
};

export type Situation = {
  /** Regions in which it fails, `all` of them, or nothing. */
  readonly failing?: readonly (RegionId | "local")[] | "all";
  readonly state?: State;
  /** Of the regions that fail. */
  readonly probability?: number;
  readonly scope?: Scope;
  readonly layer?: Layer;
  /** Endpoints that fail; all essential ones where absent. */
  readonly endpoints?: readonly (keyof typeof ENDPOINTS)[];
  /** Regions that cannot be seen. */
  readonly unseen?: readonly RegionId[] | "all";
  /** The machine's own probe is the only one. */
  readonly alone?: boolean;
  /** Minutes since the verdict was reached. */
  readonly age?: number;
  /** Minutes since it began to recover, and the regions that the incident has touched. */
  readonly recovering?: {
    readonly since: number;
    readonly touched: readonly RegionId[] | "all";
    readonly scope: Scope;
  };
  readonly maintenance?: string;
  readonly notices?: readonly (Partial<AskedNotice> & Pick<AskedNotice, "status">)[];
  readonly reports?: Partial<ReportsNear>;
  readonly tags?: readonly string[];
};

export function evidenceOf(situation: Situation): Evidence {
  const failing = situation.failing === "all" ? REGIONS : (situation.failing ?? []);
  const unseen = situation.unseen === "all" ? REGIONS : (situation.unseen ?? []);
  const state = situation.state ?? (failing.length > 0 ? "down" : unseen.length === REGIONS.length ? "unknown" : "up");
  const probability = situation.probability ?? 0.995;
  const bad: Belief = { state: state === "degraded" ? "degraded" : "down", probability };
  const places = situation.alone ? ["local"] : REGIONS;
  const belief = (place: string): Belief =>
    unseen.includes(place as RegionId)
      ? { state: "unknown", probability: 0 }
      : failing.includes(place as RegionId)
        ? bad
        : { state: "up", probability: 0.0004 };
  const scope =
    failing.length === 0 ? "none" : failing.length === 1 ? "isolated" : failing.length >= 9 ? "global" : "regional";
  const broken = failing.length === 0 ? [] : (situation.endpoints ?? ["web", "api", "login", "audio", "images"]);
  return {
    now: NOW,
    asOf: NOW - (situation.age ?? 0) * MINUTE,
    stale: (situation.age ?? 0) > 5,
    verdict: {
      state,
      probability: failing.length > 0 ? probability : 0.0004,
      scope: situation.scope ?? scope,
      layer: situation.layer ?? null,
      regions: Object.fromEntries(places.map((place) => [place, belief(place)])),
    },
    endpoints: Object.entries(ENDPOINTS).map(
      ([id, name]): AskedEndpoint => ({
        id,
        name,
        essential: id !== "developer",
        layer: null,
        ...(broken.includes(id as "web")
          ? bad
          : { state: state === "unknown" ? "unknown" : "up", probability: 0.0004 }),
      }),
    ),
    incident: incidentOf(situation, failing as readonly RegionId[]),
    notices: (situation.notices ?? []).map((notice) => ({
      title: "We are looking into it",
      at: NOW - 10 * MINUTE,
      phase: "investigating",
      ...notice,
    })),
    reports: situation.reports === undefined ? null : { windowMinutes: 15, ...situation.reports },
    nextLookAt: NOW + 30_000,
    service: { name: "Aria", tags: situation.tags ?? [], steps: null, official: null, help: null },
  };
}

function incidentOf({ recovering, maintenance, scope }: Situation, failing: readonly RegionId[]): Incident | null {
  if (recovering === undefined && failing.length === 0) return null;
  const touched = recovering === undefined ? failing : recovering.touched === "all" ? REGIONS : recovering.touched;
  const common = {
    id: "inc_aria_1" as IncidentId,
    service: "aria" as ServiceId,
    state: "down" as const,
    scope: recovering?.scope ?? scope ?? "regional",
    layer: null,
    muted: maintenance === undefined ? null : { because: "maintenance" as const, by: maintenance },
    regions: Object.fromEntries(
      touched.map((region) => [
        region,
        failing.includes(region)
          ? { state: "down" as const, probability: 0.99 }
          : { state: "up" as const, probability: 0.01 },
      ]),
    ),
    suspectedAt: NOW - 60 * MINUTE,
    openedAt: NOW - 59 * MINUTE,
    reasons: [],
    timeline: [],
  };
  return recovering === undefined
    ? { phase: "open", ...common }
    : { phase: "recovering", ...common, recoveringAt: NOW - recovering.since * MINUTE };
}

export function askerOf(asker: Partial<Asker> = {}): Asker {
  return {
    country: "DE",
    region: "weur",
    symptom: null,
    platform: null,
    canReachOthers: "unknown",
    vpn: "unknown",
    trial: null,
    ...asker,
  };
}

/** Every endpoint of a list with one outcome, beside three controls with another. */
export function trialOf(
  outcome: Try["outcome"],
  {
    controls = "reached",
    targets = ["web", "api", "login"],
    ms = 120,
    controlMs = 90,
  }: {
    controls?: Try["outcome"];
    targets?: readonly string[];
    ms?: number;
    controlMs?: number;
  } = {},
): Trial {
  return {
    endpoints: targets.map((target) => ({ target, outcome, ms })),
    controls: ["one", "two", "three"].map((target) => ({ target, outcome: controls, ms: controlMs })),
  };
}

export const endpointId = (id: string) => id as EndpointId;

/** People in a part of the reports. */
export const people = (count: number, usual: number, more: { working?: number; networks?: number } = {}) => ({
  people: count,
  usual,
  working: 0,
  ...more,
});
