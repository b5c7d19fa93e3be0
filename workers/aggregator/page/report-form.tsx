import { AskedPlatform } from "../../../shared/schema/diagnosis.ts";
import { WORKS } from "../../../shared/schema/index.ts";
import { NOTE_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { linkTo, type View } from "./view.ts";

/** The form of a report: works without scripts, and says what is kept of it. */

export type ReportFormProps = {
  readonly view: View;
  readonly service: { readonly id: string };
  readonly symptoms: readonly string[];
  /** The key of the Turnstile widget, where the network asks for it. */
  readonly siteKey: string | null;
};

export function reportPath(service: string): string {
  return `/services/${service}/report`;
}

export function ReportForm({ view, service, symptoms, siteKey }: ReportFormProps) {
  const { report: words, platforms } = view.words;
  return (
    <form class="report ask" method="post" action={linkTo(view, reportPath(service.id))}>
      <label>
        {words.symptom}
        <select name="symptom" required>
          {symptoms.map((symptom) => (
            <option value={symptom}>{symptomText(view, symptom)}</option>
          ))}
          <option value={WORKS}>{words.works}</option>
        </select>
      </label>
      <label>
        {words.platform}
        <select name="platform">
          <option value="">{words.notSaid}</option>
          {AskedPlatform.options.map((platform) => (
            <option value={platform}>{platforms[platform]}</option>
          ))}
        </select>
      </label>
      <label>
        {words.note}
        <input name="note" maxlength={NOTE_MAX_CHARS} autocomplete="off" aria-describedby="report-kept" />
      </label>
      {siteKey === null ? null : <div class="cf-turnstile" data-sitekey={siteKey} />}
      <button type="submit">{words.go}</button>
      <small id="report-kept">{words.kept}</small>
    </form>
  );
}

export type Said = "counted" | "already";

/** What became of a report that was just sent. */
export function ReportThanks({ view, said, isNoteDropped }: { view: View; said: Said; isNoteDropped: boolean }) {
  const { report: words } = view.words;
  return (
    <p class="thanks" role="status">
      {words[said]}
      {isNoteDropped ? ` ${words.dropped}` : ""}
    </p>
  );
}

/** In the reader's words; a service's own symptom as it was written: "App crash" of "app-crash". */
function symptomText({ words }: View, symptom: string): string {
  if (symptom === "other") return words.report.other;
  const known = (words.symptoms as Readonly<Record<string, string>>)[symptom];
  const plain = symptom.replaceAll("-", " ");
  return known ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}
