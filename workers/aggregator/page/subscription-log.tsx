import { fill } from "../../../shared/diagnose/language.ts";
import type { Attempt, Delivery } from "../../../shared/notify/delivery.ts";
import type { Subscription } from "../../../shared/notify/subscription.ts";
import { FactList } from "./fact-list.tsx";
import { Layout } from "./layout.tsx";
import { Scroll } from "./scroll.tsx";
import { linkTo, type View } from "./view.ts";

/** What became of each event for one subscription, for its owner. It works without scripts; the key is never in an address. */

export type Asked = { readonly id: string; readonly key: string };

export type LogPage = {
  readonly asked: Asked | null;
  /** Why nothing is shown. */
  readonly refusal: string | null;
  readonly subscription: Subscription | null;
  readonly deliveries: readonly Delivery[];
  /** Where older ones begin; `null` where there are none. */
  readonly older: number | null;
};

type Viewed = { readonly view: View };

export function SubscriptionLog({ view, asked, refusal, subscription, deliveries, older }: Viewed & LogPage) {
  const { words } = view;
  return (
    <Layout view={view} title={`${words.subscribe.log} · Downwhere`}>
      <h1>{words.subscribe.log}</h1>
      {subscription === null ? <Ask view={view} asked={asked} refusal={refusal} /> : null}
      {subscription === null || asked === null ? null : <Log {...{ view, asked, subscription, deliveries, older }} />}
    </Layout>
  );
}

function Ask({ view, asked, refusal }: Viewed & Pick<LogPage, "asked" | "refusal">) {
  const { subscribe: words, log } = view.words;
  return (
    <>
      <p class="note">{log.intro}</p>
      {refusal === null ? null : (
        <p role="alert" class="refused" lang="en">
          {refusal}
        </p>
      )}
      <form method="post" action={linkTo(view, "/subscriptions")} class="ask">
        <label>
          {words.id} <input name="id" value={asked?.id ?? ""} placeholder="sub_…" required />
        </label>
        <label>
          {words.key} <input name="key" type="password" autocomplete="off" required />
        </label>
        <button type="submit">{words.open}</button>
      </form>
    </>
  );
}

type Shown = Viewed & Pick<LogPage, "deliveries" | "older"> & { asked: Asked; subscription: Subscription };

function Log({ view, asked, subscription, deliveries, older }: Shown) {
  const { subscribe, log } = view.words;
  const { status, because, counts, format } = subscription;
  const facts = [
    [subscribe.id, asked.id],
    [subscribe.status, because === null ? status : `${status}: ${because}`],
    [subscribe.format, format],
  ] as const;
  return (
    <>
      <p role="status">{fill(log.counts, counts)}</p>
      <FactList rows={facts} />
      {deliveries.length === 0 ? <p class="empty">{log.empty}</p> : <Deliveries view={view} deliveries={deliveries} />}
      <div class="links">
        <Again view={view} asked={asked} before={null} text={log.again} />
        {older === null ? null : <Again view={view} asked={asked} before={older} text={log.older} />}
      </div>
    </>
  );
}

function Deliveries({ view, deliveries }: Viewed & Pick<LogPage, "deliveries">) {
  const { subscribe, log } = view.words;
  return (
    <Scroll label={subscribe.log}>
      <table class="log">
        <thead>
          <tr>
            <th scope="col">{log.came}</th>
            <th scope="col">{log.event}</th>
            <th scope="col">{log.became}</th>
            <th scope="col">{log.attempts}</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <tr data-state={delivery.state}>
              <td>{timeText(delivery.at)}</td>
              <td>
                {delivery.type}
                {delivery.test ? ` (${log.test})` : ""}
                <br />
                <code>{delivery.id}</code>
              </td>
              <td>{outcomeText(view, delivery)}</td>
              <td lang="en">
                <ol>
                  {delivery.attempts.map((attempt) => (
                    <li>{attemptText(attempt)}</li>
                  ))}
                </ol>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Again({ view, asked, before, text }: Viewed & { asked: Asked; before: number | null; text: string }) {
  return (
    <form method="post" action={linkTo(view, "/subscriptions")}>
      <input type="hidden" name="id" value={asked.id} />
      <input type="hidden" name="key" value={asked.key} />
      {before === null ? null : <input type="hidden" name="before" value={String(before)} />}
      <button type="submit">{text}</button>
    </form>
  );
}

/** The reasons are the network's own words, English in every language. */
function outcomeText({ words: { log } }: View, { state, reason, because, nextAt, duplicates }: Delivery): string {
  const why = [reason, because].filter((text) => text !== null).join(": ");
  const next = nextAt === null ? "" : `; ${fill(log.next, { time: timeText(nextAt) })}`;
  const again = duplicates === 0 ? "" : `; ${fill(log.repeated, { count: duplicates })}`;
  return `${log.states[state]}${why === "" ? "" : `: ${why}`}${next}${again}`;
}

function attemptText({ at, outcome, status, durationMs, because, answer }: Attempt): string {
  const took = durationMs === null ? "" : `, ${durationMs} ms`;
  const said = answer === null || answer === "" ? "" : `; it said “${answer}”`;
  return `${timeText(at)} ${outcome}${status === null ? "" : ` (${status})`}${took}${because === null ? "" : `: ${because}`}${said}`;
}

/** To the second, in UTC. */
function timeText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}
