import { GLOBAL_STATES, PARTIAL, REGIONAL_STATES, transitionsOver } from "./chain.ts";
import type { Model } from "./model.ts";

/**
 * The belief about one endpoint, or about all endpoints of a service together: a factorial hidden Markov model with one
 * global chain G and one regional chain Z per region; a region's state is the worse of the two, X = max(G, Z). Exact when
 * something is seen, projected onto p(G) prod p(Z_r | G) between ticks (Boyen and Koller, 1998). G has a fourth state,
 * "some regions affected", which fails nowhere by itself but is entered with a share of the regions failing: regional
 * outages begin together, and without it half of the regions failing looks like half of the requests failing everywhere.
 *
 * A belief that nothing speaks against is settled: it stands where it would stand a moment after everything was surely
 * up, passes tell it nothing, and it costs nothing. Changed in place: the hot path.
 */
export type Belief = {
  /** The start of the tick that the belief has reached, in milliseconds. */
  at: number;
  settled: boolean;
  /** p(G): four numbers. */
  readonly g: number[];
  /** Per place p(Z | G): twelve numbers, row by G. Empty while settled. */
  readonly z: number[];
  /** How a degraded region shows itself: P(mode | degraded), one number a mode; see likelihood.ts. */
  readonly modes: number[];
};

/** Probabilities of up, degraded, down. */
export type Distribution = readonly [up: number, degraded: number, down: number];

/** What one look says of a region's state: proportional to P(seen | up), P(seen | degraded), P(seen | down). */
export type Likelihoods = readonly [number, number, number];

/** Numbers that a place takes up in `z`. */
const CELLS = GLOBAL_STATES * REGIONAL_STATES;

/** The state that G alone makes of every region: "some regions affected" makes none of them fail. */
const EVERYWHERE = [0, 0, 1, 2] as const;

export function openBelief(at: number, model: Model): Belief {
  return { at: tickOf(at, model), settled: true, g: [], z: [], modes: [...model.likelihood.modes] };
}

/** P(G before | G after) and P(G after), and what moves within a region: scratch of `predict`, meaningless between calls. */
const back = new Float64Array(GLOBAL_STATES * GLOBAL_STATES);
const after = new Float64Array(GLOBAL_STATES);
const moved = new Float64Array(REGIONAL_STATES);
const entered = new Float64Array(REGIONAL_STATES);
const recovered = new Float64Array(REGIONAL_STATES);
const projected = new Float64Array(CELLS);

/** Ticks that are taken one by one; what is left of a longer silence is taken at once. Four hours. */
const STEPS_MAX = 960;

/**
 * Lets time pass, tick by tick: looks within one tick commute, and it does not matter when or how often anyone asks. A `now`
 * in the same tick or before changes nothing.
 */
export function predict(belief: Belief, now: number, model: Model): void {
  const tick = tickOf(now, model);
  if (tick <= belief.at) return;
  const ticks = Math.round((tick - belief.at) / (model.chain.tickMinutes * model.minuteMs));
  belief.at = tick;
  if (belief.settled) return;
  const steps = Math.min(ticks, STEPS_MAX);
  for (let step = 0; step < steps; step++) advance(belief, 1, model);
  if (ticks > steps) advance(belief, ticks - steps, model);
}

function tickOf(at: number, { chain, minuteMs }: Model): number {
  const tickMs = chain.tickMinutes * minuteMs;
  return Math.floor(at / tickMs) * tickMs;
}

function advance({ g, z }: Belief, ticks: number, model: Model): void {
  const { global, regional } = transitionsOver(ticks, model.chain);
  for (let to = 0; to < GLOBAL_STATES; to++) {
    let sum = 0;
    for (let from = 0; from < GLOBAL_STATES; from++) sum += at(g, from) * at(global, from * GLOBAL_STATES + to);
    after[to] = sum;
    for (let from = 0; from < GLOBAL_STATES; from++)
      back[from * GLOBAL_STATES + to] = (at(g, from) * at(global, from * GLOBAL_STATES + to)) / sum;
  }
  for (let to = 0; to < GLOBAL_STATES; to++) g[to] = at(after, to);
  for (let start = 0; start < z.length; start += CELLS) project(z, start, regional, model);
}

