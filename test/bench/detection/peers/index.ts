import type { Rule } from "../rule.ts";
import { aiWatch } from "./aiwatch.ts";
import { betterStack } from "./better-stack.ts";
import { checkly } from "./checkly.ts";
import { cloudflareHealthChecks } from "./cloudflare-health-checks.ts";
import { cloudprober } from "./cloudprober.ts";
import { downdetector } from "./downdetector.ts";
import { gatus, gatusWithChecker } from "./gatus.ts";
import { icinga } from "./icinga.ts";
import { kener } from "./kener.ts";
import { monika } from "./monika.ts";
import { openStatus } from "./openstatus.ts";
import { openStatusReports } from "./openstatus-reports.ts";
import { prometheus } from "./prometheus.ts";
import { statusGator } from "./statusgator.ts";
import { thousandEyes } from "./thousandeyes.ts";
import { anyRegion, twoOfThree } from "./three-in-a-row.ts";
import { upptime } from "./upptime.ts";
import { uptimeKumaDefault, uptimeKumaTwoRetries } from "./uptime-kuma.ts";
import { uptimeFlare } from "./uptimeflare.ts";
import { uptimepage } from "./uptimepage.ts";

/** The rules of the peers, in the order of the table: one vantage point, several, and those that do not look themselves. */
export const PEER_RULES: readonly Rule[] = [
  uptimeFlare,
  uptimeKumaDefault,
  uptimeKumaTwoRetries,
  upptime,
  gatus,
  gatusWithChecker,
  icinga,
  kener,
  cloudprober,
  monika,
  aiWatch,
  openStatus,
  prometheus,
  betterStack,
  checkly,
  cloudflareHealthChecks,
  uptimepage,
  thousandEyes,
  anyRegion,
  twoOfThree,
  openStatusReports,
  downdetector,
  statusGator,
];
