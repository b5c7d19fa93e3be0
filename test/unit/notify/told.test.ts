import { describe, expect, test } from "vitest";
import { eventId, incidentId } from "../../../shared/incident/ids.ts";
import { FORMATS } from "../../../shared/notify/formats/registry.ts";
import { linksOf } from "../../../shared/notify/links.ts";
import { sampleEvent } from "../../../shared/notify/sample.ts";
import { subjectOf } from "../../../shared/notify/subject.ts";
import { certificateTold, incidentTold, maintenanceTold, noticeTold } from "../../../shared/notify/told.ts";
import { Event } from "../../../shared/schema/event.ts";
import {
  EndpointId,
  type Incident,
  type IncidentEvent,
  type PublishedNotice,
  ServiceId,
} from "../../../shared/schema/index.ts";

const NOW = Date.UTC(2026, 0, 5, 12, 0);
const service = { id: ServiceId.parse("a.b-c"), name: "A", tags: ["x"] };
const about = { service, simulated: false, verdict: null };
const { verdict } = sampleEvent({ now: NOW, nonce: "n" });
const incident: Incident = {
  phase: "recovering",
  id: incidentId(service.id, NOW),
  service: service.id,
  state: "down",
  scope: "global",
  layer: "cdn",
  regions: { weur: { state: "up", probability: 0.01 }, enam: { state: "down", probability: 0.99 } },
  suspectedAt: NOW,
  openedAt: NOW + 1,
  recoveringAt: NOW + 2,
  reasons: [],
  timeline: [],
};
const event: IncidentEvent = {
  id: eventId(incident.id, 3),
  sequence: 3,
  kind: "incident.recovering",
  incident: incident.id,
  service: service.id,
  at: NOW + 2,
  phase: "recovering",
  because: ["1 of 2 regions back"],
  muted: null,
  verdict,
};
const notice = {
  id: "any / text?",
  service: service.id,
  source: "statuspage",
  link: "https://status.example/1",
  title: "Errors",
  words: "We look into it.",
  status: "major_outage",
  phase: "investigating",
  startedAt: null,
  saidAt: NOW,
  updatedAt: NOW,
  resolvedAt: null,
  endsAt: null,
  components: [],
  locations: [],
  endpoints: [],
  regions: [],
  countries: [],
} as PublishedNotice;

const all: Event[] = [
  incidentTold(event, { incident, service, simulated: false, holdMs: 600_000 }),
  noticeTold(notice, { ...about, at: NOW }),
  maintenanceTold(
    { from: "2026-01-05T12:00:00Z", to: "2026-01-05T13:00:00Z", reason: "disks" },
    { ...about, edge: "ended" },
  ),
  certificateTold(
    {
      endpoint: { id: EndpointId.parse("web"), name: "Website", url: "https://a.example/" },
      expiresAt: NOW + 86_400_000,
      days: 1,
      at: NOW,
    },
    about,
  ),
];

describe("what is told", () => {
  test.each(all.map((told) => [told.type, told] as const))(
    "of %s survives its wire form, under an id without dots",
    (_, told) => {
      expect(Event.parse(JSON.parse(JSON.stringify(Event.encode(told))))).toEqual(told);
      expect(told.id).not.toContain(".");
      expect(subjectOf(told)).toContain("/");
    },
  );

  test("of a recovery says how clients should come back, and where it still fails", () => {
    expect(all[0]).toMatchObject({
      type: "incident.recovering",
      sequence: 3,
      incident: { state: "down", scope: "global", openedAt: NOW + 1, resolvedAt: null },
      reconnect: { state: "ramp", regions: ["enam", "weur"] },
      countries: expect.arrayContaining(["DE"]),
    });
  });

  test("twice of the same has one id, and of something else another", () => {
    const id = (changes: Partial<PublishedNotice>) =>
      noticeTold({ ...notice, ...changes }, { ...about, at: NOW + 5 }).id;
    expect(id({})).toBe(all[1]?.id);
    expect(new Set([id({}), id({ updatedAt: NOW + 1 }), id({ id: "any-text-" })]).size).toBe(3);
  });

  test("links to where more is to be read", () => {
    expect(linksOf(all[0]!, { origin: "https://d.example", subscription: "sub_1" })).toEqual({
      page: "https://d.example/",
      service: "https://d.example/s/a.b-c",
      incident: `https://d.example/incidents/${incident.id}`,
      evidence: "https://d.example/v1/services/a.b-c/evidence",
      reconnect: "https://d.example/v1/services/a.b-c/reconnect",
      subscription: "https://d.example/v1/subscriptions/sub_1",
    });
    expect(linksOf(all[1]!, { origin: "https://d.example" })).toMatchObject({ notice: "https://status.example/1" });
  });

  test("as JSON is the event itself, and as CloudEvents the same inside its envelope", () => {
    const target = { url: "https://r.example/", settings: {}, mail: null, test: false };
    const links = linksOf(all[0]!, { origin: "https://d.example" });
    const plain = JSON.parse(FORMATS.json.write(all[0]!, target, links).body);
    expect(plain).toMatchObject({ type: "incident.recovering", at: "2026-01-05T12:00:00.002Z", links });
    const cloud = JSON.parse(FORMATS.cloudevents.write(all[0]!, target, links).body);
    expect(cloud).toMatchObject({
      specversion: "1.0",
      id: plain.id,
      time: plain.at,
      source: links.service,
      data: plain,
    });
  });
});