/**
 * p'(z' | g') = sum_g P(g | g') sum_z p(z | g) T[z, z'], where entering "some regions affected" draws anew every region
 * that was well, and leaving for "all well" brings most that were not back with it: what begins together ends together, and
 * without that every region must show its own recovery, look by look.
 */
function project(z: number[], start: number, regional: Float64Array, { chain }: Model): void {
  projected.fill(0);
  for (let from = 0; from < GLOBAL_STATES; from++) {
    const row = start + from * REGIONAL_STATES;
    const up = at(z, row);
    const degraded = at(z, row + 1);
    const down = at(z, row + 2);
    for (let x = 0; x < REGIONAL_STATES; x++)
      moved[x] = up * at(regional, x) + degraded * at(regional, 3 + x) + down * at(regional, 6 + x);
    const drawn = from === 0 ? chain.affectedAtOnset : chain.affectedWhenNarrowing;
    const joining = at(moved, 0) * drawn;
    entered[0] = at(moved, 0) - joining;
    entered[1] = at(moved, 1) + joining * chain.degradedWhenAffected;
    entered[2] = at(moved, 2) + joining * (1 - chain.degradedWhenAffected);
    recovered[1] = at(moved, 1) * (1 - chain.recoversTogether);
    recovered[2] = at(moved, 2) * (1 - chain.recoversTogether);
    recovered[0] = 1 - at(recovered, 1) - at(recovered, 2);
    for (let to = 0; to < GLOBAL_STATES; to++) {
      const share = at(back, from * GLOBAL_STATES + to);
      const there = to === from ? moved : to === PARTIAL ? entered : to === 0 ? recovered : moved;
      for (let x = 0; x < REGIONAL_STATES; x++)
        projected[to * REGIONAL_STATES + x] = at(projected, to * REGIONAL_STATES + x) + share * at(there, x);
    }
  }
  for (let cell = 0; cell < CELLS; cell++) z[start + cell] = at(projected, cell);
}

/** Takes in one look at a place: p(z | g) by Bayes, then p(g) by how well each g foresaw it. */
export function update(belief: Belief, place: number, likelihoods: Likelihoods, model: Model): void {
  if (belief.settled) unsettle(belief, model);
  reach(belief, place, model);
  const { g, z } = belief;
  const start = place * CELLS;
  let evidence = 0;
  for (let from = 0; from < GLOBAL_STATES; from++) {
    const everywhere = at(EVERYWHERE, from);
    const row = start + from * REGIONAL_STATES;
    let total = 0;
    for (let x = 0; x < REGIONAL_STATES; x++) {
      const cell = at(z, row + x) * at(likelihoods, Math.max(x, everywhere));
      z[row + x] = cell;
      total += cell;
    }
    for (let x = 0; x < REGIONAL_STATES; x++) z[row + x] = at(z, row + x) / total;
    floored(z, row, REGIONAL_STATES, model);
    g[from] = at(g, from) * total;
    evidence += at(g, from);
  }
  for (let from = 0; from < GLOBAL_STATES; from++) g[from] = at(g, from) / evidence;
  const well = at(g, 0);
  floored(g, 0, GLOBAL_STATES, model);
  if (well < model.upFloor) raiseWell(belief, well / model.upFloor, model);
}

/**
 * What the floor adds to "all well" is the chance that it is over just now, and so everywhere: of what the rows of that state
 * said before, every region failing by itself, only the share `kept` stays.
 */
function raiseWell({ z }: Belief, kept: number, model: Model): void {
  const { z: well } = settledOf(model);
  for (let start = 0; start < z.length; start += CELLS)
    for (let x = 0; x < REGIONAL_STATES; x++) z[start + x] = kept * at(z, start + x) + (1 - kept) * at(well, x);
}

