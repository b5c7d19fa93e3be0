import { symptomName } from "../diagnose/symptoms.ts";
import { WORKS } from "../schema/index.ts";

/** What people may report of a service: what its catalogue entry lists, else what its tags say, and always `other`. */

const BY_TAG: Readonly<Record<string, readonly string[]>> = {
  music: ["login", "playback", "search", "library", "downloads"],
  streaming: ["login", "playback", "search"],
  video: ["login", "playback", "search"],
  social: ["login", "website", "messages", "images", "upload", "notifications"],
  messaging: ["login", "messages", "connection", "images", "notifications"],
  mail: ["login", "messages", "website"],
  games: ["login", "connection", "downloads", "payment"],
  work: ["login", "website", "library"],
  storage: ["login", "library", "upload", "downloads"],
  developer: ["login", "website", "api", "error"],
  cloud: ["login", "website", "api", "connection"],
  cdn: ["website", "connection", "dns", "error"],
  ai: ["login", "website", "api", "error"],
  payments: ["login", "payment", "api"],
  shopping: ["login", "website", "search", "payment"],
};
/** What any service can have. */
const ANY = ["website", "app-crash", "slow", "error"] as const;

export const OTHER = "other";

export function symptomsOf(service: {
  readonly tags: readonly string[];
  readonly symptoms?: readonly string[] | undefined;
}): string[] {
  return [...new Set([...(service.symptoms ?? byTags(service.tags)).map(symptomName), OTHER])];
}

function byTags(tags: readonly string[]): string[] {
  const known = tags.flatMap((tag) => BY_TAG[tag] ?? []);
  return [...(known.length > 0 ? known : ["login"]), ...ANY];
}

const WORKING: readonly string[] = [WORKS, "works-for-me", "working", "ok"];

/** The listed name of what somebody reports, `works` where nothing is wrong; `null` where the service has no such symptom. */
export function reportedSymptom(symptom: string, listed: readonly string[]): string | null {
  if (WORKING.includes(symptom)) return WORKS;
  const name = symptomName(symptom);
  return listed.includes(name) ? name : null;
}
