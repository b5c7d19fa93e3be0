import { fill } from "../../../shared/diagnose/language.ts";
import { VOTES_SHOWN } from "./limits.ts";
import type { VoteWire } from "./load/service.ts";
import { Scroll } from "./scroll.tsx";
import { placeNames, type View } from "./view.ts";
import { percent } from "./words.ts";

/** The evidence as votes: what each look saw, how loudly it speaks, and how far its probe is trusted. */

type Votes = {
  readonly view: View;
  /** `null` where they cannot be read. */
  readonly votes: readonly VoteWire[] | null;
  /** By endpoint id. */
  readonly parts: ReadonlyMap<string, string>;
};

export function VoteTable({ view, votes, parts }: Votes) {
  const { votes: words } = view.words;
  if (votes === null) return <p class="empty">{words.away}</p>;
  if (votes.length === 0) return <p class="empty">{words.none}</p>;
  const loudest = [...votes].sort((a, b) => loudness(b) - loudness(a));
  return (
    <>
      <p class="note">{words.intro}</p>
      <Table view={view} label={words.intro} votes={loudest.slice(0, VOTES_SHOWN)} parts={parts} />
      {loudest.length > VOTES_SHOWN ? (
        <details>
          <summary>{fill(words.all, { count: loudest.length })}</summary>
          <Table view={view} label={fill(words.all, { count: loudest.length })} votes={loudest} parts={parts} />
        </details>
      ) : null}
    </>
  );
}

function Table({ view, label, votes, parts }: Votes & { readonly label: string; readonly votes: readonly VoteWire[] }) {
  const { words } = view;
  return (
    <Scroll label={label}>
      <table class="votes">
        <thead>
          <tr>
            <th scope="col">{words.map.region}</th>
            <th scope="col">{words.votes.part}</th>
            <th scope="col">{words.votes.seen}</th>
            <th scope="col">{words.votes.says}</th>
            <th scope="col">{words.votes.weight}</th>
            <th scope="col">{words.votes.latency}</th>
          </tr>
        </thead>
        <tbody>
          {votes.map((vote) => (
            <tr data-key={`${vote.endpoint}/${vote.region}`} class={vote.fresh ? vote.outcome : "old"}>
              <th scope="row">{placeNames(view, [vote.region])}</th>
              <td>{parts.get(vote.endpoint) ?? vote.endpoint}</td>
              <td>
                {words.outcomes[vote.outcome]}
                {vote.cause === null ? null : <code> {vote.cause}</code>}
                {vote.status === null ? "" : ` ${vote.status}`}
                {vote.fresh ? "" : `, ${words.votes.old}`}
              </td>
              <td>
                <Bar view={view} value={vote.fresh ? vote.logLikelihoodRatio : 0} />
              </td>
              <td>{percent(vote.weight)}</td>
              <td>{vote.latencyMs === null ? "–" : `${Math.round(vote.latencyMs)} ms`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const HALF = 40;
/** Nats at which a bar is full: odds of about 20 to 1, which is more than one look is worth. */
const FULL = 3;

function Bar({ view, value }: { view: View; value: number }) {
  const { votes: words } = view.words;
  const width = (Math.min(FULL, Math.abs(value)) / FULL) * HALF;
  const says = fill(value > 0 ? words.for : words.against, { value: Math.abs(value).toFixed(1) });
  return (
    <svg class="vote-bar" viewBox={`0 0 ${HALF * 2} 12`} width={HALF * 2} height="12" role="img" aria-label={says}>
      <title>{says}</title>
      <line x1={HALF} x2={HALF} y1="0" y2="12" />
      <rect
        class={value > 0 ? "speaks-for" : "speaks-against"}
        x={value > 0 ? HALF : HALF - width}
        y="2"
        width={width.toFixed(1)}
        height="8"
      />
    </svg>
  );
}

function loudness({ logLikelihoodRatio, fresh }: VoteWire): number {
  // What speaks for an outage is looked for first.
  return fresh ? (logLikelihoodRatio > 0 ? 100 : 0) + Math.abs(logLikelihoodRatio) : -1;
}
