import type { Delivery } from "../../shared/notify/delivery.ts";
import type { Subscription } from "../../shared/notify/subscription.ts";

/** What somebody who subscribes does, over HTTP alone. */

const POLL_MS = 20;
const PATIENCE_MS = 40_000;
/** Deliveries of one page of the log. */
const PAGE = 200;

export type Made = Subscription & { readonly secret: string; readonly manageKey: string };
export type Answer<T> = { readonly status: number; readonly body: T };
type Options = { readonly key?: string; readonly body?: unknown; readonly client?: string };

/** Each call comes from somebody else, or few subscriptions could be made in a minute. */
let clients = 0;

export type SubscriberClient = ReturnType<typeof subscriberClient>;

export function subscriberClient(url: URL) {
  const call = async <T>(method: string, path: string, { key, body, client }: Options = {}): Promise<Answer<T>> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        "cf-connecting-ip": client ?? `2001:db8:0:${(++clients).toString(16)}::1`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as T };
  };
  const view = async ({ id, manageKey }: Made) =>
    (await call<Subscription>("GET", `/v1/subscriptions/${id}`, { key: manageKey })).body;
  return {
    call,
    view,
    async subscribe(request: object, key?: string): Promise<Made> {
      const options = key === undefined ? { body: request } : { body: request, key };
      const { status, body } = await call<Made>("POST", "/v1/subscriptions", options);
      if (status !== 201) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
      return body;
    },
    active: (made: Made) => until("the subscription is active", async () => (await view(made)).status === "active"),
    /** The whole log, the newest first. */
    async log({ id, manageKey }: Made): Promise<Delivery[]> {
      const items: Delivery[] = [];
      for (let cursor = ""; ; ) {
        const path = `/v1/subscriptions/${id}/deliveries?limit=${PAGE}${cursor}`;
        const { body } = await call<{ items: Delivery[]; next: string | null }>("GET", path, { key: manageKey });
        items.push(...body.items);
        if (body.next === null) return items;
        cursor = `&cursor=${body.next}`;
      }
    },
  };
}

/** Asks again and again until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const began = Date.now();
  while (!(await isSo())) {
    if (Date.now() - began > patienceMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
