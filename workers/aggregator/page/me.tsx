import { fill } from "../../../shared/diagnose/language.ts";
import type { diagnosedFor } from "../api/diagnosed.ts";
import { Layout } from "./layout.tsx";
import { MeForm } from "./me-form.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { percent } from "./words.ts";

/** Is it just me? The answer for one reader, with the steps that fit. */

export type Me = Awaited<ReturnType<typeof diagnosedFor>>;

export function MePage({ view, me, name }: { view: View; me: Me; name: string }) {
  const { words } = view;
  return (
    <Layout view={view} title={`${words.me.title} ${name}`} about={me.headline}>
      <p class="crumb">
        <a href={linkTo(view, `/s/${me.service}`)}>{words.me.back}</a>
      </p>
      <h1>
        {words.me.title} {name}
      </h1>
      <MeAnswer view={view} me={me} />
      <section class="card" aria-labelledby="ask">
        <h2 id="ask">{words.me.ask}</h2>
        <MeForm view={view} service={me.service} said={me.asker} />
      </section>
    </Layout>
  );
}

function MeAnswer({ view, me }: { view: View; me: Me }) {
  const { words } = view;
  return (
    <div class="me" data-me-result data-who={me.who}>
      <h2 class="answer">
        {me.headline} {me.who === "unclear" ? "" : fill(words.verdict.sure, { percent: percent(me.probability) })}
      </h2>
      <h3>{words.me.steps}</h3>
      <ol class="steps">
        {me.steps.map(({ id, action, purpose, howTo }) => (
          <li data-step={id}>
            <strong>{action}</strong> {purpose}
            <p>{isWeb(howTo) ? <a href={howTo}>{howTo}</a> : howTo}</p>
          </li>
        ))}
      </ol>
      <details>
        <summary>{words.me.reasons}</summary>
        <ul class="reasons">
          {me.reasons.map(({ id, text }) => (
            <li data-reason={id}>{text}</li>
          ))}
        </ul>
      </details>
      <p class="note">
        {placeText(view, me)} {words.me.kept}
      </p>
    </div>
  );
}

function placeText(view: View, { asker }: Me): string {
  const { me } = view.words;
  const place = [
    asker.region === null ? null : placeNames(view, [asker.region]),
    asker.country,
    asker.asn === null ? null : `AS${asker.asn}`,
  ].filter((part) => part !== null);
  return place.length === 0 ? me.nowhere : fill(me.place, { place: place.join(", ") });
}

/** A step that only names an address leads there. */
function isWeb(text: string): boolean {
  return /^https:\/\/\S+$/.test(text);
}
