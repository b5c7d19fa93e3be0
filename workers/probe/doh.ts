import { type Asked, askOverHttps, type GetBytes, type Question } from "../../shared/observe/doh.ts";
import { readBytes } from "./probers/read-body.ts";

/** The probe's way to a resolver over HTTPS. Every DNS question of the probe is asked here. */

export type DohPorts = { readonly fetch: typeof fetch; readonly userAgent: string; readonly timeoutMs: number };

/** Never throws. */
export function askResolver(
  url: string,
  question: Question,
  { fetch, userAgent, timeoutMs }: DohPorts,
): Promise<Asked> {
  const get: GetBytes = async (address, { headers, maxBytes }) => {
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
    const { ok, status } = response;
    if (!ok) await response.body?.cancel();
    return { status, bytes: ok ? await readBytes(response, maxBytes) : new Uint8Array() };
  };
  return askOverHttps(url, question, { get, userAgent, timeoutMs });
}
