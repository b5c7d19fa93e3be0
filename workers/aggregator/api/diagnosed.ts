import type { Context } from "hono";
import { z } from "zod";
import { diagnose } from "../../../shared/diagnose/diagnose.ts";
import { languageFor } from "../../../shared/diagnose/language.ts";
import { adviceIn, recoveryOf } from "../../../shared/recovery/recovery.ts";
import type { AskedPlatform, Certainty, Language, Try } from "../../../shared/schema/diagnosis.ts";
import { formatInstant, ServiceView } from "../../../shared/schema/index.ts";
import { Recovery } from "../../../shared/schema/recovery.ts";
import { askedFrom } from "./asked-from.ts";
import { type Api, dated, frontOf, serviceIn } from "./context.ts";
import { courseOf } from "./course.ts";
import { evidenceFor } from "./evidence-for.ts";

/** The diagnosis of one service for one caller, as the API and the page tell it. */

/** What a caller may say of themselves; an absent field says nothing. */
export type AskedBy = {
  readonly symptom?: string | undefined;
  readonly platform?: AskedPlatform | undefined;
  readonly canReachOthers: Certainty;
  readonly vpn: Certainty;
  readonly tried?: readonly Try[] | undefined;
  readonly controls?: readonly Try[] | undefined;
  readonly lang?: Language | undefined;
  readonly country?: string | undefined;
  readonly asn?: number | undefined;
};

export async function diagnosedFor(c: Context<Api>, id: string, said: AskedBy) {
  const { lang, country, asn, tried, controls, symptom = null, platform = null, canReachOthers, vpn } = said;
  const front = await frontOf(c);
  const service = ServiceView.parse(serviceIn(front, id));
  const from = askedFrom(c.req.raw.cf, { country, asn });
  const now = Math.max(Date.now(), service.verdict.at);
  const [evidence, course] = await Promise.all([
    evidenceFor(c, { front, service, from, now }),
    courseOf(c, service, now),
  ]);
  const trial = tried || controls ? { endpoints: [...(tried ?? [])], controls: [...(controls ?? [])] } : null;
  const asker = { canReachOthers, vpn, country: from.country, region: from.region, symptom, platform, trial };
  const language = lang ?? languageFor(c.req.header("accept-language"));
  const recovery = recoveryOf(course);
  const { state, probability, scope, layer, phase, regions } = service.verdict;
  const belief = from.region === null ? undefined : regions[from.region];
  return {
    ...dated(front),
    service: service.id,
    ...diagnose(evidence, asker, language),
    verdict: { state, probability, scope, layer, phase },
    there: belief === undefined || from.region === null ? null : { region: from.region, ...belief },
    asker: { ...from, symptom, platform, canReachOthers, vpn, lang: language },
    nextLookAt: evidence.nextLookAt === null ? null : formatInstant(evidence.nextLookAt),
    advice: adviceIn(recovery, from.region),
    recovery: z.encode(Recovery, recovery),
  };
}
