import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import { feature, merge } from "topojson-client";
import type { GeometryCollection, Polygon as Part, MultiPolygon as Parts, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json" with { type: "json" };
import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { flatPolygons } from "./antimeridian.ts";

/**
 * The outline of each country as RFC 7946 has it: Natural Earth 1:110m (public domain) by way of world-atlas, cut at the
 * antimeridian, exterior rings counterclockwise. Two parts that have no code of their own are drawn with the country whose
 * code is used for them. A country too small for the scale has no outline and is shown as a point.
 */

type Piece = (Part | Parts) & { readonly id?: string | number; readonly properties?: { readonly name?: string } };

// The file is the published topology; its type is lost in the JSON import.
const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const pieces = topology.objects.countries.geometries as unknown as readonly Piece[];

/** Pieces without a numeric code in the file, by its names for them. */
const UNCODED: Readonly<Record<string, string>> = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };
const BY_NUMERIC = new Map(ALL_COUNTRIES.map(({ id, numeric }) => [numeric, id]));

/** Islands and coasts that the file draws with a country although they have a code of their own. */
const APART: readonly { readonly of: string; readonly is: string; readonly at: (x: number, y: number) => boolean }[] = [
  { of: "FR", is: "GF", at: (longitude) => longitude < -40 },
  { of: "NO", is: "SJ", at: (_, latitude) => latitude > 74 },
];

const grouped = Map.groupBy(pieces.flatMap(coded), ({ country }) => country);

/** A piece under its country's code; parts that have a code of their own apart. */
function coded(piece: Piece): { country: string | null; piece: Piece }[] {
  const { id, properties } = piece;
  const country = id === undefined ? (UNCODED[properties?.name ?? ""] ?? null) : (BY_NUMERIC.get(String(id)) ?? null);
  const apart = APART.find(({ of }) => of === country);
  if (apart === undefined || piece.type !== "MultiPolygon") return [{ country, piece }];
  const isApart = (arcs: number[][]) => {
    const [[[x = 0, y = 0] = []] = []] = coordinatesOf([{ type: "Polygon", arcs }])[0] ?? [];
    return apart.at(x, y);
  };
  return [
    { country, piece: { ...piece, arcs: piece.arcs.filter((arcs) => !isApart(arcs)) } },
    { country: apart.is, piece: { ...piece, arcs: piece.arcs.filter(isApart) } },
  ];
}

/** By ISO 3166-1 alpha-2. */
export const OUTLINES: ReadonlyMap<string, Polygon | MultiPolygon> = new Map(
  [...grouped].flatMap(([country, parts]) =>
    country === null ? [] : [[country, outlineOf(piecesIn(parts))] as const],
  ),
);

/** The same as d3 takes it, on the sphere: clockwise, and across the antimeridian where the country is. */
export const SHAPES: ReadonlyMap<string, MultiPolygon> = new Map(
  [...grouped].flatMap(([country, parts]) => (country === null ? [] : [[country, merged(piecesIn(parts))] as const])),
);

/** Land where nobody lives and of which nothing is said. */
export const EMPTY_LAND: MultiPolygon = merged(piecesIn(grouped.get(null) ?? []));

function piecesIn(parts: readonly { readonly piece: Piece }[]): Piece[] {
  return parts.map(({ piece }) => piece);
}

function outlineOf(parts: readonly Piece[]): Polygon | MultiPolygon {
  const polygons = flatPolygons(coordinatesOf(parts));
  const [only, second] = polygons;
  return only !== undefined && second === undefined
    ? { type: "Polygon", coordinates: only }
    : { type: "MultiPolygon", coordinates: polygons };
}

function coordinatesOf(parts: readonly Piece[]): Position[][][] {
  const [only, second] = parts;
  if (only === undefined || second !== undefined) return merged(parts).coordinates;
  const { geometry } = feature(topology, only) as Feature<Polygon | MultiPolygon>;
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

function merged(parts: readonly Piece[]): MultiPolygon {
  return merge(topology, [...parts]);
}
