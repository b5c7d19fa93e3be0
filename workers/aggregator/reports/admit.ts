import type { Context } from "hono";
import { NOWHERE } from "../../../shared/reports/bucket.ts";
import { judgeNote } from "../../../shared/reports/note.ts";
import { reportedSymptom } from "../../../shared/reports/symptoms.ts";
import { type ReportReceipt, type ReportRequest, WORKS } from "../../../shared/schema/index.ts";
import { askedFrom } from "../api/asked-from.ts";
import { clientOf } from "../api/check-target.ts";
import { type Api, configOf } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import { reportIntakeStub } from "../shard.ts";
import { isFlood } from "./flood.ts";
import type { Reportable } from "./known-services.ts";
import { noteRefusal, takeRefusals } from "./refusals.ts";
import { proofOf } from "./turnstile.ts";

/**
 * From a request to a counted report, or a refusal. Where it comes from is what the edge says; the address and the user agent
 * go to the intake, which makes a keyed hash of them, and nowhere else.
 */
export async function admitReport(
  c: Context<Api>,
  service: Reportable,
  request: ReportRequest,
): Promise<ReportReceipt> {
  const symptom = reportedSymptom(request.symptom, service.symptoms);
  if (symptom === null) {
    noteRefusal(service.id, "malformed");
    const message = `must be ${[...service.symptoms, WORKS].map((name) => JSON.stringify(name)).join(" or ")}; received ${JSON.stringify(request.symptom)}`;
    throw new Refusal(400, `symptom: ${message}`, [{ path: "symptom", message }]);
  }
  const config = configOf(c);
  const address = clientOf(c.req.header("cf-connecting-ip"));
  await refuseFlood(c, service, address);
  if (config.turnstile !== null) await refuseMachine(service, await proofOf(request.turnstile, config.turnstile));
  const note = judgeNote(request.note);
  if (note.fate === "dropped") noteRefusal(service.id, "notesDropped");
  const { country, subdivision, asn, colo } = askedFrom(c.req.raw.cf, {});
  const who = { address, agent: c.req.header("user-agent") ?? "" };
  const platform = request.platform ?? null;
  const counted = await reportIntakeStub(c.env, JSON.stringify(who), config.reportShards).take({
    service: service.id,
    simulated: service.simulated,
    country: country ?? NOWHERE,
    asn,
    platform,
    symptom,
    note: note.text,
    who,
    uncounted: takeRefusals(service.id),
  });
  const isKept = counted === "yes" || note.fate !== "kept";
  return {
    service: service.id,
    at: Date.now(),
    symptom,
    platform,
    counted,
    // The note of a report that does not count is not kept either.
    note: isKept ? note.fate : "dropped",
    from: { country, subdivision, asn, colo },
  } satisfies ReportReceipt;
}

async function refuseFlood(c: Context<Api>, { id }: Reportable, address: string): Promise<void> {
  if (!(await isFlood(c.env, address))) return;
  noteRefusal(id, "limited");
  c.header("retry-after", "60");
  throw new Refusal(429, "Too many reports come from this address. Try again in a minute.");
}

async function refuseMachine({ id }: Reportable, proof: Awaited<ReturnType<typeof proofOf>>): Promise<void> {
  if (proof === "unchecked") noteRefusal(id, "unchecked");
  if (proof !== "unproven") return;
  noteRefusal(id, "unproven");
  const message = "must be the token that the Turnstile widget gave, used once";
  throw new Refusal(403, `turnstile: ${message}`, [{ path: "turnstile", message }]);
}
