import type { Delivery } from "../../shared/notify/delivery.ts";
import type { Subscription } from "../../shared/notify/subscription.ts";
import type { IncidentTold } from "../../shared/schema/index.ts";
import { type LocalNetwork, openLocalNetwork } from "../../workers/cli/local-network.ts";
import { commit } from "./told.ts";

/** A network with nothing to look at, whose events are made by the test: what is left is telling others. */

export const ADMIN_KEY = "the-key-of-the-tests";
const POLL_MS = 20;
const PATIENCE_MS = 30_000;
/** As old as an event must be that the sweep hands over again. */
const LEFT_BEHIND_MS = 60_000;

export type Made = Subscription & { readonly secret: string; readonly manageKey: string };
export type Answer<T> = { readonly status: number; readonly body: T };

export type Telling = {
  readonly network: LocalNetwork;
  call<T>(method: string, path: string, options?: { key?: string; body?: unknown }): Promise<Answer<T>>;
  subscribe(request: object, key?: string): Promise<Made>;
  active(made: Made): Promise<void>;
  view(made: Made): Promise<Subscription>;
  /** The newest first. */
  log(made: Made): Promise<Delivery[]>;
  /** Commits events and lets a minute's sweep find them. */
  tell(events: readonly IncidentTold[]): Promise<void>;
  until(what: string, isSo: () => Promise<boolean>): Promise<void>;
  close(): Promise<void>;
};

export async function openTelling({
  stateFolder = null,
  allowPrivate = "all",
}: {
  stateFolder?: string | null;
  allowPrivate?: "all" | "declared";
} = {}): Promise<Telling> {
  const network = await openLocalNetwork({
    port: 0,
    stateFolder,
    seed: { real: [], simulated: [], source: "test" },
    simulationSpeed: null,
    localProbe: false,
    allowPrivate,
    adminKey: ADMIN_KEY,
    log: (line) => (process.env.TELLING_LOG === undefined ? undefined : console.log(line)),
  });
  const call = async <T>(method: string, path: string, { key, body }: { key?: string; body?: unknown } = {}) => {
    const response = await fetch(new URL(path, network.url), {
      method,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
  };
  const until: Telling["until"] = async (what, isSo) => {
    const began = Date.now();
    while (!(await isSo())) {
      if (Date.now() - began > PATIENCE_MS) throw new Error(`waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  const view = async ({ id, manageKey }: Made) =>
    (await call<Subscription>("GET", `/v1/subscriptions/${id}`, { key: manageKey })).body;
  return {
    network,
    call,
    until,
    view,
    async subscribe(request, key) {
      const options = key === undefined ? { body: request } : { body: request, key };
      const { status, body } = await call<Made>("POST", "/v1/subscriptions", options);
      if (status !== 201) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    active: (made) => until("the subscription is active", async () => (await view(made)).status === "active"),
    async log({ id, manageKey }) {
      const path = `/v1/subscriptions/${id}/deliveries?limit=200`;
      return (await call<{ items: Delivery[] }>("GET", path, { key: manageKey })).body.items;
    },
    async tell(events) {
      await commit(network, events, Date.now() - LEFT_BEHIND_MS);
      await network.tick(Date.now());
    },
    close: () => network.close(),
  };
}
