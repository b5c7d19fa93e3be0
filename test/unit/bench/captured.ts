import { formatInstant } from "../../../shared/schema/instant.ts";
import type { Look } from "../../bench/detection/peers/judge.ts";
import { MINUTE, START } from "../../support/timeline.ts";

/** A capture of an outage in small, and recordings told in minutes since the start. */

export const looks = (events: Iterable<{ type: string }>) =>
  [...events].filter((event): event is Look => event.type === "observation");
export const told = (events: Iterable<{ type: string }>) =>
  looks(events).map(({ at, outcome }) => `${(at - START) / MINUTE} ${outcome}`);
export const minutes = ({ from, to }: { from: number; to: number }) => [(from - START) / MINUTE, (to - START) / MINUTE];

export const at = (minute: number) => formatInstant(START + minute * MINUTE);
export const CAPTURED = {
  incident: "cdn-2026-01-01",
  public_start: at(360),
  public_end: at(420),
  sites: {
    "o/r/Web": {
      state_before: { at: at(-30), status: "up" },
      rows: [
        { at: at(362.5), status: "down", code: 500, ms: 140 },
        { at: at(375), status: "up", code: 200, ms: 80 },
      ],
    },
  },
  official_feed: [
    { name: "Support portal", impacts: ["minor"], updates: [{ at: at(350), status: "investigating" }] },
    {
      name: "Global network",
      impacts: ["major", "critical"],
      updates: [
        { at: at(400), status: "resolved" },
        { at: at(370.2), status: "investigating" },
      ],
    },
  ],
};
