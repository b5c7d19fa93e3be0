import { z } from "zod";
import { Assignment, Colo, Control, HttpCheck, Instant, Observation, PlaceId } from "../../shared/schema/index.ts";
import { Reach } from "../../shared/schema/observation.ts";
import { discoverColo } from "./colo.ts";
import type { Fetcher } from "./env.ts";
import { CONTROL_TIMEOUT_MS } from "./limits.ts";
import type { RoundPorts, RoundRequest, Sighting } from "./run-round.ts";
import { runRound } from "./run-round.ts";

/**
 * The wire between a lane and a placed copy: where Durable Objects do not spawn, the exchanges of a slot are made by a
 * copy of this worker that is placed there, asked by fetch() (placement moves nothing else). The copy keeps nothing.
 */

const Target = z.object({ control: z.string(), provider: z.string(), reach: Reach, check: HttpCheck });

const Ask = z.object({
  region: PlaceId,
  slot: Instant,
  now: Instant,
  spreadMs: z.number().min(0),
  assignments: z.array(Assignment),
  controls: z.array(Target),
  userAgent: z.string(),
  colo: Colo.nullable(),
});

const Answer = z.object({
  colo: Colo.nullable(),
  observations: z.array(Observation),
  controls: z.array(Control),
  finishedAt: Instant,
});
export type PlacedSighting = Sighting & { readonly colo: Colo | null };

/** The asking side. Throws when the copy cannot be reached or its answer is not one: nothing was observed then. */
export async function askPlaced(copy: Fetcher, request: RoundRequest): Promise<PlacedSighting> {
  const response = await copy.fetch("https://placed.internal/round", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(
      z.encode(Ask, { ...request, assignments: [...request.assignments], controls: [...request.controls] }),
    ),
  });
  if (!response.ok) throw new Error(`the placed copy of ${request.region} answered ${response.status}`);
  return Answer.parse(await response.json());
}

/** The answering side, in the placed copy. */
export async function answerPlaced(http: Request, portsOf: (place: PlaceId) => RoundPorts): Promise<Response> {
  const request = Ask.parse(await http.json());
  return Response.json(z.encode(Answer, await sightFrom(request, portsOf(request.region))));
}

/** Runs the slot right here, asking first where "here" is unless that is known. */
export async function sightFrom(request: RoundRequest, ports: RoundPorts): Promise<PlacedSighting> {
  const asking = { fetch: ports.fetch, userAgent: request.userAgent, timeoutMs: CONTROL_TIMEOUT_MS };
  const colo = request.colo ?? (await discoverColo(asking));
  return { colo, ...(await runRound({ ...request, colo }, ports)) };
}
