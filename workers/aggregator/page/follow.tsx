import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { SubscribeForm } from "./subscribe/form.tsx";
import { linkTo, type View } from "./view.ts";

/** How to be told of a service without looking at its page: a webhook, feeds, a badge, data, and a command. */
export function Follow({ view, service }: { view: View; service: Pick<ServiceWire, "id" | "name"> }) {
  const { service: words, subscribe } = view.words;
  const { id, name } = service;
  const path = `/v1/services/${id}`;
  return (
    <section class="card follow" aria-labelledby="follow">
      <h2 id="follow">{words.follow}</h2>
      <SubscribeForm view={view} service={id} />
      <p>
        <a href={linkTo(view, "/subscriptions")}>{subscribe.log}</a>
      </p>
      <h3>{words.feeds}</h3>
      <p class="links">
        <a href={`/feed/${id}.atom`}>Atom</a> <a href={`/feed/${id}.json`}>JSON Feed</a>
        <a href={`/calendar/${id}.ics`}>iCalendar</a> <a href={`/widget/${id}`}>Widget</a>
        <img src={`/badge/${id}.svg`} alt={`${name}: badge`} height="20" loading="lazy" />
      </p>
      <p class="links">
        <a href={path}>{words.json}</a> <a href={`${path}/map`}>GeoJSON</a> <a href={`${path}/map.svg`}>SVG</a>
        <a href={`${path}/evidence`}>JSON: {words.why}</a>
      </p>
      <p>
        <code class="curl" data-curl={path}>
          curl -s {path}
        </code>{" "}
        <button type="button" class="button" data-copy={path} data-copied={words.copied} hidden>
          {words.curl}
        </button>
      </p>
    </section>
  );
}
