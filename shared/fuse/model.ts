import { type Anomalies, DEFAULT_ANOMALIES } from "./model/anomalies.ts";
import { type Baseline, DEFAULT_BASELINE } from "./model/baseline.ts";
import { type Chain, DEFAULT_CHAIN } from "./model/chain.ts";
import { DEFAULT_DESYNC, type Desync } from "./model/desync.ts";
import { DEFAULT_HEALTH, type Health } from "./model/health.ts";
import { DEFAULT_LIKELIHOOD, type Likelihood } from "./model/likelihood.ts";
import { DEFAULT_NOTICES, type Notices } from "./model/notices.ts";
import { DEFAULT_PEOPLE, type People } from "./model/people.ts";
import { DEFAULT_PHASES, type Phases } from "./model/phases.ts";

/**
 * Every number of the model, with its unit and where it comes from. "Minute" is a model minute: a network that runs
 * faster than real time shortens it and nothing else.
 */
export type Model = {
  /** Milliseconds of a model minute. */
  readonly minuteMs: number;
  readonly chain: Chain;
  readonly likelihood: Likelihood;
  readonly health: Health;
  readonly baseline: Baseline;
  readonly desync: Desync;
  readonly people: People;
  readonly anomalies: Anomalies;
  readonly notice: Notices;
  readonly phase: Phases;
  /** Intervals of an endpoint's check after which what was seen is no longer fresh. */
  readonly freshIntervals: number;
  /** Intervals for which a failure that a region saw itself still speaks for it. */
  readonly ownIntervals: number;
  /**
   * The highest chance of "not up" for a region that has seen no failure itself: failures elsewhere make it likelier, but
   * a region is not called failing on others' word. Without it two regions that fail first look global for a moment.
   */
  readonly hearsayUpTo: number;
  /** Minutes after which a region that no longer speaks is no part of a service any more: a probe that was taken away. */
  readonly forgetMinutes: number;
  /** A belief is never more certain than this, so that recovery stays possible (Trinocular caps belief likewise). */
  readonly beliefFloor: number;
  /** The same for "up", higher: an end must be believed within minutes, however long the outage was. */
  readonly upFloor: number;
  /** The chance of "not up" from which a region or a service is called so. */
  readonly notUpFrom: number;
  /** Failing looks in a row at one endpoint from one region after which it is down there rather than degraded. */
  readonly downAfter: number;
  /** Share of the trusted regions that must be affected for an outage to be called global. */
  readonly globalShare: number;
  /** Minutes after which a failure counts half for the layer. */
  readonly symptomHalfLifeMinutes: number;
  /** The least posterior of a layer that is reported; below it the layer is unclear. */
  readonly layerFrom: number;
  /** A chance of "not up" below which a look changes nothing that was said. */
  readonly slightBelow: number;
  /** Change of a region's probability that is worth a verdict of its own. */
  readonly verdictStep: number;
};

export const DEFAULT_MODEL: Model = {
  minuteMs: 60_000,
  chain: DEFAULT_CHAIN,
  likelihood: DEFAULT_LIKELIHOOD,
  health: DEFAULT_HEALTH,
  baseline: DEFAULT_BASELINE,
  desync: DEFAULT_DESYNC,
  people: DEFAULT_PEOPLE,
  anomalies: DEFAULT_ANOMALIES,
  notice: DEFAULT_NOTICES,
  phase: DEFAULT_PHASES,
  freshIntervals: 3,
  ownIntervals: 10,
  hearsayUpTo: 0.49,
  forgetMinutes: 1_440,
  beliefFloor: 1e-6,
  upFloor: 1e-3,
  notUpFrom: 0.5,
  downAfter: 5,
  globalShare: 0.8,
  symptomHalfLifeMinutes: 5,
  layerFrom: 0.6,
  slightBelow: 0.02,
  verdictStep: 0.05,
};
