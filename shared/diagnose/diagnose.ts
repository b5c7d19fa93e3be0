import type { Diagnosis, Language, Probabilities, Reason } from "../schema/diagnosis.ts";
import { fill, regionNames, type Words, wordsIn } from "./language.ts";
import type { Asker, Evidence, PlainReason } from "./question.ts";
import { stepsFor } from "./steps.ts";
import { stillWorks } from "./still-works.ts";
import { weigh } from "./weigh.ts";

/** "Is it just me?": for whom it fails, how sure that is, why, and what to do now. Asks nobody and keeps nothing. */
export function diagnose(evidence: Evidence, asker: Asker, language: Language = "en"): Diagnosis {
  const { who, probabilities, reasons } = weigh(evidence, asker);
  const shown = inSteps(probabilities);
  const words = wordsIn(language);
  const works = stillWorks(evidence);
  return {
    who,
    probability: shown[who],
    probabilities: shown,
    headline: fill(words.headlines[who], { service: evidence.service.name }),
    reasons: reasons.map((reason) => sentence(reason, words)),
    steps: stepsFor(who, { evidence, asker, works, language }),
    stillWorks: { endpoints: [...works.endpoints], regions: [...works.regions] },
  };
}

function sentence({ id, values }: PlainReason, words: Words): Reason {
  const template = (words.reasons as Readonly<Record<string, string>>)[id] ?? id;
  const { region, regions } = values;
  const named = {
    ...values,
    ...(region === undefined ? {} : { region: regionNames([String(region)], words) }),
    ...(regions === undefined ? {} : { regions: regionNames(String(regions).split(", "), words) }),
  };
  return { id, text: fill(template, named) };
}

/** In steps of a ten-thousandth, as the model claims no more, and still summing to 1: the largest takes what is left. */
function inSteps(probabilities: Probabilities): Probabilities {
  const steps = Object.entries(probabilities).map(([who, probability]) => ({
    who,
    steps: Math.round(probability * STEPS),
  }));
  const largest = steps.reduce((most, each) => (each.steps > most.steps ? each : most));
  largest.steps += STEPS - steps.reduce((sum, each) => sum + each.steps, 0);
  return Object.fromEntries(steps.map((each) => [each.who, each.steps / STEPS])) as Probabilities;
}

const STEPS = 10_000;
