import { describe, expect, test } from "vitest";
import { openStory } from "../support/story.ts";

/** Named situations through the whole network: what is seen, where, and which layer is blamed. */

type Status = { services: { id: string; state: string; scope: string; layer: string | null }[] };

async function verdictAfter(situation: string, minute: number) {
  const story = await openStory({ situation });
  try {
    await story.until(minute);
    const { services } = await story.get<Status>("/v1/status");
    return services.find(({ id }) => id === "aria");
  } finally {
    await story.close();
  }
}

describe("from the fault to the verdict", () => {
  test.each([
    ["global-backend", { state: "down", scope: "global", layer: "backend" }],
    ["dns-gone", { state: "down", scope: "global", layer: "dns" }],
    ["connect-refused-regional", { state: "down", scope: "regional", layer: "network" }],
    ["origin-behind-edge", { state: "down", scope: "global", layer: "backend" }],
    ["tls-broken", { state: "down", scope: "global", layer: "tls" }],
  ])("%s", async (situation, verdict) => {
    expect(await verdictAfter(situation, 24)).toMatchObject(verdict);
  });

  test.each([
    ["bot-wall", { state: "unknown" }],
    ["ill-probe", { state: "up", scope: "none" }],
  ])("%s raises no alarm", async (situation, verdict) => {
    expect(await verdictAfter(situation, 26)).toMatchObject(verdict);
  });
});
