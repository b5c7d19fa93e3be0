import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openStory } from "../support/story.ts";

/** The network is stopped in the middle of an outage and started again: nothing is lost and nothing doubled. */

type Incidents = { items: { id: string; phase: string; timeline: { event: string }[] }[] };
type Regions = { items: { id: string; rounds: { run: number; missed: number } }[] };

const folder = mkdtemp(join(tmpdir(), "downwhere-"));
afterAll(async () => rm(await folder, { recursive: true, force: true }));

test("an incident goes on under its id, silence is missed rounds, and no round is counted twice", async () => {
  const before = await openStory({ stateFolder: await folder });
  await before.until(5);
  const [opened] = (await before.get<Incidents>("/v1/incidents")).items;
  const ran = (await before.get<Regions>("/v1/regions")).items.find(({ id }) => id === "weur")?.rounds;
  await before.close();

  const after = await openStory({ stateFolder: await folder, from: 9 });
  try {
    await after.until(22);
    const { items } = await after.get<Incidents>("/v1/incidents");
    expect(items.map(({ id }) => id)).toEqual([opened?.id]);
    expect(opened?.phase).toBe("open");
    expect(items[0]?.phase).toBe("resolved");
    expect(items[0]?.timeline.filter(({ event }) => event === "incident.opened")).toHaveLength(1);
    const weur = (await after.get<Regions>("/v1/regions")).items.find(({ id }) => id === "weur")?.rounds;
    expect(weur?.run).toBe((ran?.run ?? 0) + 14);
    expect(weur?.missed).toBe(3);
  } finally {
    await after.close();
  }
});
