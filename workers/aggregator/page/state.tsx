import type { State } from "../../../shared/schema/index.ts";
import type { View } from "./view.ts";
import { STATE_SIGNS } from "./words.ts";

/** A state as it is shown everywhere: a sign of its own shape, and the word. */

export function Sign({ state }: { state: State }) {
  return (
    <span class="sign" aria-hidden="true">
      {STATE_SIGNS[state]}
    </span>
  );
}

export function StateWord({ view, state }: { view: View; state: State }) {
  return (
    <span class={`state ${state}`}>
      <Sign state={state} /> {view.words.states[state]}
    </span>
  );
}
