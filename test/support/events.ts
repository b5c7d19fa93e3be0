import { type CertificateTold, Event, type IncidentTold } from "../../shared/schema/event.ts";
import { formatInstant } from "../../shared/schema/instant.ts";
import { at } from "./incidents.ts";

/** One event of each kind, as a subscriber would be told them: an outage of a shop in two regions, and what else happens. */

const when = (minute: number) => formatInstant(at(minute));
const REGIONS = {
  weur: { state: "down", probability: 0.998 },
  eeur: { state: "down", probability: 0.98 },
  enam: { state: "up", probability: 0.01 },
  oc: { state: "up", probability: 0.02 },
} as const;
const BACK = { ...REGIONS, weur: { state: "up", probability: 0.02 } } as const;
const service = { id: "shop", name: "Our shop", tags: ["retail"] };
const common = { version: 1, simulated: false };
const BECAUSE = [
  "2 of 4 regions see it failing: weur 1.00, eeur 0.98",
  "endpoints: api down",
  "most likely the gateway layer, else backend (0.12)",
  "seen failing from 2 regions",
];

type Moment = {
  type: IncidentTold["type"];
  minute: number;
  regions: object;
  over?: object;
  because?: string[];
  reconnect?: object;
};

function incident({ type, minute, regions, over = {}, because = BECAUSE, reconnect }: Moment, sequence: number) {
  const verdict = {
    service: "shop",
    at: when(minute),
    state: type === "incident.resolved" ? "up" : "down",
    probability: 0.99,
    scope: "regional",
    layer: "gateway",
    phase: "open",
    incident: "inc_shop_1",
    regions,
    because,
  };
  return {
    ...common,
    type,
    id: `evt_shop_1_${sequence}`,
    at: when(minute),
    sequence,
    because,
    service,
    incident: {
      id: "inc_shop_1",
      phase: "open",
      state: "down",
      scope: "regional",
      layer: "gateway",
      provider: null,
      regions: Object.fromEntries(Object.entries(regions).filter(([id]) => id === "weur" || id === "eeur")),
      suspectedAt: when(0),
      openedAt: when(2),
      recoveringAt: null,
      resolvedAt: null,
      withdrawnAt: null,
      ...over,
    },
    verdict,
    countries: ["DE", "FR", "PL"],
    muted: null,
    reconnect: reconnect ?? null,
  };
}

const plan = {
  state: "ramp",
  notBefore: when(20),
  windowSeconds: 300,
  sharePerMinute: 0.2,
  backoff: { kind: "full-jitter", baseMs: 1_000, capMs: 60_000 },
  retryAfterSeconds: 30,
  regions: ["weur"],
  because: "1 of 2 regions is back",
};

export const NOTICE = {
  id: "m1",
  service: "shop",
  source: "statuspage",
  link: "https://status.shop.example/m1",
  title: "Elevated error rates",
  words: "We are looking into errors at checkout.",
  status: "partial_outage",
  phase: "investigating",
  startedAt: when(5),
  saidAt: when(9),
  updatedAt: when(9),
  resolvedAt: null,
  endsAt: null,
  components: [],
  locations: [],
  endpoints: [],
  regions: [],
  countries: [],
};

/** As they are stored and sent; the name is what the golden files call them. */
export const EVENTS: Readonly<Record<string, object>> = {
  opened: incident({ type: "incident.opened", minute: 2, regions: REGIONS }, 1),
  recovering: incident(
    {
      type: "incident.recovering",
      minute: 20,
      regions: BACK,
      over: { phase: "recovering", recoveringAt: when(20) },
      because: ["1 of 2 regions back"],
      reconnect: plan,
    },
    2,
  ),
  resolved: incident(
    {
      type: "incident.resolved",
      minute: 30,
      regions: { ...BACK, eeur: { state: "up", probability: 0.01 } },
      over: { phase: "resolved", recoveringAt: when(20), resolvedAt: when(30) },
      because: ["2 of 2 regions back", "calm for 4 min"],
    },
    3,
  ),
  notice: {
    ...common,
    type: "notice.published",
    id: "evt_n_1",
    at: when(9),
    sequence: 0,
    because: ["new"],
    service,
    notice: NOTICE,
    verdict: null,
  },
  maintenance: {
    ...common,
    type: "maintenance.started",
    id: "evt_m_1",
    at: when(60),
    sequence: 0,
    because: ["declared in the catalogue"],
    service,
    maintenance: { from: when(60), to: when(120), reason: "new disks" },
    verdict: null,
  },
  probe: {
    ...common,
    type: "probe.ill",
    id: "evt_p_1",
    at: when(3),
    sequence: 0,
    because: ["1 of 6 control targets answer"],
    probe: { region: "oc", name: "Oceania", realised: "durable-object", state: "ill", ill: 0.97, lastRoundAt: when(2) },
  },
  certificate: {
    ...common,
    type: "certificate.expiring",
    id: "evt_c_1",
    at: when(0),
    sequence: 0,
    because: ["seen by weur"],
    service,
    endpoint: { id: "web", name: "Website", url: "https://shop.example/" },
    certificate: { expiresAt: when(6 * 1_440), daysLeft: 6 } satisfies Record<
      keyof CertificateTold["certificate"],
      unknown
    >,
    verdict: null,
  },
};

export const eventNamed = (name: string): Event => Event.parse(EVENTS[name]);

/** Text that a receiver could be led by: mentions, links, markup of every kind, marks that hide or turn. */
export const HOSTILE =
  "@everyone @here <!channel> <@U1> <users/all> [click](https://evil.example/x) <https://evil.example|ok> evil.example/pay /kick #room **b** _i_ `c` ~~s~~ ||s|| <script>alert(1)</script> <b>&amp; \"q\" 's' \\ \u202Egnp.exe \u0007\u001b[31m\u200B javascript:alert(1)\r\nBcc: x@evil.example ";

/** Every text of an event that others can write, hostile and as long as it may be. */
export function hostileEvent(name: "opened" | "notice" | "resolved" | "certificate"): Event {
  const long = (max: number) => HOSTILE.repeat(Math.ceil(max / HOSTILE.length)).slice(0, max);
  const event = eventNamed(name);
  const told = { ...event, because: Array.from({ length: 12 }, () => long(300)) };
  if ("service" in told) told.service = { ...told.service, name: long(80) };
  if (told.type === "notice.published") told.notice = { ...told.notice, title: long(300), words: long(2_000) };
  if (told.type === "certificate.expiring") told.endpoint = { ...told.endpoint, name: long(80), url: long(300) };
  if ("incident" in told) told.countries = Array.from({ length: 60 }, () => "DE");
  return told;
}
