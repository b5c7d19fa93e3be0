import { fill } from "../../../shared/diagnose/language.ts";
import { BothSides } from "./both-sides.tsx";
import { ChanceChart } from "./charts/chance-chart.tsx";
import { DayBars } from "./charts/day-bars.tsx";
import { LatencyChart } from "./charts/latency-chart.tsx";
import { ReportChart } from "./charts/report-chart.tsx";
import { Follow } from "./follow.tsx";
import { AsOf, Layout } from "./layout.tsx";
import { IncidentList } from "./lists.tsx";
import type { ServiceData } from "./load/service.ts";
import { MapFrame } from "./map-frame.tsx";
import { MeForm } from "./me-form.tsx";
import { RecoveryPart } from "./recovery.tsx";
import { RegionTable } from "./region-table.tsx";
import { reportPath } from "./report-form.tsx";
import { serviceSentence } from "./sentence.ts";
import { Sign, StateWord } from "./state.tsx";
import { linkTo, type View } from "./view.ts";
import { VoiceList } from "./voices.tsx";
import { VoteTable } from "./votes.tsx";
import { ageText, clockText, percent } from "./words.ts";

/** One service: the verdict in a sentence, where, is it just me, why, what happened, its past, and how to be told. */

type Part = { readonly view: View; readonly data: ServiceData };

const NOTHING_SAID = { symptom: null, platform: null, canReachOthers: "unknown", vpn: "unknown" } as const;

export function ServicePage({ view, data }: Part) {
  const { words } = view;
  const { service, map, asOf, stale, votes } = data;
  const says = serviceSentence(view, service);
  return (
    <Layout
      view={view}
      isLive
      title={`${service.name}: ${words.states[service.verdict.state]}`}
      about={says}
      card={`/v1/services/${service.id}/card.svg`}
      scripts={["/reader.js", "/map.js"]}
      alternates={[
        { type: "application/atom+xml", href: `/feed/${service.id}.atom` },
        { type: "application/feed+json", href: `/feed/${service.id}.json` },
        {
          type: "application/json+oembed",
          href: `/oembed?url=${encodeURIComponent(`${view.origin}/s/${service.id}`)}`,
        },
        { type: "application/json", href: `/v1/services/${service.id}` },
        { type: "application/geo+json", href: `/v1/services/${service.id}/map` },
      ]}
    >
      <Verdict view={view} data={data} says={says} />
      <section aria-labelledby="where">
        <h2 id="where">{words.map.title}</h2>
        <MapFrame view={view} map={map} />
        <AsOf view={view} asOf={asOf} stale={stale} />
        <RegionTable view={view} map={map} />
      </section>
      <RecoveryPart view={view} recovery={data.recovery} />
      <section class="card" aria-labelledby="me">
        <h2 id="me">{words.me.title}</h2>
        {/* Filled by the script with what the form would answer: it depends on who asks, so the page cannot hold it. */}
        <div class="me-place" data-still data-me-answer={`/s/${service.id}/me`} aria-live="polite" />
        <MeForm view={view} service={service.id} said={NOTHING_SAID} />
        <p>
          <a class="button" href={linkTo(view, reportPath(service.id))}>
            {words.report.title}
          </a>
        </p>
      </section>
      <section aria-labelledby="why">
        <h2 id="why">{words.service.why}</h2>
        <ul class="reasons" lang="en">
          {service.verdict.because.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        <Parts view={view} data={data} />
        <VoiceList view={view} voices={data.voices} />
        <VoteTable view={view} votes={votes} parts={new Map(service.endpoints.map(({ id, name }) => [id, name]))} />
      </section>
      <WhatHappened view={view} data={data} />
      <Past view={view} data={data} />
      <Follow view={view} service={service} />
    </Layout>
  );
}

function Verdict({ view, data, says }: Part & { readonly says: string }) {
  const { words } = view;
  const { service, asOf } = data;
  const { state, probability, layer } = service.verdict;
  const isBad = state === "down" || state === "degraded";
  const muted = service.incident?.muted ?? null;
  return (
    <header class={`verdict ${state}`} data-service={service.id} data-state={state}>
      <p class="crumb">
        <Sign state={state} /> {service.name}
        {service.simulated ? <span class="tag">{words.site.simulated}</span> : null}
      </p>
      <h1 class={isBad ? "headline trouble" : "headline"}>
        <span role="status">{says}</span>
      </h1>
      <p>
        {layer === null ? "" : `${fill(words.verdict.fault, { layer: words.layers[layer] })} `}
        {fill(words.verdict.since, {
          age: ageText(service.since, asOf, words.units),
          time: clockText(service.since, asOf),
        })}{" "}
        {isBad ? fill(words.verdict.sure, { percent: percent(probability) }) : ""}
      </p>
      {muted === null ? null : (
        <p>
          {fill(words.verdict.muted, {
            because: muted.because === "maintenance" ? words.verdict.mutedMaintenance : words.verdict.mutedInhibited,
          })}
        </p>
      )}
      <p class="links">
        {service.official.map(({ url }) => (
          <a href={url}>{words.service.official}</a>
        ))}
        {service.help === null ? null : <a href={service.help}>{words.service.help}</a>}
      </p>
    </header>
  );
}

function Parts({ view, data: { service } }: Part) {
  const { words } = view;
  return (
    <>
      <h3>{words.service.parts}</h3>
      <ul class="parts">
        {service.endpoints.map(({ id, name, state, essential, layer }) => (
          <li data-key={id} data-endpoint={id} data-state={state}>
            <strong>{name}</strong> <StateWord view={view} state={state} />
            {layer === null || state === "up" ? "" : `, ${words.layers[layer]}`}
            {essential ? "" : ` (${words.service.side})`}
          </li>
        ))}
      </ul>
    </>
  );
}

function WhatHappened({ view, data: { service, notices, lag, past } }: Part) {
  const { words } = view;
  const [incident] = past.incidents;
  return (
    <section aria-labelledby="when">
      <h2 id="when">{words.service.when}</h2>
      {incident === undefined ? (
        <p class="empty">{words.service.noIncident}</p>
      ) : (
        <BothSides
          view={view}
          incident={incident}
          notices={notices}
          lagMinutes={lag?.incidents.find((each) => each.incident === incident.id)?.minutes ?? null}
          isHeard={service.official.some(({ kind }) => kind !== "page")}
        />
      )}
      {lag === null || lag.medianMinutes === null || lag.medianMinutes <= 0 ? null : (
        <p class="note">{fill(words.service.usualLag, { minutes: Math.round(lag.medianMinutes), said: lag.said })}</p>
      )}
    </section>
  );
}

function Past({ view, data: { service, past, now, asOf } }: Part) {
  const { words } = view;
  return (
    <section aria-labelledby="past">
      <h2 id="past">{words.service.history}</h2>
      <DayBars view={view} past={past.days} />
      <div class="charts">
        <LatencyChart view={view} steps={past.latency} />
        <ReportChart view={view} series={past.reports} />
        <ChanceChart view={view} changes={past.changes} until={now} />
      </div>
      <IncidentList view={view} incidents={past.incidents} asOf={asOf} names={new Map([[service.id, service.name]])} />
      <p>
        <a href={linkTo(view, `/incidents?service=${service.id}`)}>{words.home.allIncidents}</a>
      </p>
    </section>
  );
}
