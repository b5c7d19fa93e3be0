import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EventStream, openStream } from "../support/event-stream.ts";
import { type Live, openLive } from "../support/live.ts";

/** One outage, from its first event to its end, as everybody who pulls sees it: stream, feeds, badges, metrics, Statuspage. */

type Incident = { id: string; service: string; phase: string; timeline: { event: string }[] };

let live: Live;
let stream: EventStream;
beforeAll(async () => {
  live = await openLive({ speed: 20 });
});
afterAll(async () => {
  stream.close();
  await live.close();
});

const text = async (path: string) => (await fetch(new URL(path, live.url))).text();
const happened = () => stream.messages.filter(({ event }) => event.startsWith("incident."));
const incident = async () => {
  const { items } = await live.get<{ items: Incident[] }>("/v1/incidents");
  return items.find(({ service }) => service === "aria");
};
/** Where the outage stands, in everybody's words. */
async function seen() {
  const [atom, json, badge, metrics, page] = await Promise.all([
    text("/feed/aria.atom").then(parseAtomFeed),
    text("/feed.json").then(parseJsonFeed),
    live.get<{ message: string }>("/badge/aria.json"),
    text("/metrics"),
    live.get<{ incidents: { id: string; status: string }[] }>("/api/v2/incidents/unresolved.json"),
  ]);
  return {
    atom: atom.entries?.map(({ categories }) => categories?.[1]?.term),
    json: json.items?.map(({ tags }) => tags?.[1]),
    badge: badge.message,
    metrics: metrics
      .split("\n")
      .filter((line) => /^downwhere_(service_state\{service="aria"|incidents)/.test(line) && line.endsWith(" 1"))
      .map((line) => /(?:state|phase)="(\w+)"/.exec(line)?.[1]),
    statuspage: page.incidents.map(({ status }) => status),
  };
}

test("an outage is the same in the stream, which resumes, the feeds, the badges, the metrics and the Statuspage", async () => {
  await live.until("all is well", async () => {
    const { state } = (await live.get<{ verdict: { state: string } }>("/v1/services/aria")).verdict;
    return state === "up" && (await live.get<{ items: unknown[] }>("/v1/regions")).items.length === 11;
  });
  expect(await seen()).toMatchObject({ atom: undefined, badge: "up", metrics: ["up"], statuspage: [] });
  stream = await openStream(new URL("/v1/stream?services=aria", live.url));

  await live.tell("global-backend", 20);
  await live.until("the stream tells that it is open", async () =>
    happened().some(({ event }) => event === "incident.opened"),
  );
  const before = happened();
  const place = stream.lastId();
  stream.close();
  await live.until("its state is published", async () => (await seen()).badge === "down");
  expect(await seen()).toEqual({
    atom: ["open"],
    json: ["open"],
    badge: "down",
    metrics: ["down", "open"],
    statuspage: ["investigating"],
  });

  await live.tell("global-backend", 0);
  await live.until("it is coming back", async () => (await incident())?.phase === "recovering");
  expect(await seen()).toMatchObject({ atom: ["recovering"], json: ["recovering"], statuspage: ["monitoring"] });
  await live.until("it is over", async () => (await incident())?.phase === "resolved");
  await live.minute();

  stream = await openStream(new URL("/v1/stream?services=aria", live.url), place);
  await live.until("the resumed stream tells the end", async () =>
    happened().some(({ event }) => event === "incident.resolved"),
  );
  const over = await incident();
  const told = [...before, ...happened()];
  expect(told.map(({ event }) => event)).toEqual(
    over?.timeline.map(({ event }) => event).filter((event) => event !== "incident.suspected"),
  );
  expect(told.map(({ id }) => Number(id))).toEqual(told.map(({ id }) => Number(id)).sort((a, b) => a - b));
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  await live.until("its state is published", async () => (await seen()).badge === "up");
  expect(await seen()).toEqual({
    atom: ["resolved"],
    json: ["resolved"],
    badge: "up",
    metrics: ["up"],
    statuspage: [],
  });

  const { windows } = await live.get<{ windows: { up: number; seconds: { down: number } }[] }>(
    "/v1/services/aria/uptime",
  );
  expect(windows[0]?.seconds.down).toBeGreaterThan(0);
  expect(windows[0]?.up).toBeGreaterThan(0);
  expect(windows[0]?.up).toBeLessThan(1);
  expect(await text("/badge/aria.svg?uptime=30")).toMatch(/aria.* uptime 30 d: \d+\.?\d* % of/i);
});

test("what feeds and events link to is there to be read", async () => {
  const { items = [] } = parseJsonFeed(await text("/feed.json"));
  const links = happened().map(({ data }) => (data as { links: Record<string, string> }).links);
  const addresses = new Set([...items.map(({ url }) => url), ...links.flatMap((each) => Object.values(each))]);
  expect(addresses).toContain(`${live.url.origin}/incidents/${(await incident())?.id}`);
  for (const address of addresses) {
    const answer = await fetch(address ?? "", { headers: { accept: "text/html" } });
    expect([address, answer.status]).toEqual([address, 200]);
    await answer.arrayBuffer();
  }
});
