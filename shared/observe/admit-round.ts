import type { Agent, Control, Observation, Round } from "../schema/index.ts";
import { formatInstant } from "../schema/instant.ts";
import { firstSlot } from "./slot.ts";

/**
 * May this round of an agent go into the fold? Its key says who sent it; this says whether what it says is its own to
 * say and of now. What an agent tells of itself (how it is realised, where it stands) is replaced by what is known.
 */

export type RoundBounds = {
  /** Milliseconds after its slot at which a round is too old to be taken. */
  readonly staleMs: number;
  /** Milliseconds by which the clocks of an agent and of the network may differ. */
  readonly clockSkewMs: number;
};

export type AdmittedRound =
  | { readonly ok: true; readonly round: Round }
  | { readonly ok: false; readonly reason: "not-yours" | "stale" | "malformed"; readonly because: string };

export function admitRound(
  round: Round,
  {
    agent,
    isWatched,
    now,
    bounds,
  }: {
    readonly agent: Pick<Agent, "region" | "name" | "latitude" | "longitude">;
    readonly isWatched: (observation: Pick<Observation, "service" | "endpoint">) => boolean;
    readonly now: number;
    readonly bounds: RoundBounds;
  },
): AdmittedRound {
  const { region, name, latitude, longitude } = agent;
  const speaksFor = [
    round.region,
    round.lane.split("/")[0],
    ...[...round.observations, ...round.controls].map((look) => look.region),
  ];
  const foreign = speaksFor.find((place) => place !== region);
  if (foreign !== undefined)
    return refuse("not-yours", `the key speaks for "${region}"; received a round that speaks for "${foreign}"`);
  if (round.slot < now - bounds.staleMs)
    return refuse(
      "stale",
      `a round must be at most ${bounds.staleMs / 3_600_000} hours old; received one of ${formatInstant(round.slot)}`,
    );
  const flaw = flawOf(round, now + bounds.clockSkewMs);
  if (flaw !== null) return refuse("malformed", flaw);
  return {
    ok: true,
    round: {
      ...round,
      colo: null,
      realised: "agent",
      simulated: false,
      location: { name, latitude, longitude },
      observations: round.observations.filter(isWatched).map((observation) => ({ ...observation, colo: null })),
      ...(round.certificates === undefined ? {} : { certificates: round.certificates.filter(isWatched) }),
    },
  };
}

/** A round must lie on the schedule of its lane, so that nobody writes more of them than there are slots. */
function flawOf(round: Round, latest: number): string | null {
  const { lane, slot, slotMs, startedAt, finishedAt } = round;
  const intervalMs = Number(lane.split("/")[1]) * 1_000;
  if (intervalMs < 1_000 || slotMs !== intervalMs)
    return `slotMs must be the lane's interval, ${intervalMs}; received ${slotMs}`;
  if (firstSlot({ lane, now: slot - 1, slotMs }) !== slot)
    return `slot must be one of the lane's own; received ${formatInstant(slot)}`;
  if (!(slot <= startedAt && startedAt <= finishedAt && finishedAt <= latest))
    return `slot, startedAt, finishedAt and now must follow each other; received ${[slot, startedAt, finishedAt].map(formatInstant).join(", ")}`;
  const looks: readonly (Observation | Control)[] = [...round.observations, ...round.controls];
  const odd = looks.find(({ at }) => at < startedAt - 1 || at > finishedAt + 1);
  return odd === undefined
    ? null
    : `every look must lie between startedAt and finishedAt; received ${formatInstant(odd.at)}`;
}

function refuse(reason: "not-yours" | "stale" | "malformed", because: string): AdmittedRound {
  return { ok: false, reason, because };
}
