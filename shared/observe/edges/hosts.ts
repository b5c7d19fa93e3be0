import type { Maker, Row } from "./row.ts";

/**
 * Platforms that run other people's services behind a router of their own. The router is a gateway: what it says of an
 * application that does not answer is told of the layer between; a function that ran and failed is the application.
 */

/**
 * Vercel, "Error codes": its own name for what happened stands in `x-vercel-error` and on the page. The page's title says
 * INTERNAL_SERVER_ERROR of all of them, so its own codes are told by more than their first word.
 */
const VERCEL_CODES: readonly (readonly [part: string, maker: Maker])[] = [
  ["internal_cache_", "edge"],
  ["internal_deployment_", "edge"],
  ["internal_edge_", "edge"],
  ["internal_function_", "edge"],
  ["internal_microfrontends_", "edge"],
  ["internal_missing_", "edge"],
  ["internal_optimized_", "edge"],
  ["internal_router_", "edge"],
  ["internal_static_", "edge"],
  ["internal_unarchive_", "edge"],
  ["internal_unexpected_", "edge"],
  ["router_cannot_match", "edge"],
  ["function_invocation_timeout", "origin"],
  ["middleware_invocation_timeout", "origin"],
  ["router_external_target_", "origin"],
  ["dns_hostname_", "origin"],
  ["function_invocation_", "application"],
  ["function_throttled", "application"],
  ["function_response_payload_too_large", "application"],
  ["middleware_", "application"],
  ["microfrontends_", "application"],
  ["no_response_from_function", "application"],
  ["body_not_a_string_from_function", "application"],
  ["fallback_body_too_large", "application"],
  ["infinite_loop_detected", "application"],
  ["deployment_paused", "application"],
];

const VERCEL: Row = {
  name: "Vercel",
  provider: "vercel",
  marks: [
    ["x-vercel-id", ""],
    ["x-vercel-error", ""],
    ["x-vercel-cache", ""],
    ["server", "vercel"],
  ],
  pages: VERCEL_CODES.flatMap(([code, maker]) => [
    { maker, header: ["x-vercel-error", code] as const },
    { maker, body: [code] },
  ]),
};

/** Netlify's functions and edge functions say when they crashed; its own trouble carries an id of its own. */
const NETLIFY: Row = {
  name: "Netlify",
  provider: "netlify",
  marks: [
    ["x-nf-request-id", ""],
    ["server", "netlify"],
    ["cache-status", "netlify"],
  ],
  pages: [
    { maker: "application", body: ["function has crashed"] },
    { maker: "application", body: ["error decoding lambda response"] },
    { maker: "application", body: ['"errortype":', '"errormessage":'] },
    { maker: "edge", body: ["netlify internal id"] },
  ],
};

/** Heroku, "Error codes": H10 to H99 all show this page under 503; the router's `Via` names it. */
const HEROKU: Row = {
  name: "Heroku's router",
  provider: "heroku",
  marks: [
    ["via", "vegur"],
    ["via", "heroku-router"],
    ["server", "heroku"],
  ],
  pages: [
    { maker: "gateway", body: ["herokucdn.com/error-pages/"] },
    { maker: "gateway", body: ["application error", "heroku"] },
  ],
};

/** Fly.io: its proxy signs every answer and has no page; 502 and 503 without one are its own. */
const FLY: Row = {
  name: "Fly.io's proxy",
  provider: "fly",
  marks: [
    ["fly-request-id", ""],
    ["server", "fly/"],
    ["via", "fly.io"],
  ],
  pages: [],
};

/** Render: its router says in a header why it found nobody to pass the request to. */
const RENDER: Row = {
  name: "Render's router",
  provider: "render",
  marks: [
    ["rndr-id", ""],
    ["x-render-*", ""],
  ],
  pages: [
    { maker: "gateway", header: ["x-render-routing", "no-"] },
    { maker: "gateway", header: ["x-render-routing", "error"] },
    { maker: "gateway", header: ["x-render-routing", "suspend"] },
  ],
};

/** Railway: JSON, but of its edge, not of the application. */
const RAILWAY: Row = {
  name: "Railway's edge",
  provider: "railway",
  marks: [
    ["x-railway-*", ""],
    ["server", "railway-edge"],
  ],
  pages: [
    { maker: "gateway", header: ["x-railway-fallback", "true"] },
    { maker: "gateway", body: ["application failed to respond"] },
  ],
};

/** Google's front ends and load balancers, for Google's own services and its customers' alike. */
const GOOGLE: Row = {
  name: "Google's front end",
  provider: "google",
  marks: [
    ["via", "1.1 google"],
    ["server", "google frontend"],
    ["server", "gws"],
    ["server", "esf"],
    ["server", "sffe"],
    ["server", "gse"],
  ],
  pages: [
    { maker: "gateway", body: ["the server encountered a temporary error and could not complete your request"] },
    { maker: "gateway", body: ["no available instance"] },
    { maker: "gateway", body: ["connection to the instance had an error"] },
    { maker: "gateway", statuses: [502, 503, 504], body: ["(server error)!!1"] },
    { maker: "application", statuses: [500], body: ["(server error)!!1"] },
  ],
};

/** GitHub, Pages and the site itself: its page with the unicorn is shown when a request took too long behind the proxy. */
const GITHUB: Row = {
  name: "GitHub",
  provider: "github",
  marks: [
    ["server", "github.com"],
    ["x-github-request-id", ""],
  ],
  pages: [{ maker: "gateway", statuses: [502, 503, 504], body: ["unicorn!"] }],
};

export const HOSTS: readonly Row[] = [VERCEL, NETLIFY, HEROKU, FLY, RENDER, RAILWAY, GOOGLE, GITHUB];
