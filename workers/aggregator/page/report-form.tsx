import { AskedPlatform } from "../../../shared/schema/diagnosis.ts";
import { WORKS } from "../../../shared/schema/index.ts";
import { NOTE_MAX_CHARS } from "../../../shared/schema/limits.ts";

/** The form of a report: works without scripts, and says what is kept of it. */

export type ReportFormProps = {
  readonly service: { readonly id: string; readonly name: string };
  readonly symptoms: readonly string[];
  /** The key of the Turnstile widget, where the network asks for it. */
  readonly siteKey: string | null;
};

export function reportPath(service: string): string {
  return `/services/${service}/report`;
}

export function ReportForm({ service, symptoms, siteKey }: ReportFormProps) {
  return (
    <form class="report" method="post" action={reportPath(service.id)}>
      <label for="report-symptom">What is it?</label>
      <select id="report-symptom" name="symptom" required>
        {symptoms.map((symptom) => (
          <option value={symptom}>{symptomText(symptom)}</option>
        ))}
        <option value={WORKS}>It works for me</option>
      </select>
      <label for="report-platform">On</label>
      <select id="report-platform" name="platform">
        <option value="">not said</option>
        {AskedPlatform.options.map((platform) => (
          <option value={platform}>{PLATFORM_WORDS[platform]}</option>
        ))}
      </select>
      <label for="report-note">A note, if you like</label>
      <input
        id="report-note"
        name="note"
        maxlength={NOTE_MAX_CHARS}
        autocomplete="off"
        aria-describedby="report-kept"
      />
      {siteKey === null ? null : <div class="cf-turnstile" data-sitekey={siteKey} />}
      <button type="submit">Report</button>
      <small id="report-kept">
        Counted once in half an hour. Kept are counts by country, network, device and kind of trouble: never your
        address. A note with contact data is dropped.
      </small>
    </form>
  );
}

const SAID = {
  counted: "Thank you. Your report counts.",
  already: "Thank you. You have reported within the last half-hour, so it is not counted again.",
} as const;
export type Said = keyof typeof SAID;

/** What became of a report that was just sent. */
export function ReportThanks({ said, isNoteDropped }: { said: Said; isNoteDropped: boolean }) {
  return (
    <p class="thanks" role="status">
      {SAID[said]}
      {isNoteDropped ? " Your note was not kept." : ""}
    </p>
  );
}

const PLATFORM_WORDS: Readonly<Record<AskedPlatform, string>> = {
  web: "a browser",
  desktop: "the desktop app",
  mobile: "a phone or tablet",
  ios: "iOS",
  android: "Android",
  speaker: "a speaker",
  tv: "a TV",
  console: "a console",
  car: "a car",
};

const SYMPTOM_WORDS: Readonly<Record<string, string>> = { api: "API", dns: "DNS", other: "Something else" };

/** "App crash" of "app-crash". */
export function symptomText(symptom: string): string {
  const words = symptom.replaceAll("-", " ");
  return SYMPTOM_WORDS[symptom] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
