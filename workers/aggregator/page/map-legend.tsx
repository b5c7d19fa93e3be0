import { STEPS } from "../map/paint.ts";
import type { View } from "./view.ts";

/** What the colours and hatchings of the map mean. */
export function MapLegend({ view }: { view: View }) {
  const { map: words, states } = view.words;
  return (
    <ul class="map-legend" aria-label={words.chance}>
      <li class="title">{words.chance}</li>
      {STEPS.map((to, step) => (
        <li>
          <span class={`swatch step-${step}`} aria-hidden="true" />
          {`${step === 0 ? 0 : Math.round((STEPS[step - 1] ?? 0) * 100)}–${Math.round(to * 100)} %`}
        </li>
      ))}
      <li>
        <span class="swatch hatched-unknown" aria-hidden="true" /> {states.unknown}
      </li>
      <li>
        <span class="swatch hatched-wide" aria-hidden="true" /> {words.uncertain}
      </li>
    </ul>
  );
}
