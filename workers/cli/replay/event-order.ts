import type { FoldEvent } from "../../../shared/schema/index.ts";

/** Events by time, and those of one instant by what they say: the order of the lines they came in decides nothing. */
export function eventOrder(a: FoldEvent, b: FoldEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.type === "observation" && b.type === "observation")
    return byText(a.service, b.service) || byText(a.region, b.region) || byText(a.endpoint, b.endpoint) || byRest(a, b);
  return RANK[a.type] - RANK[b.type] || byRest(a, b);
}

/** Controls before what they vouch for, time last. */
const RANK = { control: 0, observation: 1, report: 2, reports: 3, notice: 4, tick: 5 } as const satisfies Record<
  FoldEvent["type"],
  number
>;

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Two of one kind at one instant: rare, so the plain text of both decides. */
function byRest(a: FoldEvent, b: FoldEvent): number {
  return byText(textOf(a), textOf(b));
}

function textOf(event: FoldEvent): string {
  return JSON.stringify(Object.entries(event).sort(([a], [b]) => byText(a, b)));
}
