import type { z } from "zod";
import type { Attempt, Delivery } from "../../../../shared/notify/delivery.ts";
import type { Problem } from "../../../../shared/schema/index.ts";
import { Layout } from "../layout.tsx";
import { Scroll } from "../scroll.tsx";
import { linkTo, type View } from "../view.ts";
import { clockText } from "../words.ts";

/** The delivery log of one subscription, for whoever holds its manage key. */

export type Log = {
  readonly id: string;
  readonly manageKey: string;
  /** What was just done, where something was. */
  readonly did: string | null;
  /** `null` before anything was asked. */
  readonly deliveries: readonly z.output<typeof Delivery>[] | null;
  readonly refused: Problem | null;
};

export function LogPage({ view, log }: { view: View; log: Log }) {
  const { subscribe: words } = view.words;
  const { id, manageKey, did, deliveries, refused } = log;
  return (
    <Layout view={view} title={`${words.log} · Downwhere`} about={words.logIntro}>
      <h1>{words.log}</h1>
      <p class="note">{words.logIntro}</p>
      {did === null ? null : <p role="status">{did}</p>}
      {refused === null ? null : (
        <p id="refused" class="refused" role="alert" lang="en">
          {refused.detail}
        </p>
      )}
      <LogForm view={view} id={id} manageKey={manageKey} />
      {deliveries === null ? null : <Deliveries view={view} deliveries={deliveries} />}
    </Layout>
  );
}

/** Sent as a form: a key in an address would end in logs and histories. */
export function LogForm({ view, id, manageKey }: { view: View; id: string; manageKey: string }) {
  const { subscribe: words } = view.words;
  return (
    <form class="ask" method="post" action={linkTo(view, "/subscriptions")}>
      <label>
        {words.id}
        <input name="id" required value={id} maxlength={64} />
      </label>
      <label>
        {words.key}
        <input type="password" name="manageKey" required value={manageKey} maxlength={200} autocomplete="off" />
      </label>
      <button type="submit" name="act" value="log">
        {words.open}
      </button>
      <button type="submit" name="act" value="test">
        {words.test}
      </button>
    </form>
  );
}

function Deliveries({ view, deliveries }: { view: View; deliveries: NonNullable<Log["deliveries"]> }) {
  const { subscribe: words } = view.words;
  if (deliveries.length === 0) return <p class="empty">{words.none}</p>;
  return (
    <Scroll label={words.log}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.came}</th>
            <th scope="col">{words.event}</th>
            <th scope="col">{words.outcome}</th>
            <th scope="col">{words.attempts}</th>
          </tr>
        </thead>
        <tbody lang="en">
          {deliveries.map(({ id, type, at, state, because, attempts }) => (
            <tr data-delivery={id} data-state={state}>
              <td>{clockText(at)}</td>
              <th scope="row">
                {type}
                <br />
                <small>{id}</small>
              </th>
              <td>
                {state}
                {because === null ? "" : `: ${because}`}
              </td>
              <td>
                <ol class="attempts">
                  {attempts.map((attempt) => (
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

/** "14:03 UTC failed, 503 in 210 ms: not 2xx". */
function attemptText({ at, outcome, status, durationMs, because }: Attempt): string {
  const answered = status === null ? "" : `, ${status}`;
  const took = durationMs === null ? "" : ` in ${durationMs} ms`;
  return `${clockText(at)} ${outcome}${answered}${took}${because === null ? "" : `: ${because}`}`;
}
