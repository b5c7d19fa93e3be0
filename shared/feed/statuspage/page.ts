import type { Incident } from "../../schema/index.ts";
import { formatInstant } from "../../schema/instant.ts";
import type { Names } from "../entries.ts";
import type { Planned } from "../planned.ts";
import { type ComponentWire, componentWire, type Part } from "./component.ts";
import { impactOf, incidentWire } from "./incident.ts";
import { plannedWire } from "./planned.ts";

/**
 * The network, or one service of it, in the shape of Atlassian Statuspage's public API v2, so that readers made for that read
 * this. It has no word for "not known": a part that nobody can see is left out of `components`, and the description says so.
 */

export type StatusPage = {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly asOf: number;
  readonly parts: readonly Part[];
  /** Opened ones, newest first; those that nobody is told of left out. */
  readonly incidents: readonly Incident[];
  readonly planned: readonly Planned[];
  readonly names: Names;
  readonly linkOf: (incident: Incident) => string;
  /** Ids of the parts of this page that an incident is about; none where it is about the page as a whole. */
  readonly partsOf: (incident: Incident) => readonly string[];
};

type Wire = Readonly<Record<string, unknown>>;

export function statusDocument(page: StatusPage): Wire {
  return { page: pageWire(page), status: overall(page) };
}

export function componentsDocument(page: StatusPage): Wire {
  return { page: pageWire(page), components: components(page) };
}

export function incidentsDocument(page: StatusPage, { unresolved }: { unresolved: boolean }): Wire {
  return { page: pageWire(page), incidents: incidents(page, unresolved) };
}

export type Plans = "all" | "active" | "upcoming";

export function maintenancesDocument(page: StatusPage, which: Plans): Wire {
  return { page: pageWire(page), scheduled_maintenances: maintenances(page, which) };
}

export function summaryDocument(page: StatusPage): Wire {
  return {
    page: pageWire(page),
    components: components(page),
    incidents: incidents(page, true),
    scheduled_maintenances: [...maintenances(page, "active"), ...maintenances(page, "upcoming")],
    status: overall(page),
  };
}

function pageWire({ id, name, url, asOf }: StatusPage): Wire {
  return { id, name, url, time_zone: "Etc/UTC", updated_at: formatInstant(asOf) };
}

function components({ parts, id }: StatusPage): ComponentWire[] {
  return parts.flatMap((part, index) => componentWire(part, { page: id, position: index + 1 }) ?? []);
}

function incidents(page: StatusPage, unresolved: boolean): Wire[] {
  const all = components(page);
  return page.incidents.flatMap((incident) => {
    if (!("openedAt" in incident) || (unresolved && incident.phase === "resolved")) return [];
    return [
      incidentWire(incident, {
        page: page.id,
        name: page.names(incident.service),
        link: page.linkOf(incident),
        components: among(all, page.partsOf(incident)),
      }),
    ];
  });
}

function maintenances(page: StatusPage, which: Plans): Wire[] {
  const all = components(page);
  const wanted = { all: null, active: "in_progress", upcoming: "scheduled" }[which];
  return page.planned.flatMap((plan) => {
    const wire = plannedWire(plan, { page: page.id, asOf: page.asOf, components: among(all, [plan.service]) });
    return wanted === null || wire.status === wanted ? [wire] : [];
  });
}

function among(all: readonly ComponentWire[], ids: readonly string[]): ComponentWire[] {
  return all.filter(({ id }) => ids.includes(id));
}

const INDICATORS = ["none", "minor", "major", "critical"] as const;

/** The worst impact of the parts as they are now. A page most of whose parts are fine is never `critical`. */
function overall({ parts }: StatusPage): { indicator: (typeof INDICATORS)[number]; description: string } {
  const known = parts.filter(({ state }) => state !== "unknown");
  const failing = known.filter(({ state }) => state !== "up");
  const unseen = parts.length - known.length;
  const doubt = unseen === 0 ? "" : `; ${unseen} of ${parts.length} not known`;
  if (failing.length === 0) {
    const words = known.length === 0 && unseen > 0 ? "Nothing is known" : "Nothing is known to be failing";
    return { indicator: "none", description: `${words}${doubt}` };
  }
  const impacts = failing.map(({ state, scope }) => INDICATORS.indexOf(impactOf(state, scope)));
  const worst = Math.max(...impacts);
  const indicator = INDICATORS[2 * failing.length > known.length ? worst : Math.min(worst, 2)] ?? "minor";
  return { indicator, description: `${failing.length} of ${known.length} failing${doubt}` };
}
