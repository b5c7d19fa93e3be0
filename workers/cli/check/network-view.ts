import { z } from "zod";
import { type Outcome, Problem } from "../../../shared/schema/index.ts";
import { NETWORK_PAGES_MAX, NETWORK_TIMEOUT_MS } from "./limits.ts";

/**
 * What a network says of the same URL: the verdict of the service that it watches there, or else a check that it makes
 * now. A network that cannot say is no failure of the check.
 */

export type NetworkView =
  | {
      readonly kind: "seen";
      /** Watched all along, or looked at just now. */
      readonly how: "watched" | "asked";
      readonly service: string | null;
      readonly regions: Readonly<Record<string, "up" | "degraded" | "down" | "unknown">>;
    }
  | { readonly kind: "silent"; readonly because: string };

type Seen = Extract<NetworkView, { kind: "seen" }>;

const State = z.enum(["up", "degraded", "down", "unknown"]);
const ServicePage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      endpoints: z.array(z.object({ url: z.string() })),
      verdict: z.object({ regions: z.record(z.string(), z.object({ state: State })) }),
    }),
  ),
  next: z.string().nullable(),
});
const Checked = z.object({
  observations: z.array(z.object({ region: z.string(), outcome: z.enum(["pass", "fail", "inconclusive"]) })),
});

export async function askNetwork(network: URL, url: URL): Promise<NetworkView> {
  try {
    return (await findWatched(network, url)) ?? (await askNow(network, url));
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    const why = error instanceof Error && error.cause instanceof Error ? `${message}: ${error.cause.message}` : message;
    return { kind: "silent", because: `${network.origin} could not be asked: ${why}` };
  }
}

/** One sentence: what is seen here beside what the regions see. */
export function compare(outcome: Outcome, view: NetworkView): string {
  if (view.kind === "silent") return `The network has no say: ${view.because}`;
  const states = Object.values(view.regions).filter((state) => state !== "unknown");
  const failing = Object.entries(view.regions).flatMap(([region, state]) =>
    state === "down" || state === "degraded" ? [region] : [],
  );
  if (states.length === 0) return "The network has no say: no region of it can tell.";
  const fine = `fine from ${states.length - failing.length} of ${states.length} regions`;
  const bad = `${failing.length} of ${states.length} regions (${failing.slice(0, 6).join(", ")})`;
  const here =
    outcome === "pass" ? "works from here" : outcome === "fail" ? "fails from here" : "nothing can be said from here";
  if (failing.length === 0) return outcome === "fail" ? `${here}, ${fine}: it is your side` : `${here}, ${fine}`;
  if (outcome === "fail")
    return failing.length * 2 > states.length
      ? `${here} and from ${bad}: it is not just you`
      : `${here} and from ${bad}, ${fine}: it is your region or your network`;
  return outcome === "pass"
    ? `${here}, fails from ${bad}: you are among those who are spared`
    : `${here}, and it fails from ${bad}`;
}

async function findWatched(network: URL, url: URL): Promise<Seen | null> {
  let cursor: string | null = null;
  for (let page = 0; page < NETWORK_PAGES_MAX; page++) {
    const query = new URL(
      `/v1/services?limit=200${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      network,
    );
    const response = await fetch(query, { signal: AbortSignal.timeout(NETWORK_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`/v1/services answered ${await refusalIn(response)}`);
    const { items, next } = ServicePage.parse(await response.json());
    const found = items.find(({ endpoints }) => endpoints.some((endpoint) => hostIn(endpoint.url) === url.host));
    if (found !== undefined) {
      const regions = Object.fromEntries(
        Object.entries(found.verdict.regions).map(([region, { state }]) => [region, state]),
      );
      return { kind: "seen", how: "watched", service: found.id, regions };
    }
    if (next === null) return null;
    cursor = next;
  }
  return null;
}

const STATE_OF = { pass: "up", fail: "down", inconclusive: "unknown" } as const;

async function askNow(network: URL, url: URL): Promise<NetworkView> {
  const response = await fetch(new URL("/v1/checks", network), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, application/problem+json" },
    body: JSON.stringify({ url: url.href }),
    signal: AbortSignal.timeout(NETWORK_TIMEOUT_MS),
  });
  if (!response.ok)
    return {
      kind: "silent",
      because: `it does not watch ${url.host}, and asked to look now it answered ${await refusalIn(response)}`,
    };
  const { observations } = Checked.parse(await response.json());
  const regions = Object.fromEntries(observations.map(({ region, outcome }) => [region, STATE_OF[outcome]]));
  return { kind: "seen", how: "asked", service: null, regions };
}

/** The status, and the problem's own words where there are any. */
export async function refusalIn(response: Response): Promise<string> {
  const problem = Problem.safeParse(await response.json().catch(() => null));
  const wait = response.headers.get("retry-after");
  return `${response.status}${problem.success ? `: ${problem.data.detail}` : ""}${wait === null ? "" : ` (again after ${wait} s)`}`;
}

function hostIn(text: string): string | null {
  return URL.canParse(text) ? new URL(text).host : null;
}
