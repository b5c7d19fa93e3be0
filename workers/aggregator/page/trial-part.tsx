import { fill } from "../../../shared/diagnose/language.ts";
import controlTargets from "../../../shared/observe/control-targets.json" with { type: "json" };
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { linkTo, type View } from "./view.ts";

/**
 * The reader's own trial: their browser asks the service's endpoints, and unrelated control addresses, from their network.
 * Nothing is asked before they press the button, and what was found goes nowhere but into one diagnosis.
 */

export type TrialTarget = { readonly id: string; readonly url: string };
export type TrialTargets = { readonly endpoints: readonly TrialTarget[]; readonly controls: readonly TrialTarget[] };

/** What a browser can ask from this page: one over TLS may not ask in plain text. */
export function trialTargets({ endpoints }: Pick<ServiceWire, "endpoints">, page: URL): TrialTargets {
  const isTriable = ({ url }: TrialTarget) =>
    URL.canParse(url) && (new URL(url).protocol === "https:" || new URL(url).protocol === page.protocol);
  return {
    endpoints: endpoints.map(({ id, url }) => ({ id, url })).filter(isTriable),
    controls: controlTargets.map(({ control, check }) => ({ id: control, url: check.url })).filter(isTriable),
  };
}

/** The origins that the page may connect to besides its own, for its policy. */
export function trialOrigins({ endpoints, controls }: TrialTargets): string[] {
  return [...new Set([...endpoints, ...controls].map(({ url }) => new URL(url).origin))];
}

export function TrialPart({ view, service, targets }: { view: View; service: string; targets: TrialTargets }) {
  const { report: words, me } = view.words;
  const hosts = [...new Set(targets.endpoints.map(({ url }) => new URL(url).host))];
  return (
    <section
      class="trial card"
      aria-labelledby="trial"
      data-service={service}
      data-targets={JSON.stringify(targets)}
      data-trying={words.trying}
      data-failed={words.failed}
      data-lang={view.language}
    >
      <h2 id="trial">{me.title}</h2>
      <p>{fill(words.trial, { hosts: hosts.join(", "), controls: targets.controls.length })}</p>
      <button type="button" hidden data-trial>
        {words.attempt}
      </button>
      <p>
        <a href={linkTo(view, `/s/${service}/me`)}>{words.without}</a>
      </p>
      <div data-answer role="status" aria-live="polite" />
    </section>
  );
}
