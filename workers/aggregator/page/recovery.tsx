import { fill } from "../../../shared/diagnose/language.ts";
import type { Recovery } from "../../../shared/schema/recovery.ts";
import { linkTo, placeNames, type View } from "./view.ts";

/** How far it is back, region by region, and how long it may still take. Nothing where nothing is wrong. */
export function RecoveryPart({ view, recovery }: { view: View; recovery: Recovery }) {
  const { recovery: words } = view.words;
  const { stage, advice, progress, trend, remaining } = recovery;
  if (stage === "none") return null;
  const says = fill(words.progress, { back: progress.back, of: progress.of });
  return (
    <section class="card recovery" aria-labelledby="recovery" data-stage={stage}>
      <h2 id="recovery">{words.title}</h2>
      <p>
        <strong>{words[advice]}</strong> {says}. {trend.direction === "unknown" ? "" : words[trend.direction]}
      </p>
      <progress value={progress.back} max={Math.max(1, progress.of)} aria-label={says} />
      <p>{remaining === null ? words.unknown : fill(words.likely, minutesOf(remaining))}</p>
      <ul class="places">
        {[...progress.returned, ...progress.waiting].sort().map((place) => {
          const isBack = progress.returned.includes(place);
          return (
            <li class={isBack ? "up" : "down"} data-key={place} data-back={isBack}>
              <span class="sign" aria-hidden="true">
                {isBack ? "✓" : "…"}
              </span>{" "}
              <a href={linkTo(view, `/regions/${place}`)}>{placeNames(view, [place])}</a>{" "}
              <small>{isBack ? words.back : words.not}</small>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function minutesOf({ likelyMinutes, lowMinutes, highMinutes }: NonNullable<Recovery["remaining"]>) {
  return {
    likely: Math.ceil(likelyMinutes),
    low: Math.floor(lowMinutes),
    high: Math.ceil(highMinutes),
  };
}
