import { FORMAT_NAMES, formatNamed } from "../../../../shared/notify/formats/registry.ts";
import { Choice } from "../me-form.tsx";
import { linkTo, type View } from "../view.ts";

/** The box that subscribes a webhook to one service: a plain form, so that it needs no script. */

/** Formats that need nothing but an address; the others are for whoever asks the API. */
const FORMATS = FORMAT_NAMES.filter((name) => formatNamed(name).settings.safeParse({}).success);

export function SubscribeForm({ view, service }: { view: View; service: string }) {
  const { subscribe: words } = view.words;
  return (
    <>
      <p class="note">{words.intro}</p>
      <form class="ask" method="post" action={linkTo(view, `/s/${service}/subscribe`)} data-subscribe>
        <label>
          {words.url}
          <input type="url" name="url" required placeholder="https://example.com/hooks/downwhere" maxlength={2_000} />
        </label>
        <Choice
          label={words.format}
          name="format"
          options={FORMATS.map((name) => [name, formatNamed(name).title] as const)}
          value="json"
        />
        <button type="submit">{words.go}</button>
      </form>
    </>
  );
}
