import type { z } from "zod";
import { fill } from "../../../shared/diagnose/language.ts";
import type { Voices } from "../../../shared/schema/votes.ts";
import type { View } from "./view.ts";

/** Who speaks besides probes, and what it is worth: people against what is usual, and the vendor's own words. */
export function VoiceList({ view, voices }: { view: View; voices: z.input<typeof Voices> | null }) {
  const { votes: words } = view.words;
  const people = voices?.people ?? null;
  const vendor = voices?.vendor ?? [];
  if (people === null && vendor.length === 0) return null;
  return (
    <>
      <h3>{words.voices}</h3>
      <ul class="reasons">
        {people === null ? null : (
          <li data-voice="people">
            {fill(words.peopleSay, {
              people: people.people,
              minutes: Math.round(people.windowMinutes),
              usual: Math.round(people.usual * 10) / 10,
              working: people.working,
            })}
          </li>
        )}
        {vendor.map(({ title, logLikelihoodRatio }) => (
          <li data-voice="vendor">
            {fill(words.vendorSays, { title })} ({fill(words.worth, { value: logLikelihoodRatio.toFixed(1) })})
          </li>
        ))}
      </ul>
    </>
  );
}
