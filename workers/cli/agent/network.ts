import { z } from "zod";
import { AgentPlan, Problem, Round, RoundReceipt } from "../../../shared/schema/index.ts";
import { NETWORK_TIMEOUT_MS } from "./limits.ts";
import { type AgentKey, signedHeaders } from "./sign.ts";

/** The network as an agent sees it: a plan to fetch and rounds to hand over, every request signed. */

export type Answer<T> =
  | { readonly kind: "taken"; readonly value: T }
  /** It cannot answer now; the same request may do later. */
  | { readonly kind: "away"; readonly because: string }
  /** It will never take this request. */
  | { readonly kind: "refused"; readonly because: string }
  /** It will take nothing from this key. */
  | { readonly kind: "barred"; readonly because: string };

export type AgentNetwork = {
  plan(): Promise<Answer<AgentPlan>>;
  /** `null`: it was there already. */
  post(round: Round): Promise<Answer<RoundReceipt | null>>;
};

export function openNetwork(origin: URL, key: AgentKey): AgentNetwork {
  const ask = async (
    method: string,
    path: string,
    body: Uint8Array<ArrayBuffer> | null,
  ): Promise<Response | string> => {
    const url = new URL(path, origin);
    try {
      const headers = await signedHeaders(key, { method, url, body, now: Date.now() });
      const signal = AbortSignal.timeout(NETWORK_TIMEOUT_MS);
      return await fetch(url, { method, headers, signal, redirect: "error", ...(body === null ? {} : { body }) });
    } catch (error) {
      const { message, cause } = error instanceof Error ? error : new Error(String(error));
      return cause instanceof Error ? `${message}: ${cause.message}` : message;
    }
  };
  return {
    plan: async () => read(await ask("GET", "/v1/plan", null), AgentPlan),
    async post(round) {
      const body = new TextEncoder().encode(JSON.stringify(z.encode(Round, round)));
      const response = await ask("POST", "/v1/rounds", body);
      // Sent before and taken, and its answer was lost: what counts is that it is there.
      if (typeof response !== "string" && response.status === 409) return { kind: "taken", value: null };
      return read(response, RoundReceipt);
    },
  };
}

async function read<T>(response: Response | string, schema: z.ZodType<T>): Promise<Answer<T>> {
  if (typeof response === "string") return { kind: "away", because: response };
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const parsed = schema.safeParse(body);
    if (parsed.success) return { kind: "taken", value: parsed.data };
    return { kind: "away", because: "its answer is not one of this version" };
  }
  const problem = Problem.safeParse(body);
  const because = `${response.status}${problem.success ? `: ${problem.data.detail}` : ""}`;
  // Only a problem is the network's own word; a proxy in between may answer anything while the network is away.
  if (!problem.success) return { kind: "away", because };
  switch (response.status) {
    case 400:
    case 413:
    case 422:
      return { kind: "refused", because };
    case 403:
      return { kind: "barred", because };
    default:
      return { kind: "away", because };
  }
}
