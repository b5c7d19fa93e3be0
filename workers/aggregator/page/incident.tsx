import { fill } from "../../../shared/diagnose/language.ts";
import { BothSides } from "./both-sides.tsx";
import { ChanceChart } from "./charts/chance-chart.tsx";
import { FactList } from "./fact-list.tsx";
import { AsOf, Layout } from "./layout.tsx";
import { toneOf } from "./lists.tsx";
import type { IncidentData } from "./load/incident.ts";
import type { IncidentWire } from "./load/service.ts";
import { ReplayPart } from "./replay.tsx";
import { placesText, verdictSentence } from "./sentence.ts";
import { Sign } from "./state.tsx";
import { linkTo, placeNames, type View } from "./view.ts";
import { ageText, clockText } from "./words.ts";

/** One incident: what it was, its replay on the map, both sides' words, and why each step was taken. */

export function IncidentPage({ view, data }: { view: View; data: IncidentData }) {
  const { words } = view;
  const { incident, service, changes, notices, lagMinutes, replay, asOf, stale } = data;
  const name = service?.name ?? incident.service;
  const tone = toneOf(incident);
  return (
    <Layout
      view={view}
      isLive
      title={`${name}: ${words.phases[incident.phase]} · ${incident.suspectedAt.slice(0, 10)}`}
      scripts={["/reader.js", "/map.js"]}
      alternates={[{ type: "application/json", href: `/v1/incidents/${incident.id}` }]}
    >
      <header class={`verdict ${tone}`} data-incident={incident.id} data-phase={incident.phase}>
        <p class="crumb">
          <Sign state={tone} /> {words.incident.title}: <a href={linkTo(view, `/s/${incident.service}`)}>{name}</a>
        </p>
        <h1 class={tone === "up" ? "headline" : "headline trouble"}>
          <span role="status">{sentenceOf(view, { name, incident, asOf })}</span>
        </h1>
        <Facts view={view} incident={incident} asOf={asOf} />
      </header>
      <ReplayPart view={view} id={incident.id} replay={replay} />
      <section aria-labelledby="when">
        <h2 id="when">{words.service.when}</h2>
        <BothSides
          view={view}
          incident={incident}
          notices={notices}
          lagMinutes={lagMinutes}
          isHeard={service?.official.some(({ kind }) => kind !== "page") ?? false}
        />
      </section>
      <section aria-labelledby="why">
        <h2 id="why">{words.incident.reasons}</h2>
        <ul class="reasons" lang="en">
          {incident.reasons.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        <ChanceChart view={view} changes={changes} until={replay.to} />
      </section>
      <AsOf view={view} asOf={asOf} stale={stale} />
    </Layout>
  );
}

type Told = { readonly name: string; readonly incident: IncidentWire; readonly asOf: string };

/** What is so; of one that is over, what was. */
function sentenceOf(view: View, { name, incident, asOf }: Told): string {
  const { incident: words, units } = view.words;
  const { phase, state, scope, regions } = incident;
  if (phase === "withdrawn") return fill(words.wasWithdrawn, { service: name });
  if (phase !== "resolved") return verdictSentence(view, { name, incident, state, scope, regions });
  return fill(state === "down" ? words.wasDown : words.wasDegraded, {
    service: name,
    age: ageText(incident.suspectedAt, endOf(incident) ?? asOf, units),
    regions: placesText(view, Object.keys(regions).sort()),
  });
}

function Facts({ view, incident, asOf }: { view: View; incident: IncidentWire; asOf: string }) {
  const { words } = view;
  const { incident: names } = words;
  const ended = endOf(incident);
  const rows: [string, string | null][] = [
    [names.began, clockText(incident.suspectedAt, asOf)],
    [names.opened, "openedAt" in incident ? clockText(incident.openedAt, asOf) : null],
    [names.returned, "recoveringAt" in incident ? clockText(incident.recoveringAt, asOf) : null],
    [names.ended, ended === null ? null : clockText(ended, asOf)],
    [names.lasted, ageText(incident.suspectedAt, ended ?? asOf, words.units)],
    [names.worst, words.states[incident.state]],
    [names.widest, `${words.scopes[incident.scope]}: ${placeNames(view, Object.keys(incident.regions).sort())}`],
    [names.layer, incident.layer === null ? null : words.layers[incident.layer]],
    [names.provider, incident.provider ?? null],
    [names.muted, mutedText(view, incident)],
  ];
  return <FactList rows={rows} />;
}

function mutedText({ words }: View, { muted }: IncidentWire): string | null {
  if (muted == null) return null;
  return muted.because === "maintenance" ? words.verdict.mutedMaintenance : words.verdict.mutedInhibited;
}

function endOf(incident: IncidentWire): string | null {
  if (incident.phase === "resolved") return incident.resolvedAt;
  return incident.phase === "withdrawn" ? incident.withdrawnAt : null;
}
