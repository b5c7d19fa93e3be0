import type { z } from "zod";
import { formatNamed } from "../../../../shared/notify/formats/registry.ts";
import type { Subscription } from "../../../../shared/notify/subscription.ts";
import { Layout } from "../layout.tsx";
import { linkTo, type View } from "../view.ts";
import { ActForms } from "./acts.tsx";

/** A subscription that was just made, with what is shown this once. */

export type Made = z.output<typeof Subscription> & { readonly secret: string; readonly manageKey: string };

export function MadePage({ view, service, made }: { view: View; service: string; made: Made }) {
  const { subscribe: words, me } = view.words;
  return (
    <Layout view={view} title={`${words.go} · Downwhere`}>
      <p class="crumb">
        <a href={linkTo(view, `/s/${service}`)}>{me.back}</a>
      </p>
      <h1 data-subscription={made.id}>{words.done}</h1>
      <dl class="facts">
        <div>
          <dt>{words.id}</dt>
          <dd>
            <code>{made.id}</code>
          </dd>
        </div>
        <div>
          <dt>{words.secret}</dt>
          <dd>
            <code data-secret>{made.secret}</code>
          </dd>
        </div>
        <div>
          <dt>{words.key}</dt>
          <dd>
            <code data-manage-key>{made.manageKey}</code>
          </dd>
        </div>
        <div>
          <dt>{words.status}</dt>
          <dd lang="en">
            {made.status}
            {made.because === null ? "" : `: ${made.because}`}
          </dd>
        </div>
      </dl>
      {formatNamed(made.format).proof === "code" ? <ConfirmForm view={view} service={service} made={made} /> : null}
      <ActForms view={view} service={service} id={made.id} manageKey={made.manageKey} />
    </Layout>
  );
}

function ConfirmForm({ view, service, made }: { view: View; service: string; made: Made }) {
  const { subscribe: words } = view.words;
  return (
    <form class="ask" method="post" action={linkTo(view, `/s/${service}/subscribe/act`)}>
      <input type="hidden" name="id" value={made.id} />
      <input type="hidden" name="manageKey" value={made.manageKey} />
      <label>
        {words.code}
        <input name="code" required autocomplete="one-time-code" maxlength={64} />
      </label>
      <button type="submit" name="act" value="confirm">
        {words.confirm}
      </button>
    </form>
  );
}
