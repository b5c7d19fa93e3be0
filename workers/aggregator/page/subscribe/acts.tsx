import { Layout } from "../layout.tsx";
import { linkTo, type View } from "../view.ts";

/** What can be done with a subscription right after it was made: send a test, read its log. */

type Keyed = { readonly view: View; readonly service: string; readonly id: string; readonly manageKey: string };

/** Sent as forms: a key in an address would end in logs and histories. */
export function ActForms({ view, service, id, manageKey }: Keyed) {
  const { subscribe: words } = view.words;
  return (
    <div class="links">
      <form method="post" action={linkTo(view, `/s/${service}/subscribe/act`)}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="manageKey" value={manageKey} />
        <button type="submit" name="act" value="test">
          {words.test}
        </button>
      </form>
      <form method="post" action={linkTo(view, "/subscriptions")}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="key" value={manageKey} />
        <button type="submit">{words.open}</button>
      </form>
    </div>
  );
}

/** After something was done: what, and the same forms again. */
export function ActedPage({ did, ...keyed }: Keyed & { readonly did: string }) {
  const { view, service } = keyed;
  return (
    <Layout view={view} title={`${view.words.subscribe.log} · Downwhere`}>
      <p class="crumb">
        <a href={linkTo(view, `/s/${service}`)}>{view.words.me.back}</a>
      </p>
      <h1>
        <span role="status">{did}</span>
      </h1>
      <ActForms {...keyed} />
    </Layout>
  );
}
