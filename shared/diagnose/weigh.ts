import type { Probabilities, Who } from "../schema/diagnosis.ts";
import { DECIDE_FROM, HYPOTHESES, type Hypothesis, PRIOR, PRIOR_SOMETHING_ELSE } from "./model.ts";
import type { Asker, Evidence, PlainReason, Sign } from "./question.ts";
import { askerSigns } from "./signs/asker.ts";
import { noticeSign } from "./signs/notices.ts";
import { probeSign } from "./signs/probes.ts";
import { reportSign } from "./signs/reports.ts";

/** For whom it fails, as far as all voices together tell; see `model.ts` for the formula. */
export type Weighed = {
  readonly who: Who;
  readonly probability: number;
  readonly probabilities: Probabilities;
  /** What speaks loudest for the answer, or against another, comes first. */
  readonly reasons: readonly PlainReason[];
};

export function weigh(evidence: Evidence, asker: Asker): Weighed {
  const signs = [
    probeSign(evidence, asker),
    reportSign(evidence, asker),
    noticeSign(evidence, asker),
    ...askerSigns(evidence, asker),
  ].flatMap((sign) => sign ?? []);
  const probabilities = posterior(signs);
  const likeliest = HYPOTHESES.reduce((best, h) => (probabilities[h] > probabilities[best] ? h : best), "everyone");
  const who: Who = probabilities[likeliest] >= DECIDE_FROM ? likeliest : "unclear";
  return { who, probability: probabilities[who], probabilities, reasons: inOrder(signs, likeliest) };
}

function posterior(signs: readonly Sign[]): Probabilities {
  const log = (hypothesis: Hypothesis) =>
    signs.reduce((sum, { likelihoods }) => sum + Math.log(likelihoods[hypothesis]), Math.log(PRIOR[hypothesis]));
  const mean = ({ likelihoods }: Sign) =>
    HYPOTHESES.reduce((sum, hypothesis) => sum + likelihoods[hypothesis], 0) / HYPOTHESES.length;
  const logs: Record<Who, number> = {
    everyone: log("everyone"),
    your_region: log("your_region"),
    your_network: log("your_network"),
    just_you: log("just_you"),
    unclear: signs.reduce((sum, sign) => sum + Math.log(mean(sign)), Math.log(PRIOR_SOMETHING_ELSE)),
  };
  const most = Math.max(...Object.values(logs));
  const weights = Object.entries(logs).map(([who, value]) => [who, Math.exp(value - most)] as const);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return Object.fromEntries(weights.map(([who, weight]) => [who, weight / sum])) as Probabilities;
}

/** By how far each voice moves the answer, either way. */
function inOrder(signs: readonly Sign[], answer: Hypothesis): PlainReason[] {
  const force = ({ likelihoods }: Sign) => {
    const others = HYPOTHESES.filter((hypothesis) => hypothesis !== answer);
    const mean = others.reduce((sum, hypothesis) => sum + likelihoods[hypothesis], 0) / others.length;
    return Math.abs(Math.log(likelihoods[answer] / mean));
  };
  return [...signs].sort((a, b) => force(b) - force(a)).flatMap(({ reasons }) => reasons);
}
