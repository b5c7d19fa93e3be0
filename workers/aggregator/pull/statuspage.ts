import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { isTold } from "../../../shared/feed/entries.ts";
import { STATUSPAGE_INCIDENTS } from "../../../shared/feed/limits.ts";
import type { Part } from "../../../shared/feed/statuspage/component.ts";
import {
  componentsDocument,
  incidentsDocument,
  maintenancesDocument,
  type StatusPage,
  statusDocument,
  summaryDocument,
} from "../../../shared/feed/statuspage/page.ts";
import { parseInstant, ServiceId } from "../../../shared/schema/index.ts";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { ServiceParam } from "../api/services.ts";
import type { Front } from "../front.ts";
import { knownIncidents, namesIn } from "./incidents.ts";
import { FEED_SECONDS } from "./limits.ts";
import { linksOf } from "./links.ts";
import { plannedWork } from "./planned.ts";
import { NOTHING, pulled, textAnswer } from "./pulled.ts";

/** The network in the shape of Statuspage below `/api/v2`, and each service as a page of its own below `/s/{id}/api/v2`. */

const DOCUMENTS: Readonly<Record<string, (page: StatusPage) => object>> = {
  "summary.json": summaryDocument,
  "status.json": statusDocument,
  "components.json": componentsDocument,
  "incidents.json": (page) => incidentsDocument(page, { unresolved: false }),
  "incidents/unresolved.json": (page) => incidentsDocument(page, { unresolved: true }),
  "scheduled-maintenances.json": (page) => maintenancesDocument(page, "all"),
  "scheduled-maintenances/active.json": (page) => maintenancesDocument(page, "active"),
  "scheduled-maintenances/upcoming.json": (page) => maintenancesDocument(page, "upcoming"),
};

export function statuspageRoutes(api: OpenAPIHono<Api>): void {
  for (const [name, document] of Object.entries(DOCUMENTS)) {
    const types = ["application/json"];
    const written = (c: Context<Api>, page: StatusPage) =>
      textAnswer(c, JSON.stringify(document(page)), { type: "application/json; charset=utf-8", seconds: FEED_SECONDS });
    pulled(api, {
      path: `/api/v2/${name}`,
      summary: `Statuspage-compatible: ${name}`,
      types,
      schema: NOTHING,
      answer: async (c) => written(c, await networkPage(c)),
    });
    pulled(api, {
      path: `/s/{id}/api/v2/${name}`,
      summary: `Statuspage-compatible, one service: ${name}`,
      types,
      params: ["id"],
      schema: z.object({ id: ServiceParam.shape.id }),
      answer: async (c, { id }) => written(c, await servicePage(c, id)),
    });
  }
}

async function networkPage(c: Context<Api>): Promise<StatusPage> {
  const front = await frontOf(c);
  return {
    ...(await common(c, front, null)),
    id: "downwhere",
    name: "Downwhere",
    url: linksOf(c).home,
    parts: front.snapshot.services.map(partOf),
    partsOf: ({ service }) => [service],
  };
}

async function servicePage(c: Context<Api>, id: string): Promise<StatusPage> {
  const front = await frontOf(c);
  const service = serviceIn(front, id);
  const { name, endpoints, verdict, since } = service;
  const parts = endpoints.map((endpoint) => ({
    id: endpoint.id,
    name: endpoint.name,
    description: endpoint.url,
    state: endpoint.state,
    scope: verdict.scope,
    since: parseInstant(since) ?? 0,
  }));
  return {
    ...(await common(c, front, id)),
    id,
    name,
    url: linksOf(c).service(id),
    parts,
    partsOf: ({ phase }) =>
      phase === "resolved"
        ? []
        : parts.filter(({ state }) => state === "down" || state === "degraded").map((part) => part.id),
  };
}

async function common(c: Context<Api>, front: Front, service: string | null) {
  const [incidents, planned] = await Promise.all([
    knownIncidents(c, front, { service, unresolved: false, limit: STATUSPAGE_INCIDENTS }),
    plannedWork(c, front, { service, now: Date.now() }),
  ]);
  const about = service === null ? null : ServiceId.parse(service);
  return {
    asOf: parseInstant(front.snapshot.asOf) ?? 0,
    incidents: incidents.filter((incident) => isTold(incident, about)),
    planned: planned ?? [],
    names: namesIn(front),
    linkOf: ({ id }: { id: string }) => linksOf(c).incident(id),
  };
}

function partOf({ id, name, verdict, since }: ServiceWire): Part {
  const { state, scope } = verdict;
  return { id, name, description: null, state, scope, since: parseInstant(since) ?? 0 };
}
