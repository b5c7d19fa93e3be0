/** The numbers of the map's estimate. Logits are natural logarithms of odds; distances kilometres. */
export type GeoModel = {
  /** Beliefs are cut at this logit either way: beyond it a probe says nothing more about its surroundings. */
  readonly logitMax: number;
  /** Standard deviation of a probe's word, where it is sure, and what is added where it wavers. */
  readonly nugget: number;
  readonly wavering: number;
  /** The least chance that a probe is wrong and nobody has noticed. */
  readonly wrongMin: number;
  /** Fields that may have made what probes see, each with its weight before anything is seen. */
  readonly fields: readonly Field[];
  /** The field of what people and the vendor say; its weight is 1. */
  readonly said: Field;
  /** Bounds of what the reports of one country can say, in nats, and what a few networks can. */
  readonly reportsMax: number;
  readonly reportsMin: number;
  readonly fewNetworksMax: number;
  /** Variance over mean of report counts; real counts vary more than Poisson's (the fold's own figure). */
  readonly dispersion: number;
  /** What a vendor's word about a place is worth, in nats. */
  readonly noticeOutage: number;
  readonly noticeDegraded: number;
  /** Kilometres over which a probe counts as evidence nearby, and how much evidence a country needs to be called up. */
  readonly evidenceKm: number;
  readonly evidenceMin: number;
  /** At most so many probes are taken in, the soundest; the work grows with the square. */
  readonly probesMax: number;
  /** At most so many countries are taken in as measurements of what is said: the loudest. */
  readonly countriesMax: number;
};

/** A Gaussian field of logits: its mean, its standard deviation, and how it hangs together. */
export type Field = {
  readonly name: string;
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
  /** Kilometres in which correlation falls by e; `null`: the whole world moves as one. */
  readonly rangeKm: number | null;
  /** Share of the variance that is a country's own. */
  readonly ownShare: number;
};

/** Fitted by random search on other seeds of `npm run bench:map`, then rounded; what a notice is worth was set by hand. */
export const GEO_MODEL: GeoModel = {
  logitMax: 5,
  nugget: 0.5,
  wavering: 1,
  wrongMin: 0.0006,
  fields: [
    { name: "nothing", weight: 0.03, mean: -7.5, deviation: 0.9, rangeKm: null, ownShare: 0 },
    { name: "everywhere", weight: 0.07, mean: 5.9, deviation: 0.75, rangeKm: null, ownShare: 0 },
    { name: "countries", weight: 0.82, mean: -7.5, deviation: 1.5, rangeKm: 640, ownShare: 0.7 },
    { name: "most of the world", weight: 0.05, mean: -5.5, deviation: 1.5, rangeKm: 6_300, ownShare: 0.02 },
    { name: "parts of the world", weight: 0.03, mean: -2, deviation: 5.8, rangeKm: 3_900, ownShare: 0.02 },
  ],
  said: { name: "said", weight: 1, mean: -6, deviation: 0.66, rangeKm: 1_400, ownShare: 0.69 },
  reportsMax: 9.5,
  reportsMin: -1,
  fewNetworksMax: 1,
  dispersion: 1.5,
  noticeOutage: Math.log(1_000),
  noticeDegraded: Math.log(500),
  evidenceKm: 1_500,
  evidenceMin: 0.1,
  probesMax: 60,
  countriesMax: 48,
};
