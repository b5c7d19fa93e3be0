import { type Distribution, stationary, type Transition, transitionOver } from "./chain.ts";
import type { Model } from "./model.ts";

/**
 * The belief about one endpoint: a factorial hidden Markov model with one global chain G and one regional chain Z per
 * region; a region's state is the worse of the two, X = max(G, Z). Exact when something is seen, projected onto
 * p(G) prod p(Z_r | G) between (Boyen and Koller, 1998). Changed in place: this is the hot path.
 */
export type Belief = {
  /** The time that the belief has reached, in milliseconds. */
  at: number;
  /** p(G): three numbers. */
  g: number[];
  /** Per region p(Z | G): nine numbers, row by G. */
  readonly z: Map<string, number[]>;
};

/** What one look says of a region's state: proportional to P(seen | up), P(seen | degraded), P(seen | down). */
export type Likelihoods = readonly [number, number, number];

export function openBelief(at: number, model: Model): Belief {
  return { at, g: [...stationary(model.chain.globalOnset, model.chain)], z: new Map() };
}

/** Lets time pass. A `now` that is not later changes nothing. */
export function predict(belief: Belief, now: number, model: Model): void {
  const minutes = (now - belief.at) / model.minuteMs;
  if (minutes <= 0) return;
  belief.at = now;
  const { chain } = model;
  const tg = transitionOver(minutes, chain.globalOnset, chain);
  const tz = transitionOver(minutes, chain.regionalOnset, chain);
  const before = belief.g;
  belief.g = [0, 1, 2].map((to) => [0, 1, 2].reduce((sum, from) => sum + at(before, from) * entry(tg, from, to), 0));
  for (const [region, z] of belief.z) belief.z.set(region, projected(z, { before, after: belief.g, tg, tz }));
}

/** Takes in one look at a region. */
export function update(belief: Belief, region: string, likelihoods: Likelihoods, model: Model): void {
  const z = regionOf(belief, region, model);
  const seen = [0, 0, 0];
  for (let g = 0; g < 3; g++) {
    let total = 0;
    for (let x = 0; x < 3; x++) {
      const cell = at(z, g * 3 + x) * at(likelihoods, Math.max(g, x));
      z[g * 3 + x] = cell;
      total += cell;
    }
    seen[g] = total;
    for (let x = 0; x < 3; x++) z[g * 3 + x] = total > 0 ? at(z, g * 3 + x) / total : 1 / 3;
    floored(z, g * 3, model.beliefFloor);
  }
  belief.g = belief.g.map((p, g) => p * at(seen, g));
  const total = belief.g.reduce((sum, p) => sum + p, 0);
  belief.g = belief.g.map((p) => p / total);
  floored(belief.g, 0, model.beliefFloor);
}

/** P(X = up, degraded, down) in a region. A region that has not spoken is as likely as any. */
export function stateIn(belief: Belief, region: string, model: Model): Distribution {
  const z = belief.z.get(region) ?? openRegion(model);
  const [g0 = 0, g1 = 0, g2 = 0] = belief.g;
  const up = g0 * at(z, 0);
  const down = g2 + g0 * at(z, 2) + g1 * at(z, 5);
  return [up, Math.max(0, 1 - up - down), down];
}

/** P(G is not up): the chance that it fails everywhere. */
export function globallyNotUp(belief: Belief): number {
  return 1 - at(belief.g, 0);
}

function regionOf(belief: Belief, region: string, model: Model): number[] {
  const known = belief.z.get(region);
  if (known !== undefined) return known;
  const opened = openRegion(model);
  belief.z.set(region, opened);
  return opened;
}

function openRegion(model: Model): number[] {
  const settled = stationary(model.chain.regionalOnset, model.chain);
  return [...settled, ...settled, ...settled];
}

/** p'(z' | g') = sum_g back(g | g') sum_z p(z | g) T_Z[z, z'],  back(g | g') = p(g) T_G[g, g'] / p'(g') */
function projected(
  z: readonly number[],
  { before, after, tg, tz }: { before: readonly number[]; after: readonly number[]; tg: Transition; tz: Transition },
): number[] {
  const moved = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let g = 0; g < 3; g++) {
    for (let to = 0; to < 3; to++) {
      moved[g * 3 + to] =
        at(z, g * 3) * entry(tz, 0, to) + at(z, g * 3 + 1) * entry(tz, 1, to) + at(z, g * 3 + 2) * entry(tz, 2, to);
    }
  }
  const result = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let to = 0; to < 3; to++) {
    for (let from = 0; from < 3; from++) {
      const back = (at(before, from) * entry(tg, from, to)) / at(after, to);
      for (let x = 0; x < 3; x++) result[to * 3 + x] = at(result, to * 3 + x) + back * at(moved, from * 3 + x);
    }
  }
  return result;
}

/** Keeps three cells from `start` above the floor and their sum at 1. */
function floored(cells: number[], start: number, floor: number): void {
  let total = 0;
  for (let index = start; index < start + 3; index++) {
    const cell = Math.max(floor, at(cells, index));
    cells[index] = cell;
    total += cell;
  }
  for (let index = start; index < start + 3; index++) cells[index] = at(cells, index) / total;
}

function at(cells: ArrayLike<number>, index: number): number {
  return cells[index] ?? 0;
}

function entry(transition: Transition, from: number, to: number): number {
  return transition[from]?.[to] ?? 0;
}
