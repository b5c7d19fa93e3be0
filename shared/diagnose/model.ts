import type { Notice } from "../schema/index.ts";

/**
 * Every number of the diagnosis. Four explanations stand against each other, and a fifth, "something else":
 *
 *   P(h | e₁…eₙ) ∝ P(h) · Π P(eᵢ | h)
 *
 * with one factor per voice: probes, reports, notices, the asker, the asker's own trial. "Something else" takes the mean
 * of the four for each factor, so that it stays small while the voices agree and grows when they contradict each other.
 * Numbers marked (design) are judgements, held by the table of situations in the tests; there is no public record of
 * askers to fit them on.
 */
export type Hypothesis = "everyone" | "your_region" | "your_network" | "just_you";
export const HYPOTHESES: readonly Hypothesis[] = ["everyone", "your_region", "your_network", "just_you"];

/** P(what was seen | each explanation), up to a common factor. */
export type Likelihoods = Readonly<Record<Hypothesis, number>>;

export const likelihoods = (everyone: number, region: number, network: number, you: number): Likelihoods => ({
  everyone,
  your_region: region,
  your_network: network,
  just_you: you,
});

/**
 * Before anything is known, for somebody who asks. A large service fails about 0.3 % of the time (0.04 to 0.1 major
 * incidents a day, of about an hour), and people ask far more often while it does: taken as 150 times, a third of those
 * who ask do so in an outage. (design) Without a voice no answer reaches `DECIDE_FROM`.
 */
export const PRIOR = likelihoods(0.25, 0.09, 0.08, 0.56);
/** What is left: something that fits none of them. (design) */
export const PRIOR_SOMETHING_ELSE = 0.02;

/** An answer is given from this chance; below it is `unclear`. (design) */
export const DECIDE_FROM = 0.6;

export const PROBES = {
  /** P(near the asker it fails | explanation) where the outage is one that probes can see. (design) */
  near: { everyone: 0.9, your_region: 0.98 },
  /** P(it fails nearly everywhere | explanation). (design) */
  wide: { everyone: 0.93, your_region: 0.05 },
  /** P(it fails there, or everywhere, for a reason that is not the asker's): the 0.3 % above, and doubt. */
  coincidence: 0.007,
  /** P(probes see nothing | it fails): a deep fault behind a page that answers. (design) */
  blind: 0.12,
  /** The same for what no endpoint stands for, and what takes a login or a player to see. (design) */
  blindBeyond: 0.35,
  /** Share of the regions that fail like the worst, below which it is not wide, and from which it is: as in the fold. */
  wideFrom: 0.5,
  wideAt: 0.8,
  /** Weight of the next region where the asker's own has not spoken. (design) */
  neighbour: 0.5,
  /** Weight of the worst region where nobody knows where the asker is: who asks in an outage is mostly in it. (design) */
  anywhere: 0.8,
  /** P(what fails is what the asker has | it fits the symptom, it may, another endpoint fails, only a side endpoint). (design) */
  explains: { fits: 1, may: 0.8, other: 0.35, aside: 0.2 },
  /** Of those who ask where it has just come back, this share stutters: for so many minutes, then halving. (design) */
  aftermath: 0.98,
  aftermathMinutes: 10,
  aftermathHalfLifeMinutes: 15,
  /** Minutes for which what is known counts in full, and in which its weight then halves. */
  freshMinutes: 5,
  staleHalfLifeMinutes: 8,
} as const;

export const REPORTS = {
  /** People that are usual at least, within the window: a handful is never a surge. */
  usualFloor: 0.3,
  /** In an outage: this many times the usual, and so many more. The fold's surge is 5. */
  surgeRatio: 5,
  surgeMore: 3,
  /** Variance over mean of counts of people: real hourly counts have 3.7, quarter-hours less. */
  dispersion: 2,
  /** A part says at most this much, in nats. (design) */
  most: 7,
  /** P(people report | they are affected): of a service that nobody reports on, and of one with many reports. (design) */
  voiceLeast: 0.4,
  voiceMost: 0.95,
  /** Usual people within the window at which most of that is reached. */
  voiceScale: 2,
  /** P(a surge for another reason). */
  coincidence: 0.002,
  /** Nats that one "works for me" takes away, and all of them together. (design) */
  working: 0.5,
  workingMost: 3,
  /** People of a single network count as a surge of that network only. */
  networksMin: 2,
} as const;

export const NOTICES = {
  /**
   * How many times likelier the words are when it fails for the asker. Vendors rarely declare a major outage that is none;
   * of small ones some notice is nearly always open. (design)
   */
  likelier: {
    operational: 1,
    degraded_performance: 6,
    partial_outage: 12,
    major_outage: 60,
    maintenance: 20,
  } satisfies Record<Notice["status"], number>,
  /** The same for a notice about another endpoint, and the share of its weight while the vendor only monitors. (design) */
  otherEndpoint: 2,
  monitoringShare: 0.5,
  /** Times that words which name the asker's own region or country weigh more: few are so wrong by accident. (design) */
  placed: 8,
  /** Minutes after which an unrenewed notice no longer counts: as in the fold. */
  staleMinutes: 360,
} as const;

export const ASKER = {
  /** P(other sites do not load | explanation), and that they do: what fails in a region often takes others along. (design) */
  cannotReachOthers: likelihoods(0.04, 0.08, 0.2, 0.35),
  canReachOthers: likelihoods(0.96, 0.92, 0.8, 0.65),
  /** P(a VPN is on | explanation): services block their exits. (design) */
  onVpn: likelihoods(0.15, 0.15, 0.2, 0.3),
} as const;

export const TRIAL = {
  /** P(a relevant endpoint gives no answer at all | explanation), by what fails: the way to it, or what is behind. (design) */
  failed: {
    path: likelihoods(0.9, 0.9, 0.9, 0.35),
    application: likelihoods(0.2, 0.2, 0.9, 0.35),
    unclear: likelihoods(0.45, 0.45, 0.9, 0.35),
  },
  /** P(it answers as it should | explanation), where the answer could be read. (design) */
  passed: likelihoods(0.1, 0.1, 0.05, 0.65),
  /** P(the service itself answered with an error | explanation): the way to it works. (design) */
  refusedByService: likelihoods(0.9, 0.9, 0.05, 0.08),
  /** Slower than the controls by this factor, and at least so many milliseconds: the service or the way to it. */
  slowRatio: 3,
  slowMs: 1_500,
  slowService: likelihoods(1.3, 1.3, 1.5, 0.6),
  slowConnection: likelihoods(0.5, 0.5, 1, 1.5),
} as const;
