import type { Assignment, Looks, PlaceId } from "../../shared/schema/index.ts";
import type { Probe } from "./env.ts";

/** Asks other regions to look now and hands on what each of them saw. A region that cannot be reached saw nothing. */

export type AskNow = { readonly assignment: Assignment; readonly regions: readonly PlaceId[] };

export async function askNow(
  probe: Probe,
  { asks, at }: { asks: readonly AskNow[]; at: number },
  take: (looks: Looks) => Promise<void>,
): Promise<void> {
  const byRegion = new Map<PlaceId, Assignment[]>();
  for (const { assignment, regions } of asks) {
    for (const region of regions) byRegion.set(region, [...(byRegion.get(region) ?? []), assignment]);
  }
  const asking = [...byRegion].map(async ([region, assignments]) => {
    const answers = await probe.look({ assignments, places: [region], at, publicOnly: false });
    for (const answer of answers) {
      if (answer.looks === null) console.warn("a region asked to look could not", { because: answer.because });
      else await take(answer.looks);
    }
  });
  for (const result of await Promise.allSettled(asking)) {
    if (result.status === "rejected") console.warn("a region could not be asked", { error: String(result.reason) });
  }
}
