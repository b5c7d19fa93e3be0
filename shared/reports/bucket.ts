import { type ReportMinute, type Uncounted, WORKS } from "../schema/index.ts";
import { BUCKETS_MAX, NOTES_MAX } from "../schema/limits.ts";

/**
 * A bucket of one minute of a service: country × network × platform × symptom. Its name is its key in storage; the parts
 * that make it are closed lists or digits, so nothing that a person wrote gets into it.
 */
export type Bucket = {
  /** ISO 3166-1 alpha-2; `XX` where the edge does not know. */
  readonly country: string;
  readonly asn: number | null;
  readonly platform: string | null;
  readonly symptom: string;
};

export const NOWHERE = "XX";

export function bucketName({ country, asn, platform, symptom }: Bucket): string {
  return `${country}|${asn ?? ""}|${platform ?? ""}|${symptom}`;
}

export function readBucket(name: string): Bucket {
  const [country = NOWHERE, asn = "", platform = "", symptom = "other"] = name.split("|");
  return { country, asn: asn === "" ? null : Number(asn), platform: platform === "" ? null : platform, symptom };
}

export function isWorking({ symptom }: Pick<Bucket, "symptom">): boolean {
  return symptom === WORKS;
}

export function openMinute(service: ReportMinute["service"], minute: number): ReportMinute {
  return { service, minute, counts: {}, notes: [], uncounted: nothingUncounted() };
}

export function nothingUncounted(): Uncounted {
  return { repeated: 0, limited: 0, unproven: 0, malformed: 0, notesDropped: 0, unchecked: 0 };
}

/**
 * Adds counts to a minute. Nobody is left out: where too many different buckets come together (a spike over thousands of
 * networks), the new ones count without network and platform. Changed in place.
 */
export function addMinutes(into: ReportMinute, parts: readonly Omit<ReportMinute, "service" | "minute">[]): void {
  let room = BUCKETS_MAX - Object.keys(into.counts).length;
  for (const { counts, notes, uncounted } of parts) {
    for (const [name, people] of Object.entries(counts)) {
      const isNew = into.counts[name] === undefined;
      const key = isNew && room <= 0 ? bucketName({ ...readBucket(name), asn: null, platform: null }) : name;
      if (isNew) room--;
      into.counts[key] = (into.counts[key] ?? 0) + people;
    }
    into.notes.push(...notes.slice(0, Math.max(0, NOTES_MAX - into.notes.length)));
    for (const key of Object.keys(uncounted) as (keyof Uncounted)[]) into.uncounted[key] += uncounted[key];
  }
}

/** People who report that it fails, and who say that it works. */
export function peopleIn({ counts }: Pick<ReportMinute, "counts">): { people: number; working: number } {
  let people = 0;
  let working = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (isWorking(readBucket(name))) working += count;
    else people += count;
  }
  return { people, working };
}
