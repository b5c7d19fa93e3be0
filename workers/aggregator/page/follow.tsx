import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import type { View } from "./view.ts";

/** How to be told of a service without looking at its page: as data, and as a command. */
export function Follow({ view, service }: { view: View; service: Pick<ServiceWire, "id"> }) {
  const { service: words } = view.words;
  const path = `/v1/services/${service.id}`;
  return (
    <section class="card follow" aria-labelledby="follow">
      <h2 id="follow">{words.follow}</h2>
      <p class="links">
        <a href={path}>{words.json}</a> <a href={`${path}/map`}>GeoJSON</a> <a href={`${path}/map.svg`}>SVG</a>{" "}
        <a href={`${path}/evidence`}>evidence</a>
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
