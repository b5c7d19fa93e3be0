import "./trust.ts";
import type { Event } from "../../shared/schema/index.ts";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";
import { commit } from "./commit.ts";
import { type SubscriberClient, subscriberClient } from "./subscriber-client.ts";

/** A network with nothing to look at, whose events are made by the test: what is left is telling others. */

export const ADMIN_KEY = "the-key-of-the-tests";
/** As old as an event must be that the sweep hands over again. */
export const LEFT_BEHIND_MS = 60_000;

export type Telling = SubscriberClient & {
  readonly network: LocalNetwork;
  /** Commits events and lets a minute's sweep find them. */
  tell(events: readonly Event[]): Promise<void>;
  close(): Promise<void>;
};

export async function openTelling(allowPrivate: "all" | "declared" = "all"): Promise<Telling> {
  const network = await openLocalNetwork({
    port: 0,
    stateFolder: null,
    seed: { real: [], simulated: [], source: "test" },
    simulationSpeed: null,
    localProbe: false,
    allowPrivate,
    adminKey: ADMIN_KEY,
    log: (line) => (process.env.TELLING_LOG === undefined ? undefined : console.log(line)),
  });
  return {
    ...subscriberClient(network.url),
    network,
    async tell(events) {
      await commit(network, events, Date.now() - LEFT_BEHIND_MS);
      await network.tick(Date.now());
    },
    close: () => network.close(),
  };
}
