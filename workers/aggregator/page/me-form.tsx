import { symptomNames } from "../../../shared/diagnose/symptoms.ts";
import { AskedPlatform, Certainty } from "../../../shared/schema/diagnosis.ts";
import type { View } from "./view.ts";

/** What somebody may add to "is it just me?". A plain form: its answer has an address, and nothing of it is kept. */

export type Said = {
  readonly symptom: string | null;
  readonly platform: string | null;
  readonly canReachOthers: string;
  readonly vpn: string;
};

type MeForm = { readonly view: View; readonly service: string; readonly said: Said };

export function MeForm({ view, service, said }: MeForm) {
  const { words } = view;
  const { me } = words;
  const symptoms = symptomNames().map((name): [string, string] => [
    name,
    (words.symptoms as Readonly<Record<string, string>>)[name] ?? name,
  ]);
  const platforms = AskedPlatform.options.map((name): [string, string] => [name, words.platforms[name]]);
  const certainties = Certainty.options.map((name): [string, string] => [name, me[name]]);
  return (
    <form class="ask" method="get" action={`/s/${service}/me`} data-me>
      {view.asked === null ? null : <input type="hidden" name="lang" value={view.asked} />}
      <Choice label={me.symptom} name="symptom" options={[["", me.any], ...symptoms]} value={said.symptom ?? ""} />
      <Choice label={me.platform} name="platform" options={[["", me.any], ...platforms]} value={said.platform ?? ""} />
      <Choice label={me.others} name="canReachOthers" options={certainties} value={said.canReachOthers} />
      <Choice label={me.vpn} name="vpn" options={certainties} value={said.vpn} />
      <button type="submit">{me.ask}</button>
    </form>
  );
}

type Choice = {
  readonly label: string;
  readonly name: string;
  readonly options: readonly (readonly [string, string])[];
  readonly value: string;
};

export function Choice({ label, name, options, value }: Choice) {
  return (
    <label>
      {label}
      <select name={name}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
