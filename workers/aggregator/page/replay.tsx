import { formatInstant } from "../../../shared/schema/instant.ts";
import type { Replay } from "./load/incident.ts";
import { MapFrame } from "./map-frame.tsx";
import { RegionTable } from "./region-table.tsx";
import { StateWord } from "./state.tsx";
import type { View } from "./view.ts";

/** The map at one moment of an incident, with a slider over all of them. Without scripts the slider is sent as a form. */
export function ReplayPart({ view, id, replay }: { view: View; id: string; replay: Replay }) {
  const { words } = view;
  const { from, to, at, stepMs, verdict, map } = replay;
  const moment = formatInstant(at);
  return (
    <section aria-labelledby="replay">
      <h2 id="replay">{words.incident.replay}</h2>
      <form class="replay" method="get" action={`/incidents/${id}`} data-replay>
        {view.asked === null ? null : <input type="hidden" name="lang" value={view.asked} />}
        <label>
          {words.incident.replayAt}
          <input type="range" name="at" min={from} max={to} step={stepMs} value={at} aria-describedby="moment" />
        </label>
        <button type="submit" data-submit>
          {words.incident.show}
        </button>
        <output id="moment">
          <time datetime={moment}>{`${moment.slice(0, 10)} ${moment.slice(11, 19)} UTC`}</time>{" "}
          {verdict === null ? null : <StateWord view={view} state={verdict.state} />}
        </output>
      </form>
      {map === null ? (
        <p class="empty">{words.map.empty}</p>
      ) : (
        <>
          <MapFrame view={view} map={map} named="below" />
          <RegionTable view={view} map={map} />
        </>
      )}
    </section>
  );
}
