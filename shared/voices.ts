import { judge } from "./fuse/judge.ts";
import type { Model } from "./fuse/model.ts";
import { announcedIn, type Notices } from "./fuse/notices.ts";
import type { Crowd, Outcry } from "./fuse/people/crowd.ts";
import { voicesIn } from "./fuse/people/tally.ts";
import { rounded } from "./incident/verdict.ts";
import type { Network } from "./network.ts";
import type { ServiceId, Voices, Vote } from "./schema/index.ts";

/** Who speaks about a service: the regions' probes, people and the vendor, and what the word of each is worth. */
export function voicesOf(network: Network, service: ServiceId, votes: readonly Vote[]): Voices {
  const belief = network.services.get(service);
  if (belief === undefined) return { regions: [], people: null, vendor: [] };
  const { regions, outcry } = judge(belief, network);
  return {
    regions: [...regions].map(([region, { state, probability, trusted }]) => {
      const fresh = votes.filter((vote) => vote.region === region && vote.fresh);
      const sum = fresh.reduce((nats, { logLikelihoodRatio }) => nats + logLikelihoodRatio, 0);
      return {
        region,
        state,
        probability: rounded(probability),
        trusted,
        votes: fresh.length,
        logLikelihoodRatio: rounded(sum),
      };
    }),
    people: belief.crowd === null ? null : peopleIn(belief.crowd, outcry, network.model),
    vendor: wordsIn(belief.notices, network),
  };
}

/** People of a country who must have reported before it is told apart. */
const TOLD_FROM = 3;

function peopleIn(crowd: Crowd, outcry: Outcry | null, { people: model }: Model): NonNullable<Voices["people"]> {
  const { windowMinutes, supportMax } = model;
  const usual = (level: number) => rounded(level * windowMinutes);
  const countries = [...crowd.countries].map(([country, { tally, surge }]) => ({
    country,
    people: voicesIn(tally).people,
    usual: usual(surge.level),
  }));
  const heard = [...(outcry?.regions ?? [])].map(
    ([region, probability]) =>
      [
        region,
        {
          probability: rounded(probability),
          logLikelihoodRatio: rounded(Math.log(1 + (supportMax - 1) * probability)),
        },
      ] as const,
  );
  return {
    windowMinutes,
    ...voicesIn(crowd.everywhere.tally),
    usual: usual(crowd.everywhere.surge.level),
    working: [...crowd.working.values()].reduce((sum, tally) => sum + voicesIn(tally).people, 0),
    countries: countries.filter(({ people }) => people >= TOLD_FROM).sort((a, b) => b.people - a.people),
    regions: Object.fromEntries(heard),
    opensAlone: outcry?.lasting ?? false,
    because: outcry?.because ?? null,
  };
}

function wordsIn(notices: Notices, { now, model }: Network): Voices["vendor"] {
  return [...notices].map(([key, notice]) => {
    const { service: _, ...word } = notice;
    const likelier = announcedIn(new Map([[key, notice]]), now, model)?.likelier ?? 1;
    return { ...word, logLikelihoodRatio: rounded(Math.log(likelier)) };
  });
}
