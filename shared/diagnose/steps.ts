import type { Language, ServiceStep, Step, Who } from "../schema/diagnosis.ts";
import { formatInstant } from "../schema/instant.ts";
import { fill, howToOn, regionNames, type StepName, wordsIn } from "./language.ts";
import type { Asker, Evidence } from "./question.ts";
import { type Circumstance, FIRST_BY, FITS_BY, STEP_RULES, type StepRule, TOLD_MAX } from "./step-rules.ts";
import type { StillWorks } from "./still-works.ts";
import { symptomName } from "./symptoms.ts";

/** What to do now: the steps that fit the answer, the symptom and the platform, in order, in the reader's language. */
export function stepsFor(
  who: Who,
  { evidence, asker, works, language }: { evidence: Evidence; asker: Asker; works: StillWorks; language: Language },
): Step[] {
  const circumstances = circumstancesOf(evidence, asker, works);
  const { own = [], without = [] } = evidence.service.steps ?? {};
  const rules = STEP_RULES.filter(({ id, tags }) => {
    const fitsService = tags === undefined || tags.some((tag) => evidence.service.tags.includes(tag));
    return fitsService && !without.includes(id);
  });
  const general = rules.flatMap((rule) => placed(rule, { who, asker, circumstances }) ?? []);
  const added = own.flatMap((step) => placedOwn(step, { who, asker }) ?? []);
  const words = wordsIn(language);
  const values = valuesOf(evidence, works, language);
  return [...general, ...added]
    .sort((a, b) => a.place - b.place)
    .slice(0, TOLD_MAX)
    .map(({ id }) => {
      const replaced = own.find((step) => step.id === id && speaksTo(step, asker));
      const said =
        replaced === undefined ? words.steps[id as StepName] : (replaced.words[language] ?? replaced.words.en);
      return {
        id,
        action: fill(said.action, values),
        purpose: fill(said.purpose, values),
        howTo: fill(howToOn(said.howTo, asker.platform), values),
      };
    });
}

type Placed = { readonly id: string; readonly place: number };

function placed(
  rule: StepRule,
  { who, asker, circumstances }: { who: Who; asker: Asker; circumstances: ReadonlySet<Circumstance> },
): Placed | null {
  const place = rule.for[who];
  if (place === undefined || (rule.when !== undefined && !circumstances.has(rule.when))) return null;
  if (rule.on !== undefined && asker.platform !== null && !rule.on.includes(asker.platform)) return null;
  const fits = asker.symptom !== null && rule.fits?.includes(symptomName(asker.symptom)) ? FITS_BY : 0;
  const isFirst = rule.firstWhen !== undefined && circumstances.has(rule.firstWhen);
  return { id: rule.id, place: place - fits - (isFirst ? FIRST_BY : 0) };
}

/** A service's own new steps come early: whoever wrote them knows the service. */
const OWN_PLACE = 12;

function placedOwn(step: ServiceStep, { who, asker }: { who: Who; asker: Asker }): Placed | null {
  const isGeneral = STEP_RULES.some(({ id }) => id === step.id);
  if (isGeneral || !(step.for ?? ["just_you", "unclear"]).includes(who) || !speaksTo(step, asker)) return null;
  return { id: step.id, place: OWN_PLACE };
}

/** Whether a service's own words are for this asker: one who names no platform or symptom hears only what is for all. */
function speaksTo({ symptoms, platforms }: ServiceStep, { symptom, platform }: Asker): boolean {
  const isSymptom =
    symptoms === undefined || (symptom !== null && symptoms.map(symptomName).includes(symptomName(symptom)));
  return isSymptom && (platforms === undefined || (platform !== null && platforms.includes(platform)));
}

function circumstancesOf(
  { verdict, incident, service }: Evidence,
  { vpn, canReachOthers, trial }: Asker,
  works: StillWorks,
): ReadonlySet<Circumstance> {
  const noControl = (trial?.controls.length ?? 0) > 0 && trial?.controls.every(({ outcome }) => outcome === "failed");
  const facts: Readonly<Record<Circumstance, boolean>> = {
    recovering: incident?.phase === "recovering",
    "something-works": verdict.state !== "unknown" && works.endpoints.length + works.regions.length > 0,
    "works-elsewhere": works.regions.length > 0,
    "on-vpn": vpn === "yes",
    "no-connection": canReachOthers === "no" || noControl === true,
    "connection-in-doubt": canReachOthers !== "yes",
    "vendor-speaks": service.official !== null,
    "vendor-helps": service.help !== null,
  };
  return new Set((Object.keys(facts) as Circumstance[]).filter((circumstance) => facts[circumstance]));
}

function valuesOf({ service, nextLookAt }: Evidence, works: StillWorks, language: Language) {
  const words = wordsIn(language);
  const regions = regionNames(works.regions, words);
  return {
    service: service.name,
    official: service.official ?? "",
    help: service.help ?? "",
    regions,
    working: [works.endpoints.join(", "), regions].filter((text) => text !== "").join("; "),
    nextLook: nextLookAt === null ? words.phrases.soon : `${formatInstant(nextLookAt).slice(11, 19)} UTC`,
  };
}
