import { readFile } from "node:fs/promises";
import { openLocalNetwork } from "../../workers/cli/local-network.ts";
import { parseServices } from "../../workers/cli/services-file.ts";

/** The whole simulated network on its own alarms: nobody tells it the time, and what it does takes as long as it takes. */

const WORLD = new URL("../../workers/world/", import.meta.url);
/** Milliseconds between two questions, and until waiting is given up. */
const POLL_MS = 25;
const PATIENCE_MS = 60_000;

export type Live = {
  readonly url: URL;
  get<T>(path: string): Promise<T>;
  /** Asks again and again until it is so. */
  until(what: string, isSo: () => Promise<boolean>): Promise<void>;
  /** Does what the network does once a minute. */
  minute(): Promise<void>;
  /** From now on the internet is as a situation has it at one minute of its story. */
  tell(situation: string, minute: number): Promise<void>;
  close(): Promise<void>;
};

export async function openLive({ speed }: { readonly speed: number }): Promise<Live> {
  const parsed = parseServices(await readFile(new URL("services.json", WORLD), "utf8"), "services.json");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  const network = await openLocalNetwork({
    port: 0,
    stateFolder: null,
    seed: { real: [], simulated: parsed.services, source: "test" },
    simulationSpeed: speed,
    localProbe: false,
    allowPrivate: "declared",
    log: () => undefined,
  });
  await network.direct("clock", { minute: 0 });
  await network.tick(Date.now());
  return {
    url: network.url,
    close: () => network.close(),
    minute: () => network.tick(Date.now()),
    async get<T>(path: string) {
      const response = await fetch(new URL(path, network.url));
      return (await response.json()) as T;
    },
    async until(what, isSo) {
      const began = Date.now();
      while (!(await isSo())) {
        if (Date.now() - began > PATIENCE_MS) throw new Error(`waited for a minute in vain: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    async tell(situation, minute) {
      const script: unknown = JSON.parse(await readFile(new URL(`situation/${situation}.json`, WORLD), "utf8"));
      await network.direct("clock", { minute });
      await network.direct("scenario", script);
    },
  };
}
