import { nothingUncounted } from "../../../shared/reports/bucket.ts";
import type { Uncounted } from "../../../shared/schema/index.ts";

/**
 * Abuse counters: what this isolate has turned away, per service, until the next report that counts takes the numbers
 * along. Turning away must cost nothing, so an isolate that ends may take a few of them with it.
 */
const refused = new Map<string, Uncounted>();

/** Of a service that is watched: names that people make up must not fill this. */
export function noteRefusal(service: string, kind: keyof Uncounted): void {
  const counts = refused.get(service) ?? nothingUncounted();
  counts[kind]++;
  refused.set(service, counts);
}

export function takeRefusals(service: string): Uncounted {
  const counts = refused.get(service) ?? nothingUncounted();
  refused.delete(service);
  return counts;
}
