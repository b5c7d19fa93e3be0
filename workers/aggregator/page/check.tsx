import { fill } from "../../../shared/diagnose/language.ts";
import type { CheckAnswer, Problem } from "../../../shared/schema/index.ts";
import { Layout } from "./layout.tsx";
import { Choice } from "./me-form.tsx";
import { Scroll } from "./scroll.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { clockText } from "./words.ts";

/** Looks at an address now, from several regions: a form, and what was seen. */

export type CheckPageData = {
  readonly names: readonly (readonly [id: string, name: string])[];
  readonly url: string;
  readonly service: string;
  /** `null` before anything was asked. */
  readonly answer: CheckAnswer | null;
  readonly refused: Problem | null;
};

export function CheckPage({ view, data }: { view: View; data: CheckPageData }) {
  const { words } = view;
  const { names, url, service, answer, refused } = data;
  return (
    <Layout view={view} title={`${words.nav.check} · Downwhere`} about={words.check.intro} scripts={["/check.js"]}>
      <h1>{words.nav.check}</h1>
      <p class="note">{words.check.intro}</p>
      <form class="ask" method="post" action={linkTo(view, "/check")} data-check data-looking={words.check.looking}>
        <label>
          {words.check.url}
          <input
            type="text"
            inputmode="url"
            name="url"
            value={url}
            placeholder="https://example.com/"
            maxlength={2_000}
            autocomplete="url"
            aria-invalid={refused === null ? undefined : "true"}
            aria-describedby={refused === null ? undefined : "refused"}
          />
        </label>
        <Choice label={words.check.or} name="serviceId" options={[["", "–"], ...names]} value={service} />
        <button type="submit">{words.check.go}</button>
      </form>
      <div id="answer" aria-live="polite">
        {refused === null ? null : (
          <p id="refused" class="refused" role="alert" lang="en">
            {refused.detail}
          </p>
        )}
        {answer === null ? null : <Answer view={view} answer={answer} />}
      </div>
    </Layout>
  );
}

const SIGNS = { pass: ["●", "up"], fail: ["✕", "down"], inconclusive: ["?", "unknown"] } as const;

function Answer({ view, answer }: { view: View; answer: CheckAnswer }) {
  const { words } = view;
  const { verdict, observations, serviceId, cached, asOf } = answer;
  return (
    <section class={`verdict ${verdict.state}`} aria-labelledby="seen" data-is-it-down={verdict.isItDown}>
      <h2 id="seen">{words.check.result}</h2>
      <p class={verdict.isItDown === "no" ? "headline" : "headline trouble"} lang="en">
        {verdict.sentence}
      </p>
      <p class="note">
        <span lang="en">{verdict.caveat}</span> {fill(words.site.asOf, { time: clockText(asOf) })}.{" "}
        {cached ? words.check.cached : ""}
      </p>
      {serviceId === null ? null : (
        <p>
          <a href={linkTo(view, `/s/${serviceId}`)}>{serviceId}</a>
        </p>
      )}
      <Scroll label={words.check.result}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.check.from}</th>
              <th scope="col">{words.votes.part}</th>
              <th scope="col">{words.votes.seen}</th>
              <th scope="col">{words.check.status}</th>
              <th scope="col">{words.check.stage}</th>
              <th scope="col">{words.votes.latency}</th>
              <th scope="col">{words.check.detail}</th>
            </tr>
          </thead>
          <tbody>
            {observations.map(({ region, colo, endpoint, outcome, status, stage, cause, latencyMs, detail }) => (
              <tr data-region={region} data-outcome={outcome}>
                <th scope="row">
                  {placeNames(view, [region])}
                  {colo === null ? "" : ` (${colo})`}
                </th>
                <td>{endpoint === null || endpoint === "url" ? "–" : endpoint}</td>
                <td class={`state ${SIGNS[outcome][1]}`}>
                  <span aria-hidden="true">{SIGNS[outcome][0]}</span> {words.outcomes[outcome]}
                </td>
                <td>{status ?? "–"}</td>
                <td>{stage ?? "–"}</td>
                <td>{latencyMs === null ? "–" : `${latencyMs} ms`}</td>
                <td lang="en">{[cause, detail].filter((text) => text !== null).join(": ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}
