import type { AskedPlatform, Who } from "../schema/diagnosis.ts";
import type { StepName } from "./language.ts";

/**
 * Which step is told to whom, and in what order: cheap and telling ones first, what costs data last. The order is the
 * project's judgement; what each step is good for stands in its words.
 */
export type StepRule = {
  readonly id: StepName;
  /** Place in the order for each answer it belongs to; the lowest comes first. */
  readonly for: Readonly<Partial<Record<Who, number>>>;
  /** Symptoms for which it comes early. */
  readonly fits?: readonly string[];
  /** Platforms on which it can be done; absent: all. */
  readonly on?: readonly AskedPlatform[];
  /** Services for which it makes sense, by tag; absent: all. */
  readonly tags?: readonly string[];
  /** What must be so for it to be told. */
  readonly when?: Circumstance;
  /** What makes it come before all others. */
  readonly firstWhen?: Circumstance;
};

export type Circumstance =
  | "recovering"
  | "something-works"
  | "works-elsewhere"
  | "on-vpn"
  | "no-connection"
  | "connection-in-doubt"
  | "vendor-speaks"
  | "vendor-helps";

/** Places by which a fitting symptom and a first circumstance move a step forward. */
export const FITS_BY = 60;
export const FIRST_BY = 100;
/** Steps that are told at most: nobody follows more. */
export const TOLD_MAX = 8;

const HANDHELD: readonly AskedPlatform[] = ["mobile", "ios", "android"];
const WITH_APPS: readonly AskedPlatform[] = ["desktop", "mobile", "ios", "android", "tv", "console"];
const PLAYERS = ["music", "streaming", "video", "podcasts", "audio"];

export const STEP_RULES: readonly StepRule[] = [
  { id: "wait", for: { everyone: -1_000, your_region: -1_000 } },
  { id: "come-back-gently", for: { everyone: 10, your_region: 10 }, when: "recovering" },
  { id: "use-what-works", for: { everyone: 20, your_region: 20 }, when: "something-works" },
  { id: "use-downloads", for: { everyone: 30, your_region: 30 }, tags: PLAYERS, on: WITH_APPS },
  { id: "other-route", for: { your_region: 40, your_network: 40 }, when: "works-elsewhere" },
  { id: "follow-vendor", for: { everyone: 50, your_region: 50, unclear: 80 }, when: "vendor-speaks" },
  {
    id: "check-connection",
    for: { just_you: 10, unclear: 10, your_network: 70 },
    fits: ["connection"],
    when: "connection-in-doubt",
    firstWhen: "no-connection",
  },
  { id: "check-connection", for: { everyone: 90, your_region: 90 }, when: "no-connection" },
  {
    id: "try-other-network",
    for: { your_network: 5, unclear: 15, just_you: 25 },
    fits: ["connection", "slow", "playback"],
  },
  {
    id: "vpn-off",
    for: { just_you: 15, unclear: 20, your_network: 15 },
    fits: ["playback", "connection", "dns", "slow"],
    firstWhen: "on-vpn",
  },
  { id: "restart-app", for: { just_you: 20, unclear: 25 }, fits: ["app-crash"] },
  { id: "another-device", for: { just_you: 22, unclear: 30 } },
  { id: "private-window", for: { just_you: 28, unclear: 35 }, fits: ["website", "login"], on: ["web"] },
  {
    id: "clear-cache",
    for: { just_you: 30, unclear: 40 },
    fits: ["playback", "library", "images", "search", "website", "downloads", "app-crash"],
    on: ["web", ...WITH_APPS],
  },
  {
    id: "toggle-offline",
    for: { just_you: 33, unclear: 45 },
    fits: ["playback", "downloads", "library", "connection"],
    on: ["desktop", ...HANDHELD],
  },
  {
    id: "update-app",
    for: { just_you: 35, unclear: 50 },
    fits: ["app-crash", "login", "certificate", "playback"],
    on: ["speaker", "car", ...WITH_APPS],
  },
  { id: "restart-router", for: { your_network: 20, just_you: 38 }, fits: ["connection", "dns", "slow"] },
  { id: "dns", for: { your_network: 10, just_you: 40 }, fits: ["dns", "website", "connection"] },
  { id: "clock", for: { just_you: 45 }, fits: ["certificate", "login"] },
  { id: "sign-out-in", for: { just_you: 50 }, fits: ["login", "account", "library", "playback"] },
  { id: "account", for: { just_you: 55 }, fits: ["account", "payment", "login"] },
  { id: "storage", for: { just_you: 60 }, fits: ["downloads", "app-crash"], on: WITH_APPS },
  { id: "restart-device", for: { just_you: 65 }, fits: ["app-crash", "sound"] },
  { id: "reinstall", for: { just_you: 80 }, fits: ["app-crash"], on: WITH_APPS },
  { id: "tell-provider", for: { your_network: 30 } },
  { id: "contact-support", for: { just_you: 58 }, fits: ["account", "payment"], when: "vendor-helps" },
  { id: "tell-us", for: { unclear: 60, your_network: 60, just_you: 90 } },
];
