import { z } from "@hono/zod-openapi";
import { Layer } from "../../../shared/schema/cause.ts";
import {
  CheckAnswer,
  CheckRequest,
  Incident,
  OfficialLag,
  Phase,
  Problem,
  Scope,
  State,
  Verdict,
  Voices,
  Vote,
} from "../../../shared/schema/index.ts";
import { RegionView, ServiceView } from "../../../shared/schema/snapshot.ts";
import { GeoJsonMap } from "../map/geojson.ts";

/** The answers of the API as the OpenAPI document names them. */

export const Dated = z.object({
  asOf: z.string().openapi({ format: "date-time", description: "The time that the answer speaks of." }),
  stale: z.boolean().openapi({ description: "The answer is older than it should be." }),
});

export const ServiceLine = z
  .object({
    id: z.string(),
    name: z.string(),
    state: State,
    probability: z.number(),
    scope: Scope,
    layer: Layer.nullable(),
    phase: Phase.nullable(),
    since: z.string().openapi({ format: "date-time" }),
    simulated: z.boolean(),
  })
  .openapi("ServiceLine");

export const Status = Dated.extend({
  summary: z.object({ up: z.int(), degraded: z.int(), down: z.int(), unknown: z.int() }),
  services: z.array(ServiceLine),
}).openapi("Status");

const listOf = <T extends z.ZodType>(item: T) => Dated.extend({ items: z.array(item), next: z.string().nullable() });

export const ServiceList = listOf(ServiceView).openapi("ServiceList");
export const OneService = ServiceView.extend({ ...Dated.shape, officialLag: OfficialLag.nullable() }).openapi(
  "Service",
);
export const History = listOf(Verdict).openapi("History");
export const Votes = Dated.extend({
  service: z.string(),
  verdict: Verdict,
  votes: z.array(Vote),
  voices: Voices,
}).openapi("Evidence");
export const RegionList = listOf(RegionView).openapi("RegionList");
export const OneRegion = RegionView.extend(Dated.shape).openapi("Region");
export const IncidentList = listOf(Incident).openapi("IncidentList");
export const OneIncident = z.intersection(Incident, Dated).openapi("Incident");
export const MapAnswer = GeoJsonMap.openapi("Map");
export const CheckRequestBody = CheckRequest.openapi("CheckRequest");
export const CheckAnswerBody = CheckAnswer.openapi("CheckAnswer");
export const ProblemAnswer = Problem.openapi("Problem");

const json = <T extends z.ZodType>(schema: T, description: string, type = "application/json") => ({
  description,
  content: { [type]: { schema } },
});

export const answers = <T extends z.ZodType>(schema: T, description: string) => ({
  200: json(schema, description),
  400: json(ProblemAnswer, "A parameter is wrong; it is named.", "application/problem+json"),
  404: json(ProblemAnswer, "There is no such thing.", "application/problem+json"),
});
