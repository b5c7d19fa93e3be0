import type { Attempt, Delivery } from "../../../shared/notify/delivery.ts";
import type { Subscription } from "../../../shared/notify/subscription.ts";

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

export function SubscriptionLog({ asked, refusal, subscription, deliveries, older }: LogPage) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Delivery log: Downwhere</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="stylesheet" href="/subscriptions.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header class="top">
          <h1>
            <a href="/">Downwhere</a> <small>Delivery log</small>
          </h1>
        </header>
        <main>
          {subscription === null ? <Ask asked={asked} refusal={refusal} /> : null}
          {subscription === null || asked === null ? null : <Log {...{ asked, subscription, deliveries, older }} />}
        </main>
      </body>
    </html>
  );
}

function Ask({ asked, refusal }: Pick<LogPage, "asked" | "refusal">) {
  return (
    <form method="post" action="/subscriptions" class="ask">
      {refusal === null ? null : <p role="alert">{refusal}</p>}
      <label>
        Subscription <input name="id" value={asked?.id ?? ""} placeholder="sub_…" required />
      </label>
      <label>
        Manage key <input name="key" type="password" autocomplete="off" required />
      </label>
      <button type="submit">Show its log</button>
    </form>
  );
}

function Log({
  asked,
  subscription,
  deliveries,
  older,
}: Pick<LogPage, "deliveries" | "older"> & { asked: Asked; subscription: Subscription }) {
  const { status, because, counts, format } = subscription;
  return (
    <>
      <p role="status">
        {asked.id} is {status}
        {because === null ? "" : `: ${because}`}. {format}; {counts.delivered} delivered, {counts.waiting} waiting,{" "}
        {counts.dead} given up, {counts.skipped} not sent.
      </p>
      {deliveries.length === 0 ? <p class="empty">No event has come yet.</p> : <Deliveries deliveries={deliveries} />}
      <Again asked={asked} before={null} text="Look again" />
      {older === null ? null : <Again asked={asked} before={older} text="Older ones" />}
    </>
  );
}

function Deliveries({ deliveries }: Pick<LogPage, "deliveries">) {
  return (
    <table class="log">
      <thead>
        <tr>
          <th scope="col">Came at</th>
          <th scope="col">Event</th>
          <th scope="col">What became of it</th>
          <th scope="col">Attempts</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <tr data-state={delivery.state}>
            <td>{timeText(delivery.at)}</td>
            <td>
              {delivery.type}
              {delivery.test ? " (test)" : ""}
              <br />
              <code>{delivery.id}</code>
            </td>
            <td>{outcomeText(delivery)}</td>
            <td>
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
  );
}

function Again({ asked, before, text }: { asked: Asked; before: number | null; text: string }) {
  return (
    <form method="post" action="/subscriptions" class="again">
      <input type="hidden" name="id" value={asked.id} />
      <input type="hidden" name="key" value={asked.key} />
      {before === null ? null : <input type="hidden" name="before" value={String(before)} />}
      <button type="submit">{text}</button>
    </form>
  );
}

function outcomeText({ state, reason, because, nextAt, duplicates }: Delivery): string {
  const why = because === null ? "" : `: ${because}`;
  const again = duplicates === 0 ? "" : `; handed over again ${duplicates} times`;
  const next = nextAt === null ? "" : `; next ${timeText(nextAt)}`;
  return `${reason ?? state}${why}${next}${again}`;
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
