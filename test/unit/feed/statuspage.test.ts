import { describe, expect, test } from "vitest";
import type { Planned } from "../../../shared/feed/planned.ts";
import type { Part } from "../../../shared/feed/statuspage/component.ts";
import {
  incidentsDocument,
  maintenancesDocument,
  type StatusPage,
  statusDocument,
  summaryDocument,
} from "../../../shared/feed/statuspage/page.ts";
import { readNotices } from "../../../shared/notices/read.ts";
import { ServiceId } from "../../../shared/schema/index.ts";
import { at, incidentOf } from "../../support/incidents.ts";

/** The Statuspage-compatible documents, as our own reader of Statuspage reads them back. */

const part = (id: string, state: Part["state"], scope: Part["scope"] = "none"): Part => ({
  id,
  name: id,
  description: null,
  state,
  scope,
  since: at(0),
});
const plan = (id: string, from: number, to: number | null): Planned => ({
  id,
  service: ServiceId.parse("shop"),
  name: "shop",
  title: `shop: ${id}`,
  words: "New disks.",
  from: at(from),
  to: to === null ? null : at(to),
  announcedAt: at(-100),
  updatedAt: at(-50),
  link: null,
  declaredBy: "vendor",
});
const page = (over: Partial<StatusPage> = {}): StatusPage => ({
  id: "downwhere",
  name: "Downwhere",
  url: "https://down.example/",
  asOf: at(30),
  parts: [part("aria", "down", "regional"), part("shop", "up"), part("mail", "unknown")],
  incidents: [
    incidentOf({ id: "inc_b", phase: "recovering", state: "degraded", service: "shop", at: [10, 12, 20, 25] }),
    incidentOf({ id: "inc_a" }),
    incidentOf({ id: "inc_c", phase: "resolved", at: [-90, -88, -80, -75] }),
    incidentOf({ id: "inc_s", phase: "suspected" }),
  ],
  planned: [plan("past", -60, -30), plan("now", 0, 60), plan("endless", 20, null), plan("next", 600, 660)],
  names: (service) => service,
  linkOf: ({ id }) => `https://down.example/incidents/${id}`,
  partsOf: ({ service }) => [service],
  ...over,
});
const read = (document: object, url = "https://down.example/api/v2/summary.json") => {
  const outcome = readNotices(JSON.stringify(document), { kind: null, now: at(30), url });
  if (!outcome.ok) throw new Error(outcome.because);
  return outcome.reading;
};

describe("the summary", () => {
  const reading = read(summaryDocument(page()));

  test("is recognised as Statuspage's, and lists all that is not over", () => {
    expect(reading).toMatchObject({ kind: "statuspage", coverage: "open", complaints: [] });
    expect(reading.page).toEqual({ name: "Downwhere", url: "https://down.example/" });
    expect(reading.notices.map(({ id, status, phase }) => [id, status, phase])).toEqual([
      ["inc_b", "degraded_performance", "monitoring"],
      ["inc_a", "partial_outage", "investigating"],
      ["now", "maintenance", "in_progress"],
      ["endless", "maintenance", "in_progress"],
      ["next", "maintenance", "scheduled"],
    ]);
  });

  test("gives back times, words, links and what is affected", () => {
    expect(reading.notices[1]).toMatchObject({
      title: "aria is down in Western Europe and Eastern Europe",
      words: "2 of 11 regions see it failing: weur 0.99, eeur 0.98.",
      link: "https://down.example/incidents/inc_a",
      startedAt: at(2),
      saidAt: at(2),
      components: ["aria"],
    });
    expect(reading.notices[2]).toMatchObject({ startedAt: at(0), endsAt: at(60), words: "New disks." });
    expect(reading.notices[3]).toMatchObject({ endsAt: null });
  });

  test("has every key of a real one", () => {
    const document = JSON.parse(JSON.stringify(summaryDocument(page())));
    expect(Object.keys(document).sort()).toEqual([
      "components",
      "incidents",
      "page",
      "scheduled_maintenances",
      "status",
    ]);
    expect(Object.keys(document.page)).toEqual(["id", "name", "url", "time_zone", "updated_at"]);
    const keys = [
      "id",
      "name",
      "status",
      "created_at",
      "updated_at",
      "position",
      "description",
      "showcase",
      "start_date",
    ];
    expect(Object.keys(document.components[0])).toEqual([
      ...keys,
      "group_id",
      "page_id",
      "group",
      "only_show_if_degraded",
    ]);
    const ofIncident = ["id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact"];
    expect(Object.keys(document.incidents[0])).toEqual(
      expect.arrayContaining([...ofIncident, "shortlink", "started_at", "page_id", "incident_updates", "components"]),
    );
    expect(document.incidents[0].incident_updates.map((update: { status: string }) => update.status)).toEqual([
      "monitoring",
      "investigating",
    ]);
  });

  test("leaves out what nobody can see, and says how much that is", () => {
    const { components, status } = JSON.parse(JSON.stringify(summaryDocument(page())));
    expect(components.map(({ id, status: said }: { id: string; status: string }) => [id, said])).toEqual([
      ["aria", "partial_outage"],
      ["shop", "operational"],
    ]);
    expect(status).toEqual({ indicator: "major", description: "1 of 2 failing; 1 of 3 not known" });
  });
});

describe("the other documents", () => {
  test("incidents: the newest first, over or not; a suspicion is none", () => {
    const { notices, coverage } = read(
      incidentsDocument(page(), { unresolved: false }),
      "https://down.example/api/v2/incidents.json",
    );
    expect(notices.map(({ id, phase }) => [id, phase])).toEqual([
      ["inc_b", "monitoring"],
      ["inc_a", "investigating"],
      ["inc_c", "resolved"],
    ]);
    expect(notices[2]).toMatchObject({
      resolvedAt: at(-75),
      title: "aria works again; it was down in Western Europe and Eastern Europe",
    });
    expect(coverage).toBe("log");
  });

  test("maintenances: all, those under way, those to come", () => {
    const ids = (which: "all" | "active" | "upcoming") =>
      (maintenancesDocument(page(), which).scheduled_maintenances as { id: string; status: string }[]).map(
        ({ id, status }) => `${id} ${status}`,
      );
    expect(ids("all")).toEqual(["past completed", "now in_progress", "endless in_progress", "next scheduled"]);
    expect(ids("active")).toEqual(["now in_progress", "endless in_progress"]);
    expect(ids("upcoming")).toEqual(["next scheduled"]);
  });

  test.each([
    ["nothing fails", [part("a", "up")], "none", "Nothing is known to be failing"],
    ["nothing is known", [part("a", "unknown")], "none", "Nothing is known; 1 of 1 not known"],
    ["one of two is down everywhere", [part("a", "down", "global"), part("b", "up")], "major", "1 of 2 failing"],
    ["all are down everywhere", [part("a", "down", "global")], "critical", "1 of 1 failing"],
    ["one is degraded", [part("a", "degraded", "global"), part("b", "up")], "minor", "1 of 2 failing"],
    ["there is nothing", [], "none", "Nothing is known to be failing"],
  ] as const)("status: %s", (_, parts, indicator, description) => {
    expect(statusDocument(page({ parts })).status).toEqual({ indicator, description });
  });
});
