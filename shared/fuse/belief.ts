import { GLOBAL_STATES, PARTIAL, REGIONAL_STATES, stationary, transitionsOver } from "./chain.ts";
import type { Model } from "./model.ts";

/**
 * The belief about one endpoint: a factorial hidden Markov model with one global chain G and one regional chain Z per
 * region; a region's state is the worse of the two, X = max(G, Z). Exact when something is seen, projected onto
 * p(G) prod p(Z_r | G) between ticks (Boyen and Koller, 1998). G has a fourth state, "some regions affected", which fails
 * nowhere by itself but is entered with a share of the regions failing: regional outages begin together, and without it
 * half of the regions failing looks like half of the requests failing everywhere. Changed in place: the hot path.
 */
export type Belief = {
  /** The start of the tick that the belief has reached, in milliseconds. */
  at: number;
  /** p(G): four numbers. */
  readonly g: number[];
  /** Per region p(Z | G): twelve numbers, row by G. */
  readonly z: Map<string, number[]>;
};

/** Probabilities of up, degraded, down. */
export type Distribution = readonly [up: number, degraded: number, down: number];

/** What one look says of a region's state: proportional to P(seen | up), P(seen | degraded), P(seen | down). */
export type Likelihoods = readonly [number, number, number];

/** The state that G alone makes of every region: "some regions affected" makes none of them fail. */
const EVERYWHERE = [0, 0, 1, 2] as const;

export function openBelief(at: number, model: Model): Belief {
  const tickMs = model.chain.tickMinutes * model.minuteMs;
  return { at: Math.floor(at / tickMs) * tickMs, g: [...stationary(model.chain).global], z: new Map() };
}

/** P(G before | G after) and P(G after), and what moves within a region: scratch of `predict`, meaningless between calls. */
const back = new Float64Array(GLOBAL_STATES * GLOBAL_STATES);
const after = new Float64Array(GLOBAL_STATES);
const moved = new Float64Array(REGIONAL_STATES);
const entered = new Float64Array(REGIONAL_STATES);

/** Lets time pass, tick by tick: looks within one tick commute. A `now` in the same tick or before changes nothing. */
export function predict(belief: Belief, now: number, model: Model): void {
  const tickMs = model.chain.tickMinutes * model.minuteMs;
  const ticks = Math.floor((now - belief.at) / tickMs);
  if (ticks <= 0) return;
  belief.at += ticks * tickMs;
  const { global, regional } = transitionsOver(ticks, model.chain);
  const { g } = belief;
  for (let to = 0; to < GLOBAL_STATES; to++) {
    let sum = 0;
    for (let from = 0; from < GLOBAL_STATES; from++) sum += at(g, from) * at(global, from * GLOBAL_STATES + to);
    after[to] = sum;
    for (let from = 0; from < GLOBAL_STATES; from++)
      back[from * GLOBAL_STATES + to] = (at(g, from) * at(global, from * GLOBAL_STATES + to)) / sum;
  }
  for (let to = 0; to < GLOBAL_STATES; to++) g[to] = at(after, to);
  for (const [region, z] of belief.z) belief.z.set(region, projected(z, regional, model));
}

/**
 * p'(z' | g') = sum_g P(g | g') sum_z p(z | g) T[z, z'], where entering "some regions affected" draws anew every region
 * that was well.
 */
function projected(z: readonly number[], regional: Float64Array, { chain }: Model): number[] {
  const result = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let from = 0; from < GLOBAL_STATES; from++) {
    const [up, degraded, down] = [at(z, from * 3), at(z, from * 3 + 1), at(z, from * 3 + 2)];
    for (let x = 0; x < REGIONAL_STATES; x++)
      moved[x] = up * at(regional, x) + degraded * at(regional, 3 + x) + down * at(regional, 6 + x);
    const drawn = from === 0 ? chain.affectedAtOnset : chain.affectedWhenNarrowing;
    const joining = at(moved, 0) * drawn;
    entered[0] = at(moved, 0) - joining;
    entered[1] = at(moved, 1) + joining * chain.degradedWhenAffected;
    entered[2] = at(moved, 2) + joining * (1 - chain.degradedWhenAffected);
    for (let to = 0; to < GLOBAL_STATES; to++) {
      const share = at(back, from * GLOBAL_STATES + to);
      const there = to === PARTIAL && from !== PARTIAL ? entered : moved;
      for (let x = 0; x < REGIONAL_STATES; x++) result[to * 3 + x] = at(result, to * 3 + x) + share * at(there, x);
    }
  }
  return result;
}

/** Takes in one look at a region: p(z | g) by Bayes, then p(g) by how well each g foresaw it. */
export function update(belief: Belief, region: string, likelihoods: Likelihoods, model: Model): void {
  const z = regionOf(belief, region, model);
  const { g } = belief;
  let evidence = 0;
  for (let from = 0; from < GLOBAL_STATES; from++) {
    const everywhere = at(EVERYWHERE, from);
    let total = 0;
    for (let x = 0; x < REGIONAL_STATES; x++) {
      const cell = at(z, from * 3 + x) * at(likelihoods, Math.max(everywhere, x));
      z[from * 3 + x] = cell;
      total += cell;
    }
    for (let x = 0; x < REGIONAL_STATES; x++) z[from * 3 + x] = at(z, from * 3 + x) / total;
    floored(z, from * 3, from * 3 + REGIONAL_STATES, model.beliefFloor);
    g[from] = at(g, from) * total;
    evidence += at(g, from);
  }
  for (let from = 0; from < GLOBAL_STATES; from++) g[from] = at(g, from) / evidence;
  floored(g, 0, GLOBAL_STATES, model.beliefFloor);
}

/** P(X = up, degraded, down) in a region. A region that has not spoken is as likely as any. */
export function stateIn(belief: Belief, region: string, model: Model): Distribution {
  const z = belief.z.get(region) ?? openRegion(model);
  const [well = 0, partial = 0, degraded = 0, down = 0] = belief.g;
  const isUp = well * at(z, 0) + partial * at(z, 3);
  const isDown = down + degraded * at(z, 8) + well * at(z, 2) + partial * at(z, 5);
  return [isUp, Math.max(0, 1 - isUp - isDown), isDown];
}

/** The chance that it fails everywhere: G degraded or down. */
export function failsEverywhere({ g }: Belief): number {
  return at(g, 2) + at(g, 3);
}

function regionOf(belief: Belief, region: string, model: Model): number[] {
  const known = belief.z.get(region);
  if (known !== undefined) return known;
  const opened = openRegion(model);
  belief.z.set(region, opened);
  return opened;
}

function openRegion(model: Model): number[] {
  const settled = stationary(model.chain).regional;
  return [...settled, ...settled, ...settled, ...settled];
}

/** Keeps the cells from `start` to `end` above the floor and their sum at 1. */
function floored(cells: number[], start: number, end: number, floor: number): void {
  let total = 0;
  for (let index = start; index < end; index++) {
    const cell = Math.max(floor, at(cells, index));
    cells[index] = cell;
    total += cell;
  }
  for (let index = start; index < end; index++) cells[index] = at(cells, index) / total;
}

function at(cells: ArrayLike<number>, index: number): number {
  return cells[index] ?? 0;
}
