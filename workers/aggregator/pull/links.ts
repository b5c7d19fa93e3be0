import type { Context } from "hono";
import type { Api } from "../api/context.ts";

/** Addresses of this network as whoever asked reaches it. */

export type Links = {
  readonly origin: string;
  /** The host alone: what stable names are made under. */
  readonly authority: string;
  readonly home: string;
  readonly service: (id: string) => string;
  readonly incident: (id: string) => string;
  readonly widget: (id: string) => string;
};

export function linksOf(c: Context<Api>): Links {
  const { origin, hostname } = new URL(c.req.url);
  return {
    origin,
    authority: hostname,
    home: `${origin}/`,
    service: (id) => `${origin}/s/${id}`,
    incident: (id) => `${origin}/incidents/${id}`,
    widget: (id) => `${origin}/widget/${id}`,
  };
}
