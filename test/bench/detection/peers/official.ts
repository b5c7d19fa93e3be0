import type { FoldEvent } from "../../../../shared/schema/index.ts";

/** What a vendor's own page says of a service now: the last word of each of its sources and components. */

export type Posted = Extract<FoldEvent, { type: "notice" }>;

export type Official = {
  see(notice: Posted): void;
  hasTrouble(): boolean;
  hasMaintenance(): boolean;
};

export function officialWord(): Official {
  const standing = new Map<string, Posted["status"]>();
  const stands = (accepted: readonly Posted["status"][]) => [...standing.values()].some((s) => accepted.includes(s));
  return {
    see(notice) {
      // An announcement of work to come is not yet work.
      if (notice.phase === "scheduled") return;
      const part = `${notice.source}/${notice.endpoint ?? ""}`;
      standing.set(part, notice.phase === "resolved" ? "operational" : notice.status);
    },
    hasTrouble: () => stands(["degraded_performance", "partial_outage", "major_outage"]),
    hasMaintenance: () => stands(["maintenance"]),
  };
}