/** Falls back to the settled belief once no place is much likelier to fail than it is there. */
export function settle(belief: Belief, model: Model): void {
  if (belief.settled) return;
  const { g, z } = settledOf(model);
  const { settleFactor } = model.chain;
  if (1 - at(belief.g, 0) > settleFactor * (1 - at(g, 0))) return;
  const least = 1 - settleFactor * (1 - at(z, 0));
  for (let start = 0; start < belief.z.length; start += CELLS) if (at(belief.z, start) < least) return;
  belief.settled = true;
  belief.g.length = 0;
  belief.z.length = 0;
  for (let mode = 0; mode < belief.modes.length; mode++) belief.modes[mode] = at(model.likelihood.modes, mode);
}

/** P(X = up, degraded, down) at a place. A place that has not spoken is as likely as any. */
export function stateIn(belief: Belief, place: number, model: Model): Distribution {
  if (belief.settled) return settledOf(model).state;
  return place * CELLS < belief.z.length
    ? stateAt(belief.g, belief.z, place * CELLS)
    : stateAt(belief.g, settledOf(model).z, 0);
}

function stateAt(g: readonly number[], z: readonly number[], start: number): Distribution {
  const well = at(g, 0);
  const partial = at(g, 1);
  const degraded = at(g, 2);
  const down = at(g, 3);
  const isUp = well * at(z, start) + partial * at(z, start + 3);
  const isDown = down + degraded * at(z, start + 8) + well * at(z, start + 2) + partial * at(z, start + 5);
  return [isUp, Math.max(0, 1 - isUp - isDown), isDown];
}

/** The chance that it fails everywhere: G degraded or down. */
export function failsEverywhere({ settled, g }: Belief): number {
  return settled ? 0 : at(g, 2) + at(g, 3);
}

const SURELY_UP: Distribution = [1, 0, 0];

/** What the other places let expect here: the state that G makes of every place, and its draw where some are affected. */
export function hearsayOf({ settled, g }: Belief, { chain }: Model): Distribution {
  if (settled) return SURELY_UP;
  const joining = at(g, PARTIAL) * chain.affectedAtOnset;
  const degraded = at(g, 2) + joining * chain.degradedWhenAffected;
  const down = at(g, 3) + joining * (1 - chain.degradedWhenAffected);
  return [1 - degraded - down, degraded, down];
}

/** Of the model that was asked for last, as there is mostly one: where a belief stands `settledMinutes` after everything was surely up. */
type Settled = { readonly g: readonly number[]; readonly z: readonly number[]; readonly state: Distribution };
let remembered: { readonly model: Model; readonly settled: Settled } | null = null;

function settledOf(model: Model): Settled {
  if (remembered?.model === model) return remembered.settled;
  const up = [1, 0, 0];
  const belief: Belief = { at: 0, settled: false, g: [1, 0, 0, 0], z: [...up, ...up, ...up, ...up], modes: [] };
  advance(belief, Math.round(model.chain.settledMinutes / model.chain.tickMinutes), model);
  for (let row = 0; row < CELLS; row += REGIONAL_STATES) floored(belief.z, row, REGIONAL_STATES, model);
  floored(belief.g, 0, GLOBAL_STATES, model);
  const settled = { g: belief.g, z: belief.z, state: stateAt(belief.g, belief.z, 0) };
  remembered = { model, settled };
  return settled;
}

function unsettle(belief: Belief, model: Model): void {
  belief.settled = false;
  belief.g.push(...settledOf(model).g);
}

/** Makes room for a place: those that have not spoken stand where they would if nothing spoke against them. */
function reach(belief: Belief, place: number, model: Model): void {
  while (belief.z.length <= place * CELLS) belief.z.push(...settledOf(model).z);
}

/** Keeps `size` cells from `start` on above the floor, the first of them (up) above its own, and their sum at 1. */
function floored(cells: number[], start: number, size: number, { beliefFloor, upFloor }: Model): void {
  let total = 0;
  for (let index = start; index < start + size; index++) {
    const cell = Math.max(at(cells, index), index === start ? upFloor : beliefFloor);
    cells[index] = cell;
    total += cell;
  }
  for (let index = start; index < start + size; index++) cells[index] = at(cells, index) / total;
}

function at(cells: ArrayLike<number>, index: number): number {
  return cells[index] ?? 0;
}
