import { z } from "@hono/zod-openapi";
import { formatInstant, parseInstant } from "../../../shared/schema/index.ts";
import { MAP_FULL_MS, MAP_KEPT_MS, MAP_STEP_MS, PICTURE_WIDTH } from "../limits.ts";
import type { Box } from "../map/geojson.ts";
import { THEMES } from "../map/paint.ts";
import { PROJECTIONS } from "../map/projection.ts";
import { Refusal } from "./problem.ts";

/** What may be asked of a map: when, how much of it, and how it looks. */

const param = (name: string, description: string) => ({ param: { name, in: "query" as const }, description });

export const AtQuery = z.object({
  at: z
    .string()
    .max(40)
    .optional()
    .openapi(
      param(
        "at",
        "A time (RFC 3339) of the last 90 days: of the last 7 to the moment, before that in steps of five minutes.",
      ),
    ),
});

export const MapQuery = AtQuery.extend({
  bbox: z
    .string()
    .max(80)
    .optional()
    .openapi(param("bbox", "Only what touches this box: west,south,east,north in degrees; west > east crosses 180°.")),
  geometry: z
    .enum(["full", "none"])
    .default("full")
    .openapi(param("geometry", "`none`: ids and properties alone, for readers that have the outlines.")),
});

export const LookQuery = AtQuery.extend({
  theme: z.enum(THEMES).default("light").openapi(param("theme", "The colours.")),
});

export const PictureQuery = LookQuery.extend({
  width: z.coerce
    .number()
    .int()
    .min(PICTURE_WIDTH.min)
    .max(PICTURE_WIDTH.max)
    .default(PICTURE_WIDTH.default)
    .openapi(param("width", "Pixels across.")),
  projection: z
    .enum(PROJECTIONS)
    .default("equal-earth")
    .openapi(param("projection", "How the world is laid flat; `equal-earth` keeps areas.")),
});

/** The instant in milliseconds that a map is asked for; `null` for now. */
export function instantAsked(at: string | undefined, now: number): number | null {
  if (at === undefined) return null;
  // A "+" that was not escaped arrives as a space.
  const instant = parseInstant(at.replace(" ", "+"));
  if (instant === null)
    throw refused("at", `must be an RFC 3339 time such as 2026-01-31T12:00:00Z; received ${JSON.stringify(at)}`);
  if (instant > now || instant < now - MAP_KEPT_MS)
    throw refused(
      "at",
      `must lie within the last 90 days, from ${formatInstant(now - MAP_KEPT_MS)} on; received ${JSON.stringify(at)}`,
    );
  return instant < now - MAP_FULL_MS ? Math.floor(instant / MAP_STEP_MS) * MAP_STEP_MS : instant;
}

export function boxAsked(bbox: string | undefined): Box | null {
  if (bbox === undefined) return null;
  const parts = bbox.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [west, south, east, north, more] = parts;
  const isBox =
    west !== undefined && south !== undefined && east !== undefined && north !== undefined && more === undefined;
  if (!isBox || ![west, east].every((x) => Math.abs(x) <= 180) || !(south >= -90 && south <= north && north <= 90))
    throw refused(
      "bbox",
      `must be west,south,east,north in degrees, south at most north; received ${JSON.stringify(bbox)}`,
    );
  return [west, south, east, north];
}

function refused(path: string, message: string): Refusal {
  return new Refusal(400, `${path}: ${message}`, [{ path, message }]);
}
