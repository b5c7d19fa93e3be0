import type { Scope, State } from "../../schema/index.ts";
import { formatInstant } from "../../schema/instant.ts";

/** A part of a page: a service of the network, or an endpoint of a service. */
export type Part = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: State;
  readonly scope: Scope;
  readonly since: number;
};

export type ComponentWire = {
  readonly id: string;
  readonly name: string;
  readonly status: "operational" | "degraded_performance" | "partial_outage" | "major_outage";
  readonly created_at: string;
  readonly updated_at: string;
  readonly position: number;
  readonly description: string | null;
  readonly showcase: boolean;
  readonly start_date: null;
  readonly group_id: null;
  readonly page_id: string;
  readonly group: boolean;
  readonly only_show_if_degraded: boolean;
};

/** `null` for what nobody can see: Statuspage has no word for it, and `operational` would be a lie. */
export function componentWire(
  { id, name, description, state, scope, since }: Part,
  { page, position }: { page: string; position: number },
): ComponentWire | null {
  if (state === "unknown") return null;
  return {
    id,
    name,
    status: statusOf(state, scope),
    created_at: formatInstant(since),
    updated_at: formatInstant(since),
    position,
    description,
    showcase: true,
    start_date: null,
    group_id: null,
    page_id: page,
    group: false,
    only_show_if_degraded: false,
  };
}

/** Down in some regions only is a partial outage. */
export function statusOf(state: "up" | "degraded" | "down", scope: Scope): ComponentWire["status"] {
  if (state === "up") return "operational";
  if (state === "degraded") return "degraded_performance";
  return scope === "isolated" || scope === "regional" ? "partial_outage" : "major_outage";
}
