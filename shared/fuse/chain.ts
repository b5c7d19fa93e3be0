import type { Chain } from "./model/chain.ts";

/**
 * How states change while nothing is seen: the generators Q of the global and of the regional chain, and exp(Q t). Rates
 * are per model minute. Matrices are flat, row by row: entry [from * size + to].
 */

/** States of the global chain: all well, some regions affected, degraded everywhere, down everywhere. */
export const GLOBAL_STATES = 4;
/** States of a regional chain: up, degraded, down. */
export const REGIONAL_STATES = 3;

/** The index of "some regions affected" in the global chain. */
export const PARTIAL = 1;

export type Transitions = { readonly global: Float64Array; readonly regional: Float64Array };

/** Spans of up to this many ticks are remembered: rounds make the same few again and again. */
const REMEMBERED_TICKS = 256;
const remembered = new WeakMap<Chain, (Transitions | undefined)[]>();

/** Both transitions over a whole number of ticks. */
export function transitionsOver(ticks: number, chain: Chain): Transitions {
  if (ticks > REMEMBERED_TICKS) return computed(ticks, chain);
  const known = remembered.get(chain) ?? [];
  remembered.set(chain, known);
  const transitions = known[ticks] ?? computed(ticks, chain);
  known[ticks] = transitions;
  return transitions;
}

function computed(ticks: number, chain: Chain): Transitions {
  const minutes = ticks * chain.tickMinutes;
  return {
    global: exponential(globalGenerator(chain), GLOBAL_STATES, minutes),
    regional: exponential(regionalGenerator(chain), REGIONAL_STATES, minutes),
  };
}

function globalGenerator(chain: Chain): number[] {
  const { globalOnset, partialOnset, degradedShare, recovery, exchange, spread } = chain;
  return generator([
    [0, partialOnset, degradedShare * globalOnset, (1 - degradedShare) * globalOnset],
    [recovery, 0, spread, spread],
    [recovery, spread, 0, exchange],
    [recovery, spread, exchange, 0],
  ]);
}

function regionalGenerator({ regionalOnset, degradedShare, recovery, exchange }: Chain): number[] {
  return generator([
    [0, degradedShare * regionalOnset, (1 - degradedShare) * regionalOnset],
    [recovery, 0, exchange],
    [recovery, exchange, 0],
  ]);
}

/** Off-diagonal rates with the diagonal that makes every row sum to nothing. */
function generator(rates: readonly (readonly number[])[]): number[] {
  return rates.flatMap((row, from) => {
    const leaving = row.reduce((sum, rate) => sum + rate, 0);
    return row.map((rate, to) => (to === from ? -leaving : rate));
  });
}

/** exp(Q t) by scaling and squaring: a Taylor series of Q t / 2^k, squared k times. */
function exponential(q: readonly number[], size: number, t: number): Float64Array {
  const fastest = Math.max(...q.map(Math.abs)) * t;
  const halvings = Math.max(0, Math.ceil(Math.log2(Math.max(1e-9, fastest))) + 3);
  const scaled = q.map((rate) => (rate * t) / 2 ** halvings);
  let result = identity(size);
  let term = identity(size);
  for (let power = 1; power <= 10; power++) {
    term = product(term, scaled, size).map((cell) => cell / power);
    result = result.map((cell, index) => cell + (term[index] ?? 0));
  }
  for (let step = 0; step < halvings; step++) result = product(result, result, size);
  return result;
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0));
}

function product(a: ArrayLike<number>, b: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => {
    const row = Math.floor(index / size) * size;
    let sum = 0;
    for (let k = 0; k < size; k++) sum += (a[row + k] ?? 0) * (b[k * size + (index % size)] ?? 0);
    return sum;
  });
}

/** Ticks after which either chain has settled: a year of minutes. */
const SETTLED_MINUTES = 525_600;

/** What the chains settle to when nothing is seen. */
export function stationary(chain: Chain): { readonly global: readonly number[]; readonly regional: readonly number[] } {
  const { global, regional } = computed(SETTLED_MINUTES / chain.tickMinutes, chain);
  return { global: [...global.subarray(0, GLOBAL_STATES)], regional: [...regional.subarray(0, REGIONAL_STATES)] };
}
