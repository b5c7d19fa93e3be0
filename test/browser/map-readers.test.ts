import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mapOfFrame } from "../../shared/geo/map.ts";
import { geoJsonOf } from "../../workers/aggregator/map/geojson.ts";
import { openBrowser } from "../support/browser.ts";
import { frameWith } from "../support/frames.ts";

/** The map in the libraries that people show maps with, as it is served: their own parsers, in a real browser. */

const require = createRequire(import.meta.url);
const LEAFLET = require.resolve("leaflet/dist/leaflet.js");
const MAPLIBRE = dirname(require.resolve("maplibre-gl/dist/maplibre-gl.css"));
const map = mapOfFrame(frameWith({ aria: { down: ["weur", "eeur"] } }), {
  service: "aria",
  stale: false,
  asOf: "2026-01-31T12:05:00.000Z",
});
const GEOJSON = JSON.stringify(geoJsonOf(map, { box: null, located: true }));

let server: Server;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname === "/map") return response.setHeader("content-type", "application/geo+json").end(GEOJSON);
    const module = /^\/(maplibre-gl[a-z-]*\.mjs)$/.exec(pathname)?.[1];
    if (module !== undefined)
      return response.setHeader("content-type", "text/javascript").end(readFileSync(join(MAPLIBRE, module)));
    return response
      .setHeader("content-type", "text/html")
      .end("<!doctype html><div id=map style='width:400px;height:300px'></div>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await openBrowser({ webgl: true });
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});
const open = () => page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

describe("readers of GeoJSON", () => {
  test("Leaflet makes a layer of every feature, and finds Germany where it is", async () => {
    await open();
    await page.addScriptTag({ path: LEAFLET });
    const { layers, germany } = await page.evaluate(async () => {
      const L = Reflect.get(window, "L");
      const layer = L.geoJSON(await (await fetch("/map")).json()).addTo(L.map("map").setView([50, 10], 4));
      const all = layer.getLayers();
      const found = all.find((each: { feature: { id: string } }) => each.feature.id === "DE").getBounds();
      return { layers: all.length, germany: [found.getWest(), found.getSouth(), found.getEast(), found.getNorth()] };
    });
    expect(layers).toBe(map.countries.length + map.features.length);
    expect(germany.map((edge) => Math.round(edge as number))).toEqual([6, 47, 15, 55]);
  });

  test("MapLibre loads it as a source, and answers what lies under a point", async () => {
    await open();
    await page.addScriptTag({
      type: "module",
      content: 'import * as all from "/maplibre-gl.mjs"; window.maplibre = all',
    });
    await page.waitForFunction(() => Reflect.has(window, "maplibre"));
    const answer = await page.evaluate(async () => {
      const maplibre = Reflect.get(window, "maplibre");
      const shown = new maplibre.Map({
        container: "map",
        center: [10.5, 51],
        zoom: 3,
        style: {
          version: 8,
          sources: { status: { type: "geojson", data: `${location.origin}/map` } },
          layers: [
            {
              id: "countries",
              type: "fill",
              source: "status",
              filter: ["==", ["get", "kind"], "country"],
              paint: { "fill-opacity": ["get", "probability"] },
            },
            { id: "probes", type: "circle", source: "status", filter: ["==", ["get", "kind"], "probe"] },
          ],
        },
      });
      await new Promise((resolve, reject) => {
        shown.once("idle", resolve);
        shown.once("error", ({ error }: { error: unknown }) => reject(error));
      });
      const under = shown.queryRenderedFeatures(shown.project([10.5, 51]), { layers: ["countries"] });
      const probes = shown.queryRenderedFeatures(undefined, { layers: ["probes"] });
      return {
        country: under[0]?.properties.country,
        state: under[0]?.properties.state,
        probes: probes.map((each: { properties: { region: string } }) => each.properties.region).sort(),
      };
    });
    expect(answer).toEqual({ country: "DE", state: "down", probes: ["eeur", "weur"] });
  });
});
