import type { Rule } from "../rule.ts";
import { cloudprober } from "./cloudprober.ts";
import { gatus, gatusWithChecker } from "./gatus.ts";
import { openStatus } from "./openstatus.ts";
import { upptime } from "./upptime.ts";
import { uptimeKumaDefault, uptimeKumaTwoRetries } from "./uptime-kuma.ts";
import { uptimeFlare } from "./uptimeflare.ts";

/** The rules of the peers, in the order of the table. */
export const PEER_RULES: readonly Rule[] = [
  uptimeFlare,
  uptimeKumaDefault,
  uptimeKumaTwoRetries,
  gatus,
  gatusWithChecker,
  upptime,
  openStatus,
  cloudprober,
];
