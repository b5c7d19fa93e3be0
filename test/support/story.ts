import { readFile } from "node:fs/promises";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";
import { parseServices } from "../../workers/cli/services-file.ts";

/** The whole simulated network, led through a story minute by minute: time is told to it, never waited for. */

const WORLD = new URL("../../workers/world/", import.meta.url);
/** A story minute is three seconds of the network's time: its rounds come that often and its model counts that way. */
const SPEED = 20;
const MINUTE_MS = 60_000 / SPEED;
/** Tomorrow: no alarm that is set for the story's time fires by itself while the test runs. */
const START = Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000;

export type Story = {
  /** Lets the network live until a minute of the story, one round a minute from every region. */
  until(minute: number): Promise<void>;
  get<T>(path: string): Promise<T>;
  /** Asks, or reports, from where the edge says. */
  readonly fromPlace: LocalNetwork["fromPlace"];
  readonly url: URL;
  close(): Promise<void>;
};

export type StoryOptions = {
  /** Nothing goes wrong: the demo story without its faults. */
  readonly quiet?: boolean;
  /** A script of `workers/world/situation/`; the demo story where absent. */
  readonly situation?: string;
  /** Keeps state there, for a story that goes on after a restart. */
  readonly stateFolder?: string;
  /** The minute at which it goes on. */
  readonly from?: number;
  /** Webhooks may go to this machine. */
  readonly tellsThisMachine?: boolean;
};

export async function openStory({
  situation,
  stateFolder,
  from = 0,
  quiet = false,
  tellsThisMachine = false,
}: StoryOptions = {}): Promise<Story> {
  const parsed = parseServices(await readFile(new URL("services.json", WORLD), "utf8"), "services.json");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const network = await openLocalNetwork({
    port: 0,
    stateFolder: stateFolder ?? null,
    seed: { real: [], simulated: parsed.services, source: "test" },
    simulationSpeed: SPEED,
    localProbe: false,
    allowPrivate: tellsThisMachine ? "all" : "declared",
    log: () => undefined,
  });
  if (situation !== undefined)
    await network.direct("scenario", JSON.parse(await readFile(new URL(`situation/${situation}.json`, WORLD), "utf8")));
  if (quiet) {
    const script: unknown = JSON.parse(await readFile(new URL("story/aria.json", WORLD), "utf8"));
    await network.direct("scenario", { ...(script as object), faults: [] });
  }
  let told = from;
  await network.direct("clock", { minute: told });
  await network.tick(START + told * MINUTE_MS);
  return {
    url: network.url,
    close: () => network.close(),
    fromPlace: network.fromPlace,
    async until(minute) {
      while (told < minute) {
        told++;
        await network.direct("clock", { minute: told });
        await network.tick(START + told * MINUTE_MS);
      }
    },
    async get<T>(path: string) {
      const response = await fetch(new URL(path, network.url));
      return (await response.json()) as T;
    },
  };
}
